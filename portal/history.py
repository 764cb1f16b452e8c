"""The one door through which rows that change are saved."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Never, TypeVar

from django.db import models

Tracked = TypeVar("Tracked", bound=models.Model)


class TrackedQuerySet(models.QuerySet[Tracked]):
    """Refuses the changes that would leave no trace in the history."""

    def update(self, **_: Any) -> Never:
        raise TypeError("Rows with a history are saved one by one, by save_as.")

    def bulk_update(self, *_: Any, **__: Any) -> Never:
        raise TypeError("Rows with a history are saved one by one, by save_as.")

    def bulk_create(self, *_: Any, **__: Any) -> Never:
        raise TypeError("Rows with a history are saved one by one, by save_as.")


def save_as(
    row: Tracked,
    *,
    by: Any,
    why: str,
    at: datetime,
    fields: Sequence[str] | None = None,
) -> Tracked:
    """Save a tracked row and name who changed it, when and why, in its history.

    Args:
        row: loaded under a lock in this transaction, since history records all its
            fields and a stale one would be recorded as if it were true.
        by: the person, or None for the system.
        why: a short sentence for whoever reads the history.
        at: the moment of the action; all that one action saves carries the same.
        fields: the names to save; all when the row is new.
    """
    row._history_user = by  # type: ignore[attr-defined]  # read by simple-history
    row._change_reason = why  # type: ignore[attr-defined]  # read by simple-history
    row._history_date = at  # type: ignore[attr-defined]  # read by simple-history
    row.save(update_fields=fields)
    return row
