"""All of one company on one page, for an official who is about to call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import permissions, profile, reads, screens
from accounts.actions import contacts
from accounts.forms import ContactForm
from accounts.http import PersonRequest, for_person
from accounts.models import Account, AccountEvent, Contact
from accounts.screens import PersonSince
from accounts.states import ContactKind
from conversations.models import Conversation
from conversations.screens import rows
from conversations.states import State
from onboarding.screens import introduction_of
from portal.as_of import picture, when
from portal.decisions import Refused

BRIEF = "accounts/brief.html"
THREADS = 25  # open conversations on the page; the inbox has the rest
CONTACTS, EVENTS = 3, 12
LATELY = timedelta(days=90)  # where there was no contact yet


@dataclass(frozen=True)
class ContactView:
    """A contact as an official reads it.

    Attributes:
        internal: what the company does not read.
    """

    title: str
    at: datetime
    participants: str
    shared: str
    internal: str
    follow_up: str
    follow_up_date: object


@require_safe
@for_person
def brief(request: PersonRequest, ref: str) -> HttpResponse:
    account = managed(request, ref)
    people = screens.company_people(picture.memberships_at(account, when.live()))
    form = ContactForm(people=names(people), initial={"held_at": timezone.now()})
    return render(request, BRIEF, brief_context(request, account, people, form))


@require_POST
@for_person
def log_contact(request: PersonRequest, ref: str) -> HttpResponse:
    account = managed(request, ref)
    people = screens.company_people(picture.memberships_at(account, when.live()))
    form = ContactForm(request.POST, people=names(people))
    if form.is_valid():
        try:
            contacts.log(form.held, account=account, by=request.user)
        except Refused as refusal:
            form.add_error("held_at", str(refusal))
        else:
            messages.success(request, _("The contact is on the timeline."))
            return redirect("accounts:brief", ref=account.ref)
    context = brief_context(request, account, people, form)
    return render(request, BRIEF, context, status=422)


def managed(request: PersonRequest, ref: str) -> Account:
    """Load a company for an official who looks after it; others are refused."""
    visible = Account.objects.visible_to(request.user).select_related("center")
    account = get_object_or_404(visible, ref=ref)
    permissions.may_manage(request.user, account).require()
    reads.note(request, account)
    return account


def names(people: list[PersonSince]) -> list[str]:
    return [person.name for person in people]


def brief_context(
    request: PersonRequest,
    account: Account,
    people: list[PersonSince],
    form: ContactForm,
) -> dict[str, Any]:
    """Return all that the page shows."""
    now, told = when.live(), picture.told_of(account, request.user)
    latest = contact_views(request, account)
    since = latest[0].at if latest else timezone.now() - LATELY
    lines = AccountEvent.objects.visible_to(request.user)
    events = lines.filter(account=account, at__gt=since)
    visible = Conversation.objects.visible_to(request.user)
    its_own = visible.filter(account=account).with_read(request.user)
    threads = its_own.filter(state=State.OPEN).for_inbox().order_by("turn_since", "pk")
    moved = its_own.filter(latest_at__gt=since).count()
    return {
        "account": account,
        "facts": profile.profile_of(account, told, now.moment, now.day),
        "introduction": introduction_of(request.user, account),
        "company_people": people,
        "officials": screens.officials(picture.assignments_at(account, now)),
        "rows": [rows.inbox_row(row, request.user) for row in threads[:THREADS]],
        "contacts": latest,
        "since": since,
        "had_contact": bool(latest),
        "events": events.order_by("-at", "-pk")[:EVENTS],
        "moved": moved,
        "form": form,
        "log_path": reverse("accounts:log_contact", args=[account.ref]),
    }


def contact_views(request: PersonRequest, account: Account) -> list[ContactView]:
    """Return the latest contacts with what only officials read; two queries."""
    visible = Contact.objects.visible_to(request.user).filter(account=account)
    found = visible.latest_first().prefetch_related("notes")[:CONTACTS]
    return [
        ContactView(
            title=str(ContactKind(contact.kind).label),
            at=contact.held_at,
            participants=", ".join(contact.participants),
            shared=contact.shared,
            internal="\n\n".join(note.text for note in contact.notes.all()),
            follow_up=contact.follow_up,
            follow_up_date=contact.follow_up_date,
        )
        for contact in found
    ]
