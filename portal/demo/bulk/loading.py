"""Load rows of models as the tables' owner, by COPY into a staging table.

A walled table takes no COPY, not even from its owner, for whom the walls stand, too. So
rows are copied beside it and inserted from there, which the policies allow.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import StringIO
from itertools import groupby
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import connections, models, transaction

OWNER = "owner"
PIECE = 1000  # ids that are taken at a time
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@contextmanager
def loading() -> Iterator["Loader"]:
    """Open a transaction of the owner in which rows are loaded."""
    with transaction.atomic(using=OWNER):
        yield Loader()


class Loader:
    """Loads rows in the order given, and knows the numbers that come next."""

    def __init__(self) -> None:
        self.connection = connections[OWNER]
        self.staged: set[str] = set()

    def ids(self, model: type[models.Model]) -> Iterator[int]:
        """Yield ids from a table's own sequence, so that nobody else gets them."""
        column = str(model._meta.pk.column)
        while True:
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) "
                    "FROM generate_series(1, %s)",
                    [model._meta.db_table, column, PIECE],
                )
                yield from [one for (one,) in cursor.fetchall()]

    def load(self, rows: Iterable[models.Model]) -> None:
        """Load rows; those of one model that stand together go in at once."""
        for model, same in groupby(rows, type):
            self.load_same(model, list(same))

    def load_same(
        self, model: type[models.Model], rows: Sequence[models.Model]
    ) -> None:
        fields = fields_of(model, with_key=rows[0].pk is not None)
        table, staging = model._meta.db_table, f"staging_{model._meta.db_table}"[:63]
        columns = ", ".join(str(field.column) for field in fields)
        lines = StringIO("".join(line(row, fields) for row in rows))
        with self.connection.cursor() as cursor:
            if staging not in self.staged:
                cursor.execute(  # names of ours
                    f"CREATE TEMP TABLE {staging} ON COMMIT DROP AS "  # noqa: S608
                    f"SELECT {columns} FROM {table} WITH NO DATA"
                )
                self.staged.add(staging)
            cursor.cursor.copy_expert(f"COPY {staging} ({columns}) FROM STDIN", lines)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {staging}"  # noqa: S608
            )
            cursor.execute(f"TRUNCATE {staging}")


def fields_of(
    model: type[models.Model], *, with_key: bool
) -> list["models.Field[Any, Any]"]:
    fields = model._meta.concrete_fields
    return [field for field in fields if with_key or not field.primary_key]


def line(row: models.Model, fields: Sequence["models.Field[Any, Any]"]) -> str:
    """Return a row as COPY reads it."""
    return "\t".join([cell(row, field) for field in fields]) + "\n"


def cell(row: models.Model, field: "models.Field[Any, Any]") -> str:
    value = getattr(row, field.attname)
    is_json = isinstance(field, models.JSONField) and value is not None
    return text(json.dumps(value) if is_json else value)


def text(value: object) -> str:
    """Return a value as COPY reads it."""
    write = WRITERS.get(type(value))
    if write:
        return write(value)
    # A word of a list of choices is written as the word that it is.
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)


def array(values: Sequence[object]) -> str:
    return "{" + ",".join(map(element, values)) + "}"


def element(value: object) -> str:
    """Return one element of an array, in quotation marks."""
    quoted = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'.translate(ESCAPES)


WRITERS: dict[type, Callable[[Any], str]] = {
    NoneType: lambda _none: r"\N",
    str: lambda words: str.translate(words, ESCAPES),
    int: str,
    bool: lambda flag: "t" if flag else "f",
    datetime: datetime.isoformat,
    date: date.isoformat,
    bytes: lambda octets: rf"\\x{octets.hex()}",
    list: array,
    tuple: array,
    UUID: str,
}
