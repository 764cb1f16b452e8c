"""Doors from Celery to the actions of this floor."""

from celery import shared_task
from django.core.management import call_command

from accounts import notices
from accounts.door.open_sessions import forget_ended


@shared_task(expires=60)  # seconds; a bell that nobody heard is no use later
def sweep(**later: object) -> None:
    """Send the mails that are due; harmless when there are none, or twice at once."""
    notices.sweep()


@shared_task
def clear_ended_sessions(**later: object) -> None:
    """Delete sessions that have ended; harmless when there are none."""
    call_command("clearsessions")
    forget_ended()
