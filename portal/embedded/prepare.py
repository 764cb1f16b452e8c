"""Bring tables, demo and static files to where this checkout needs them.

One process for the three commands of manage.py, since loading Django three times
takes longer than what they do on a second start.
"""

import io
import os

import django
from django.conf import settings
from django.core.management import call_command

from portal.embedded import static
from portal.embedded.says import leave_with, say


def prepare() -> int:
    """Migrate, seed the demo once, and collect static files that have changed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    say("Migrating the database …")
    quietly("migrate", interactive=False)
    if settings.DEMO:
        say("Looking after the demo …")
        quietly("seed_demo", told=not settings.DEMO_CROWD)
    if not static.is_collected(settings.DATA_DIR):
        say("Collecting static files …")
        quietly("collectstatic", interactive=False, clear=True)
        static.mark_collected(settings.DATA_DIR)
    return 0


def quietly(command: str, **options: bool) -> None:
    """Run a command of manage.py; what it says counts only when it fails."""
    said = io.StringIO()
    try:
        call_command(command, stdout=said, stderr=said, **options)
    except BaseException:
        say(said.getvalue())
        raise


if __name__ == "__main__":
    leave_with(prepare)
