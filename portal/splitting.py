"""A part of a company becomes a company of its own, on a page of program admins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.actions import splitting
from accounts.door.freshness import freshly
from accounts.enroll_form import SplitForm
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Center, Membership, User
from accounts.states import Role
from portal.decisions import Refused
from portal.http import posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def company_split(request: PersonRequest, ref: str) -> HttpResponse:
    """Show what stays and who may come along, and split a company."""
    permissions.may_administer(request.user).require()
    visible = Account.objects.visible_to(request.user).select_related("center")
    account = get_object_or_404(visible, ref=ref)
    permissions.goes_on(account).require()
    form = SplitForm(
        posted(request),
        people=people_of(account),
        initial={"center": account.center.code, "status": account.status},
    )
    if form.is_valid() and (new := split(form, account, request.user)):
        words = _("%(new)s is a company of its own. Say who looks after it.")
        messages.success(request, words % {"new": new.legal_name})
        return redirect("company", new.ref)
    context = {"form": form, "company": account}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/company_split.html", context, status=status)


def split(form: SplitForm, account: Account, by: User) -> Account | None:
    """Split a company as the form says, or put the refusal on the form."""
    parting = splitting.Split(
        profile=form.profile,
        center=Center.objects.get(code=form.cleaned_data["center"]),
        people=form.cleaned_data["people"],
        why=form.cleaned_data["why"],
    )
    try:
        return splitting.split(parting, account=account, by=by)
    except Refused as refused:
        form.add_error("people", str(refused))
        return None


def people_of(account: Account) -> list[tuple[str, str]]:
    """Return who stands for a company and may sign in; one query."""
    current = Membership.objects.current().filter(account=account)
    here = current.filter(user__is_active=True).select_related("user")
    return [
        (one.user.ref, f"{one.user.name}, {Role(one.role).label}")
        for one in here.order_by("user__name", "pk")
    ]
