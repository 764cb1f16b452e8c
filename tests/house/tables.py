"""Every table of the database, and the kind of wall that it declares."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from portal.walls import FOREIGN, Global, Wall

SPOKEN_OR_PUBLISHED = frozenset(
    {
        "accounts_absencereason",
        "accounts_accountevent",
        "accounts_contact",
        "accounts_contactnote",
        "accounts_fact",
        "accounts_followupdone",
        "accounts_staffevent",
        "accounts_staffread",
        "accounts_succession",
        "conversations_body",
        "conversations_entry",
        "conversations_mention",
        "conversations_note",
        "criteria_category",
        "criteria_criterion",
        "criteria_phase",
        "criteria_point",
        "criteria_version",
    }
)


def in_catalogue() -> set[str]:
    """Return every relation that holds or shows rows, views included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'f')"
        )
        return {name for (name,) in cursor.fetchall()}


def models() -> dict[str, type[Model]]:
    """Return the models by table, those of histories included."""
    found = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in found}


def tracked_by(model: type[Model]) -> Any:
    """Return the model whose history another one keeps, if it does."""
    return getattr(model, "instance_type", None)


def declared(table: str) -> Wall | None:
    """Return the kind that a table says it is of; a history follows its model."""
    model = models().get(table)
    wall = getattr(tracked_by(model) or model, "wall", None) if model else None
    return wall or FOREIGN.get(table)


def histories() -> set[str]:
    return {table for table, model in models().items() if tracked_by(model)}


def append_only() -> set[str]:
    return histories() | SPOKEN_OR_PUBLISHED


def walled() -> Iterator[str]:
    """Yield the tables whose rows not everybody may see."""
    for table in sorted(in_catalogue()):
        if not isinstance(declared(table), Global):
            yield table
