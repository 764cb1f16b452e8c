from django.urls import path

import accounts.converters  # noqa: F401  # makes <ref:…> known
from onboarding import views

app_name = "onboarding"
urlpatterns = [
    path("", views.board, name="board"),
    path("<ref:ref>/", views.transition, name="transition"),
    path("<ref:ref>/move/", views.move, name="move"),
    path("<ref:ref>/plan/", views.plan, name="plan"),
]
