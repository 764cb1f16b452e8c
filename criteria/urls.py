from django.urls import path

import criteria.converters  # noqa: F401  # makes <number:…> known
from criteria import views

app_name = "criteria"
urlpatterns = [
    path("", views.index, name="index"),
    path("<number:number>/", views.criterion, name="criterion"),
]
