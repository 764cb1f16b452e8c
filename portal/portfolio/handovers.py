"""What was handed to an official, and their word that they have taken it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PersonRequest, for_person
from accounts.models import User
from accounts.states import Duty
from conversations import actions
from portal.portfolio.rows import Figures, pending_for, thread_figures
from portal.portfolio.views import look


@dataclass(frozen=True)
class Handed:
    """One company that was handed to the reader, with what waits there.

    Attributes:
        earlier: who had the duty before, or nothing.
        ask: the predecessor's address, for a question; or nothing.
    """

    ref: str
    legal_name: str
    duty: str
    earlier: str
    ask: str
    why: str
    handed_at: datetime
    figures: Figures

    @property
    def then_path(self) -> str:
        """Where the company is shown as it was known at the end of that day."""
        zone = timezone.get_default_timezone()
        day = timezone.localdate(self.handed_at, zone)
        return f"{reverse('accounts:account', args=[self.ref])}?as_of={day}&known=then"

    @property
    def brief_path(self) -> str:
        return reverse("accounts:brief", args=[self.ref])


@require_safe
@for_person
def handovers(request: PersonRequest) -> HttpResponse:
    """List the companies handed to an official, what waits longest first."""
    look(request.user)
    context = {"rows": handed_rows(request.user)}
    return render(request, "accounts/handovers.html", context)


@require_POST
@for_person
def acknowledge(request: PersonRequest) -> HttpResponse:
    """Take up the companies that the form names, with their open conversations."""
    look(request.user)
    named = pending_for(request.user).filter(
        account__ref__in=request.POST.getlist("account")
    )
    with transaction.atomic():
        moved = [
            len(actions.take_over(handover=one, by=request.user))
            for one in named.order_by("handed_at", "pk")
        ]
    if moved:
        messages.success(request, done_words(len(moved), sum(moved)))
    return redirect("handovers")


def done_words(companies: int, conversations: int) -> str:
    first = ngettext(
        "You have taken up %(count)d company.",
        "You have taken up %(count)d companies.",
        companies,
    ) % {"count": companies}
    second = ngettext(
        "%(count)d open conversation is with you now.",
        "%(count)d open conversations are with you now.",
        conversations,
    ) % {"count": conversations}
    return f"{first} {second}"


def handed_rows(user: User) -> list[Handed]:
    """Return one row a hand-over, what waits longest first; two queries."""
    figures = thread_figures(user)
    rows = [
        Handed(
            ref=one.account.ref,
            legal_name=one.account.legal_name,
            duty=str(Duty(one.duty).label),
            earlier=one.predecessor.name if one.predecessor else _("nobody"),
            ask=one.predecessor.email if one.predecessor else "",
            why=one.why,
            handed_at=one.handed_at,
            figures=figures.get(one.account_id, Figures()),
        )
        for one in pending_for(user).with_names().order_by("pk")
    ]
    return sorted(rows, key=urgency)


def urgency(row: Handed) -> tuple[Any, ...]:
    """Return what a row is sorted by: the longest waiting, the most, then the name."""
    oldest = row.figures.oldest
    name = row.legal_name.casefold()
    return (oldest is None, oldest or 0, -row.figures.on_them, name, row.ref)
