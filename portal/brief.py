"""All of one company on one page, for an official who is about to call."""

from dataclasses import dataclass
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
    if into := home_of(account, request):
        return redirect("accounts:brief", ref=into.ref)
    known = known_of(request, account)
    initial = {"held_at": timezone.now(), "present": present_again(request, known)}
    form = ContactForm(by=request.user.name, people=known.names, initial=initial)
    return render(request, BRIEF, brief_context(request, account, known, form))


def log(request: PersonRequest, ref: str) -> HttpResponse:
    """Note what the form says; what is wrong with it is said on the brief."""
    account = managed(request, ref)
    known = known_of(request, account)
    form = ContactForm(request.POST, by=request.user.name, people=known.names)
    if form.is_valid():
        try:
            contacts.log(form.held, account=account, by=request.user)
        except Refused as refusal:
            form.add_error("held_at", str(refusal))
        else:
            messages.success(request, _("The contact is on the timeline."))
            return redirect("accounts:brief", ref=account.ref)
    context = brief_context(request, account, known, form)
    return render(request, BRIEF, context, status=422)


def managed(request: PersonRequest, ref: str) -> Account:
    """Load a company for an official who looks after it; others are refused."""
    visible = Account.objects.visible_to(request.user).select_related("center")
    account = get_object_or_404(visible, ref=ref)
    permissions.may_manage(request.user, account).require()
    reads.note(request, account)
    return account


def home_of(account: Account, request: PersonRequest) -> Account | None:
    """Return where a company was merged into, if the reader looks after that."""
    if account.merged_into_id is None:
        return None
    served = Account.objects.served_by(request.user)
    return served.filter(pk=account.merged_into_id).first()


@dataclass(frozen=True)
class Known:
    """What both the page and its form are made of."""

    company_people: list[PersonSince]
    officials: list[PersonSince]
    contacts: list[ContactView]
    to_follow: list[ContactView]

    @property
    def names(self) -> dict[str, str]:
        """Who may have taken part, with the role of each."""
        return {one.name: one.role for one in [*self.company_people, *self.officials]}


def known_of(request: PersonRequest, account: Account) -> Known:
    """Return the people of both sides and the contacts to show; six queries."""
    now = when.live()
    family = request.user.sight.family(account.pk)
    logged = Contact.objects.visible_to(request.user).filter(account_id__in=family)
    return Known(
        screens.company_people(picture.memberships_at(account, now)),
        screens.officials(picture.assignments_at(account, now)),
        contact_views(logged.latest_first()[:CONTACTS]),
        contact_views(logged.to_follow().by_date()[:FOLLOW_UPS]),
    )


def present_again(request: PersonRequest, known: Known) -> list[str]:
    """Return who is likely to have taken part: the writer, and who did the last time.

    Nobody is ticked who is no longer there.
    """
    latest = known.contacts[0].names if known.contacts else []
    return [request.user.name, *(name for name in latest if name in known.names)]


def brief_context(
    request: PersonRequest,
    account: Account,
    known: Known,
    form: ContactForm,
) -> dict[str, Any]:
    """Return all that the page shows."""
    now, told = when.live(), picture.told_of(account, request.user)
    latest = known.contacts
    since = latest[0].at if latest else timezone.now() - LATELY
    lines = AccountEvent.objects.visible_to(request.user)
    events = lines.filter(account=account, at__gt=since)
    visible = Conversation.objects.visible_to(request.user)
    its_own = visible.for_account(account, request.user).with_read(request.user)
    threads = its_own.filter(state=State.OPEN).for_inbox().order_by("turn_since", "pk")
    moved = its_own.filter(latest_at__gt=since).count()
    return {
        "account": account,
        "facts": profile.profile_of(account, told, now.moment, now.day),
        "introduction": introduction_of(request.user, account),
        "company_people": known.company_people,
        "officials": known.officials,
        "rows": [rows.inbox_row(row, request.user) for row in threads[:THREADS]],
        "contacts": latest,
        "to_follow": known.to_follow,
        "since": since,
        "had_contact": bool(latest),
        "events": events.order_by("-at", "-pk")[:EVENTS],
        "moved": moved,
        "form": form,
        # Without script an error shows where the form is, and not the page's head.
        "log_path": f"{reverse('accounts:contacts', args=[account.ref])}#log",
    }
