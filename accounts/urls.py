from django.urls import path

import accounts.converters  # noqa: F401  # makes <ref:…> known
from accounts import views

app_name = "accounts"
# The roof adds "account", a company's page, which shows what every floor knows.
urlpatterns = [
    path("accounts/<ref:ref>/facts/<slug:name>/", views.fact, name="fact"),
    path("accounts/<ref:ref>/opened/", views.opened, name="opened"),
    path("acting-for/", views.acting_for, name="acting_for"),
    path("notices/", views.notices, name="notices"),
    path("dev/mail/", views.caught_mails, name="caught_mails"),
    path("dev/mail/<slug:name>/", views.caught_mail, name="caught_mail"),
]
