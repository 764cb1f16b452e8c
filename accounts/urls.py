from django.urls import path

import accounts.converters  # noqa: F401  # makes <ref:…> known
from accounts import views

app_name = "accounts"
urlpatterns = [
    path("acting-for/", views.acting_for, name="acting_for"),
    path("accounts/<ref:ref>/", views.account, name="account"),
]
