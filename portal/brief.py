"""All of one company on one page, for an official who is about to call."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import permissions, profile, reads, screens
from accounts.actions import contacts
from accounts.contact_screens import ContactView, contact_views
from accounts.forms import ContactForm
from accounts.http import PersonRequest, for_person
from accounts.models import Account, AccountEvent, Contact
from accounts.screens import PersonSince
from conversations.models import Conversation
from conversations.screens import rows
from conversations.states import State
from onboarding.screens import introduction_of
from portal.as_of import picture, when
from portal.decisions import Refused

BRIEF = "accounts/brief.html"
THREADS = 25  # open conversations on the page; the inbox has the rest
CONTACTS, EVENTS, FOLLOW_UPS = 3, 12, 12
LATELY = timedelta(days=90)  # where there was no contact yet


@require_safe
@for_person
def brief(request: PersonRequest, ref: str) -> HttpResponse:
    account = managed(request, ref)
    people = screens.company_people(picture.memberships_at(account, when.live()))
    form = ContactForm(people=names(people), initial={"held_at": timezone.now()})
    context = brief_context(request, account, people, form)
    form.initial["present"] = present_again(context["contacts"], people)
    return render(request, BRIEF, context)


def log(request: PersonRequest, ref: str) -> HttpResponse:
    """Note what the form says; what is wrong with it is said on the brief."""
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


def present_again(latest: list[ContactView], people: list[PersonSince]) -> list[str]:
    """Return who of the company took part last time, to begin the form with."""
    before = latest[0].participants.split(", ") if latest else []
    return [name for name in names(people) if name in before]


def brief_context(
    request: PersonRequest,
    account: Account,
    people: list[PersonSince],
    form: ContactForm,
) -> dict[str, Any]:
    """Return all that the page shows."""
    now, told = when.live(), picture.told_of(account, request.user)
    known = Contact.objects.visible_to(request.user).filter(account=account)
    latest = contact_views(known.latest_first()[:CONTACTS])
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
        "to_follow": contact_views(known.to_follow().by_date()[:FOLLOW_UPS]),
        "since": since,
        "had_contact": bool(latest),
        "events": events.order_by("-at", "-pk")[:EVENTS],
        "moved": moved,
        "form": form,
        "log_path": reverse("accounts:contacts", args=[account.ref]),
    }
