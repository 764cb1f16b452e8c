"""The door for the ASGI server that holds the event streams under /live/."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from accounts import sessions  # noqa: E402 - models need the apps
from portal.streams.app import Live  # noqa: E402

app = Live(sessions.sights)
