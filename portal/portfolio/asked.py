"""What an address asks of the portfolio: which companies, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

SILENT = 30  # days without a word, after which a company counts as silent
PAGES = 9999

SHOWS = {
    "waiting": gettext_lazy("Waiting on us"),
    "on-them": gettext_lazy("Waiting on them"),
    "silent": gettext_lazy("Silent"),
    "due": gettext_lazy("Follow-up due"),
    "soon": gettext_lazy("Anniversary soon"),
}
SORTS = {
    "waiting": gettext_lazy("Longest waiting"),
    "silent": gettext_lazy("Longest silent"),
    "anniversary": gettext_lazy("Next anniversary"),
    "name": gettext_lazy("Name"),
}
EMPTY = {
    "waiting": gettext_lazy("Nothing waits on you. What a company asks appears here."),
    "on-them": gettext_lazy("No company owes an answer. What you ask appears here."),
    "silent": gettext_lazy(
        "Nobody has been silent for %(days)d days. Companies that have appear here, "
        "also those that never said a word."
    ),
    "due": gettext_lazy(
        "Nothing is due within %(days)d days. What is to follow a call or visit "
        "appears here as its day comes near."
    ),
    "soon": gettext_lazy("No anniversary comes round within %(days)d days."),
}


@dataclass(frozen=True)
class Asked:
    """Which companies an address asks for, in which order, and which page of them."""

    show: str = ""
    sort: str = "waiting"
    words: str = ""
    days: int = SILENT
    page: int = 1

    @property
    def query(self) -> str:
        """The address's query without its question mark; empty for the plain list."""
        plain = Asked()
        pairs = [
            (name, str(value))
            for name, value in vars(self).items()
            if value != getattr(plain, name)
        ]
        return urlencode(pairs)

    @property
    def path(self) -> str:
        here = reverse("portfolio")
        return f"{here}?{self.query}" if self.query else here


def asked(query: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what nobody offered counts as not asked."""
    show, sort = query.get("show", ""), query.get("sort", "")
    return Asked(
        show=show if show in SHOWS else "",
        sort=sort if sort in SORTS else Asked.sort,
        words=query.get("words", "").strip()[:80],
        days=number(query.get("days"), otherwise=SILENT, most=3650),
        page=number(query.get("page"), otherwise=1, most=PAGES),
    )


def number(text: str | None, *, otherwise: int, most: int) -> int:
    """Return a positive number as an address gives it, else another."""
    if not (text and text.isascii() and text.isdecimal() and len(text) < 6):
        return otherwise
    return min(int(text), most) or otherwise
