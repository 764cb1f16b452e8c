"""What must not stand in a production database."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import transaction

from portal import rls


def no_demo_people(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Refuse a production boot over the demo's people, whose password is known."""
    if settings.DEMO or "default" not in (databases or ()):
        return []
    from accounts.models import User
    from accounts.models.people import DEMO_SUBJECT

    with transaction.atomic(), rls.restored():
        rls.open_door()
        found = User.objects.filter(subject__startswith=DEMO_SUBJECT).exists()
    words = "The demonstration's people are in this database; their password is known."
    hint = "Use another database, or set DEMO=1 if this is a demonstration."
    return [Error(words, hint=hint, id="accounts.E001")] if found else []
