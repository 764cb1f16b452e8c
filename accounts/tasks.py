"""Doors from Celery to the actions of this floor."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_ended_sessions(**later: object) -> None:
    """Delete sessions that have ended; harmless when there are none."""
    call_command("clearsessions")
