"""The Celery app and the timetable; the work itself is rows in the database."""

import os
from datetime import timedelta

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep-notices": {
        "task": "accounts.tasks.sweep",
        "schedule": timedelta(seconds=10),
    },
    "tell-of-introductions": {
        "task": "onboarding.tasks.tell_ahead",
        "schedule": timedelta(hours=1),
    },
    "clear-ended-sessions": {
        "task": "accounts.tasks.clear_ended_sessions",
        "schedule": timedelta(hours=1),
    },
}
