"""What a company's page says of mergers: where it went, and what came into it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, User


@dataclass(frozen=True)
class Led:
    """One merger, as the page of one of its companies tells it.

    Attributes:
        name: of the other company; its path is empty for who does not see it.
        by: who did it; empty where nobody stands in the row.
    """

    name: str
    path: str
    at: datetime
    by: str
    why: str


def went_into(company: Account, reader: User, at: datetime | None) -> Led | None:
    """Return where a company went by a moment, or by now; two queries where it did."""
    if company.merged_at is None:
        return None
    saved = saved_by(at).filter(id=company.pk).exclude(merged_into=None)
    latest = saved.order_by("-history_date", "-history_id").first()
    if latest is None:
        return None
    visible = Account.objects.visible_to(reader)
    other = visible.filter(pk=latest.merged_into_id).first()
    name = other.legal_name if other else _("another company")
    return led(latest, name, other.get_absolute_url() if other else "")


def came_in(company: Account, reader: User, at: datetime | None) -> list[Led]:
    """Return what was merged into a company by a moment, or by now; a query at most.

    Whoever sees none of it is not asked about: their sight would hold it.
    """
    sight = reader.sight
    is_alone = not company.merged_into_id and len(sight.family(company.pk)) == 1
    if is_alone and not sight.admin:
        return []
    visible = Account.objects.visible_to(reader).order_by()
    saved = saved_by(at).filter(merged_into=company.pk, id__in=visible.values("pk"))
    first = saved.order_by("id", "history_date", "history_id").distinct("id")
    return [led(row, row.legal_name, row.instance.get_absolute_url()) for row in first]


def saved_by(at: datetime | None) -> Any:
    """Return what the history of companies says, as of a moment or of now."""
    rows = Account.history.select_related("history_user")
    return rows.filter(history_date__lte=at) if at else rows


def led(row: Any, name: str, path: str) -> Led:
    by = row.history_user.name if row.history_user else ""
    return Led(name, path, row.history_date, by, row.history_change_reason or "")
