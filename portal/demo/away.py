"""Who is away in the demonstration, and who stands in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions import absences
from accounts.models import User
from portal import rls
from portal.demo.seeding import day


def stand_in() -> None:
    """Let Sam be away from yesterday on, with Ines in his place."""
    with transaction.atomic(), rls.restored():
        rls.open_door()
        sam, ines = (User.objects.get(subject=f"demo:{key}") for key in ("sam", "ines"))
        rls.enter(sam.pk)
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        away = absences.Away(
            sam, ines, today - timedelta(days=1), today + timedelta(days=9), "Training"
        )
        absences.tell(away, by=sam, at=day(1, timezone.now()))
