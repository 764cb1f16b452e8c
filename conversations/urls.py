from django.urls import path

import accounts.converters  # noqa: F401  # makes <ref:…> known
from conversations import views

app_name = "conversations"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("new/", views.new, name="new"),
    path("<ref:ref>/", views.thread, name="thread"),
    path("<ref:ref>/reply/", views.reply, name="reply"),
    path("<ref:ref>/read/", views.read, name="read"),
]
