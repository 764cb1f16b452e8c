"""Keep what people have begun to write, until they send or discard it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from conversations.models import Place

# One statement each, and the same row: whichever comes first, what a form saves after
# it was sent or discarded, or had on the way by then, is not kept.
PLACE = "user_id, account_id, conversation_id, regards, topic"
SAVE = f"""
    INSERT INTO conversations_draft AS draft ({PLACE}, subject, text, saved_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT ({PLACE}) DO UPDATE
        SET subject = excluded.subject, text = excluded.text,
            saved_at = excluded.saved_at
        WHERE draft.done_key IS DISTINCT FROM %s
"""  # noqa: S608 - names of ours
FORGET = f"""
    INSERT INTO conversations_draft ({PLACE}, subject, text, saved_at, done_key)
    VALUES (%s, %s, %s, %s, %s, '', '', %s, %s)
    ON CONFLICT ({PLACE}) DO UPDATE
        SET subject = '', text = '', saved_at = excluded.saved_at,
            done_key = excluded.done_key
"""  # noqa: S608 - names of ours


@dataclass(frozen=True)
class Begun:
    """What a form holds that has not been sent; the subject of a new one only."""

    text: str
    subject: str = ""


def save_draft(begun: Begun, *, place: Place, key: UUID, by: User) -> datetime | None:
    """Keep what a person has begun to write, and return when; the latest counts.

    Whoever calls has made sure that the person sees the place.

    Args:
        key: of the form. If it was sent or discarded already, nothing is kept, and
            None is returned.
    """
    at = timezone.now()
    values = [*where(place, by), begun.subject, begun.text, at, key]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, values)
        return at if cursor.rowcount else None


def forget_draft(*, place: Place, key: UUID, by: User) -> None:
    """Forget what a person has begun at a place, since its form was sent or discarded.

    It belongs into the transaction of what sends the form. Again is harmless. Of a new
    conversation it is also what was begun with a company that was merged into this one.
    """
    at, family = timezone.now(), [place.account_id]
    if place.conversation_id is None:
        family = [*by.sight.family(place.account_id)]
    with connection.cursor() as cursor:
        for account in family:
            there = where(replace(place, account_id=account), by)
            cursor.execute(FORGET, [*there, at, key])


def where(place: Place, by: User) -> list[int | str | None]:
    """Return whose place it is, as the columns that name it."""
    inside = [place.conversation_id, place.regards, place.topic]
    return [by.pk, place.account_id, *inside]
