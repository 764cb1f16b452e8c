"""The portfolio as a table for a spreadsheet."""

import csv
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.portfolio.rows import Row

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COLUMNS = (
    gettext_lazy("Reference"),
    gettext_lazy("Company"),
    gettext_lazy("Center"),
    gettext_lazy("Next anniversary"),
    gettext_lazy("Waiting on us"),
    gettext_lazy("Longest since"),
    gettext_lazy("Waiting on them"),
    gettext_lazy("Latest word"),
    gettext_lazy("Silent days"),
    gettext_lazy("Follow-up due"),
)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run them


def write(rows: Iterable[Row], file: "SupportsWrite[str]") -> None:
    """Write the rows as a table for a spreadsheet, moments in the reader's zone."""
    file.write("\ufeff")  # by which spreadsheets know the encoding
    sheet = csv.writer(file)
    sheet.writerow(COLUMNS)
    for row in rows:
        figures = (row.waiting, moment(row.oldest), row.on_them, moment(row.latest))
        names = (row.ref, inert(row.legal_name), row.center, row.anniversary)
        sheet.writerow((*names, *figures, row.silent, row.to_follow or ""))


def moment(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(" ", "minutes") if at else ""


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text
