"""A company goes on as a part of another one, on a page of program admins."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.actions import merging
from accounts.actions.merging import Coming, Merger, Passing
from accounts.door.freshness import freshly
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Center, Contact, User
from accounts.program_forms import MergeForm
from accounts.states import Duty, Role
from conversations import actions
from conversations.counts import open_under
from onboarding.screens import introduction_of
from portal.decisions import Refused
from portal.http import posted

NONE = gettext_lazy("No company is called that. Write its reference or its whole name.")
MANY = gettext_lazy("Several companies are called that. Write the reference of one.")


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def company_merge(request: PersonRequest, ref: str) -> HttpResponse:
    """Ask which company goes on, show what will happen, and merge the two."""
    permissions.may_administer(request.user).require()
    visible = Account.objects.visible_to(request.user).select_related("center")
    account = get_object_or_404(visible, ref=ref)
    if request.method != "POST":  # a form that comes too late keeps what was typed
        permissions.goes_on(account).require()
    form = MergeForm(posted(request))
    merger = asked(form, account, request.user)
    if merger and merge(form, merger, request.user):
        words = _("From now on %(old)s is seen with %(new)s, where it goes on.")
        names = {"old": account.legal_name, "new": merger.into.legal_name}
        messages.success(request, words % names)
        return redirect("company", merger.into.ref)
    preview = preview_of(merger, request.user) if merger else {}
    context = {"form": form, "company": account, **preview}
    status = 422 if form.errors else 200
    return render(request, "accounts/company_merge.html", context, status=status)


def asked(form: MergeForm, account: Account, by: User) -> Merger | None:
    """Return what the form asks for, or put on it why that cannot be."""
    if not form.is_valid():
        return None
    words = form.cleaned_data["into"]
    visible = Account.objects.visible_to(by).order_by("pk")
    named = visible.filter(ref__iexact=words) or visible.filter(
        legal_name__iexact=words
    )
    found = list(named[:2])
    if len(found) != 1:
        form.add_error("into", str(MANY if found else NONE))
        return None
    try:
        return merging.planned(account, found[0])
    except Refused as refused:
        form.add_error("into", str(refused))
        return None


def merge(form: MergeForm, merger: Merger, by: User) -> bool:
    """Merge what was looked at; what nobody has looked at yet is only shown."""
    values = form.cleaned_data
    if not values["seen"]:
        return False
    try:
        actions.merge_companies(
            merger.account, merger.into, why=values["why"], by=by, seen=values["seen"]
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


# --- What will happen ----------------------------------------------------------------


def preview_of(merger: Merger, reader: User) -> dict[str, Any]:
    """Return what the page shows before anything is merged."""
    follow_ups = Contact.objects.visible_to(reader).to_follow()
    return {
        "into": merger.into,
        "seal": merger.seal,
        "people": [coming_words(one) for one in merger.people],
        "duties": [
            (Duty(one.assignment.duty).label, passing_words(one, merger.account.center))
            for one in merger.duties
        ],
        "conversations": conversation_words(sum(map(open_under, merger.family))),
        "addresses": [one.email for one in merger.invitations],
        "brings_agents": any(one.role == Role.AGENT for one in merger.people),
        "follow_ups": follow_ups.filter(account__in=merger.family).count(),
        "introduction": introduction_of(reader, merger.account),
        "formers": merger.formers,
    }


def coming_words(one: Coming) -> tuple[str, str]:
    """Return who comes along, and what they are from then on."""
    name, role = one.membership.user.name, Role(one.role).label
    if one.there is None:
        words = _("%(role)s, as before")
        if one.role == Role.AGENT:
            words = _("%(role)s, who sees what was given to them")
    elif one.is_new:
        words = _("%(role)s from then on; %(there)s there until now")
    else:
        words = _("%(role)s there already; that stays")
    there = Role(one.there.role).label.lower() if one.there else ""
    return name, words % {"role": role, "there": there}


def passing_words(one: Passing, center: Center) -> str:
    """Say who follows an official of the merged company."""
    official = one.assignment.official
    heir = one.heir.name if one.heir else ""
    values = {"name": official.name, "heir": heir, "center": center}
    if one.heir is None:
        return (
            _(
                "%(name)s ends, and nobody follows: what they hold waits in the queue "
                "of %(center)s. Assign somebody at the company that goes on first, if "
                "somebody is to follow."
            )
            % values
        )
    if one.heir == official:
        return _("%(name)s has this duty for both, and goes on.") % values
    return (
        _(
            "%(name)s ends; %(heir)s follows, and holds what is open after "
            "acknowledging it."
        )
        % values
    )


def conversation_words(count: int) -> str:
    return ngettext(
        "%(count)d conversation is open and goes on under its name.",
        "%(count)d conversations are open and go on under its name.",
        count,
    ) % {"count": count}
