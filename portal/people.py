"""The people of a company: who they are, who is invited, and who leaves."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import people as screens
from accounts import permissions, reads
from accounts.actions import invitations, joining, memberships
from accounts.door.freshness import freshly
from accounts.http import PersonRequest, acts_for_one
from accounts.models import Account, Invitation, JoinRequest, Membership, User
from accounts.people_forms import InviteForm, LeaveForm, RoleForm
from accounts.states import Role
from conversations.models import Conversation, ConversationQuerySet, Entry
from conversations.topics import GROUPS
from portal.decisions import Refused
from portal.http import posted

KINDS = [(group.key, group.label) for group in GROUPS]
NOBODY = "nobody"  # the key of the choice that names no successor
SHOWN = 20  # conversations of a leaver in the preview


@require_safe
@acts_for_one
def people(request: PersonRequest) -> HttpResponse:
    """Show who stands for a company, and who is invited."""
    account = company_of(request)
    reads.note(request, account)
    return people_page(request, account)


@require_POST
@acts_for_one
@freshly
def invite(request: PersonRequest) -> HttpResponse:
    account = company_of(request)
    permissions.may_manage_people(request.user, account).require()
    form = InviteForm(request.POST, kinds=KINDS)
    if form.is_valid():
        try:
            offer = invitations.Offer(**form.cleaned_data)
            invitations.invite(offer, account=account, by=request.user)
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            words = _("The invitation is on its way to %(email)s.")
            messages.success(request, words % {"email": offer.email})
            return back(account)
    return people_page(request, account, sent=form)


@require_POST
@acts_for_one
@freshly
def invite_again(request: PersonRequest, ref: str) -> HttpResponse:
    invitation = invitation_of(request, ref)
    try:
        invitations.send_again(invitation=invitation, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        words = _("A new link is on its way to %(email)s; the earlier one has ended.")
        messages.success(request, words % {"email": invitation.email})
    return back(invitation.account)


@require_POST
@acts_for_one
def invite_revoke(request: PersonRequest, ref: str) -> HttpResponse:
    invitation = invitation_of(request, ref)
    try:
        invitations.revoke(invitation=invitation, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        words = _("The invitation of %(email)s is taken back.")
        messages.success(request, words % {"email": invitation.email})
    return back(invitation.account)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for_one
@freshly
def invite_confirm(request: PersonRequest, ref: str) -> HttpResponse:
    """Show which access would return with an address, and let it return."""
    invitation = invitation_of(request, ref)
    invitations.may_invite_there(request.user, invitation).require()
    if request.method == "POST":
        try:
            joining.confirm(invitation=invitation, by=request.user)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            words = _("%(name)s has joined.")
            messages.success(request, words % {"name": invitation.name})
        return back(invitation.account)
    visible = Conversation.objects.visible_to(request.user)
    context = {
        "invitation": invitation,
        "formerly": screens.formerly(invitation),
        "conversations": visible.for_account(invitation.account, request.user).count(),
        "sees_all": invitation.role != Role.AGENT,
        "back_path": people_path(invitation.account),
    }
    return render(request, "accounts/confirm.html", context)


@require_POST
@acts_for_one
def request_decline(request: PersonRequest, number: int) -> HttpResponse:
    account = company_of(request)
    asked = JoinRequest.objects.waiting_at(account)
    found = get_object_or_404(asked, pk=number)
    memberships.decline(request=found, account=account, by=request.user)
    return back(account)


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for_one
@freshly
def role(request: PersonRequest, ref: str) -> HttpResponse:
    """Change the role of a person of a company, with the reason."""
    account = company_of(request)
    membership = membership_of(account, ref)
    permissions.may_manage_people(request.user, account).require()
    now = {"role": membership.role, "kinds": membership.kinds}
    form = RoleForm(posted(request), kinds=KINDS, initial=now)
    if form.is_valid():
        values = form.cleaned_data
        new = memberships.NewRole(values["role"], tuple(values["kinds"]), values["why"])
        try:
            memberships.change_role(new, membership=membership, by=request.user)
        except Refused as refused:
            form.add_error("role", str(refused))
        else:
            return back(account)
    context = {
        "form": form,
        "person": membership.user,
        "role_label": Role(membership.role).label,
        "back_path": people_path(account),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/role.html", context, status=status)


# --- Leaving -------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for_one
@freshly
def leave(request: PersonRequest, ref: str) -> HttpResponse:
    """Show what a leaver has in hand, and end their membership in one act."""
    account = company_of(request)
    membership = membership_of(account, ref)
    permissions.may_manage_people(request.user, account).require()
    nobody = (NOBODY, _("Nobody alone: all officers and contacts are told of its news"))
    choices = screens.successors(account, membership, timezone.now())
    form = LeaveForm(posted(request), choices=[*choices, nobody])
    if form.is_valid():
        successor = chosen(form.cleaned_data["successor"], account)
        try:
            memberships.leave(
                membership=membership, successor=successor, by=request.user
            )
        except Refused as refused:
            form.add_error("successor", str(refused))
        else:
            words = _("%(name)s has left; the officials who look after you are told.")
            messages.success(request, words % {"name": membership.user.name})
            return (
                redirect("home") if membership.user == request.user else (back(account))
            )
    in_hand = taken_part_in(request.user, account, membership.user)
    context = {
        "form": form,
        "person": membership.user,
        "account": account,
        "may_leave": permissions.may_be_left(account, membership),
        "in_hand": in_hand.order_by("turn_since", "pk")[:SHOWN],
        "in_hand_count": in_hand.count(),
        "back_path": people_path(account),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/leave.html", context, status=status)


def chosen(key: str, account: Account) -> memberships.Successor:
    """Return the successor behind a choice of the form."""
    if key == NOBODY:
        return memberships.NOBODY
    invited = Invitation.objects.filter(account=account, ref=key).first()
    return memberships.Successor(
        user=None if invited else User.objects.get(ref=key), invitation=invited
    )


def taken_part_in(user: User, account: Account, leaver: User) -> ConversationQuerySet:
    """Keep the open conversations in which a leaver spoke for the company."""
    visible = Conversation.objects.visible_to(user).for_account(account, user).open()
    family = user.sight.family(account.pk)
    spoke = Entry.objects.filter(author=leaver, account_id__in=family)
    return visible.filter(Q(pk__in=spoke.values("conversation")) | Q(opened_by=leaver))


# --- Loading -------------------------------------------------------------------------


def company_of(request: PersonRequest) -> Account:
    """Return the company in the address, or the one that a member acts for."""
    if "account" in request.GET:
        visible = Account.objects.visible_to(request.user)
        return get_object_or_404(visible, ref=request.GET["account"])
    if request.account is None:
        raise PermissionDenied(
            _("The people of a company are on its own page; open the company first.")
        )
    return request.account


def invitation_of(request: PersonRequest, ref: str) -> Invitation:
    visible = Invitation.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("account"), ref=ref)


def membership_of(account: Account, ref: str) -> Membership:
    """Return the current membership of a person, by their reference."""
    current = Membership.objects.current().filter(account=account, user__ref=ref)
    return get_object_or_404(current.select_related("user", "account"))


def people_path(account: Account | None) -> str:
    if account is None:
        return reverse("officials")
    return f"{reverse('people')}?account={account.ref}"


def back(account: Account | None) -> HttpResponse:
    return redirect(people_path(account))


def people_page(
    request: PersonRequest, account: Account, *, sent: InviteForm | None = None
) -> HttpResponse:
    """Show a company's people, with the form to invite or the one refused."""
    at: datetime = timezone.now()
    manages = permissions.may_manage_people(request.user, account)
    labels = dict(KINDS)
    context = {
        "account": account,
        "query": f"?account={account.ref}",
        "manages": manages,
        "of_program": request.user.sight.admin,
        "ends_factors": bool(manages) or request.user.sight.admin,
        "members": screens.member_rows(account, request.user, labels),
        "invitations": screens.invitation_rows(request.user, account, at),
        "asking": screens.requests_of(account) if manages else [],
        "form": (sent or InviteForm(kinds=KINDS)) if manages else None,
    }
    status = 422 if sent else 200
    return render(request, "accounts/people.html", context, status=status)
