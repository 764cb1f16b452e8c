"""Calls and meetings of a company: read by both sides, noted by its officials."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import permissions, reads
from accounts.actions import contacts as actions
from accounts.contact_screens import contact_view
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Contact
from portal import brief
from portal.paging import page_of

CONTACTS = 25  # rows of a page


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def contacts(request: PersonRequest, ref: str) -> HttpResponse:
    """List the calls, visits and meetings of a company; a POST notes one more."""
    if request.method == "POST":
        return brief.log(request, ref)
    visible = Account.objects.visible_to(request.user)
    account = get_object_or_404(visible, ref=ref)
    permissions.may_see_whole(request.user, account).require()
    reads.note(request, account)
    known = Contact.objects.visible_to(request.user).filter(account=account)
    here = reverse("accounts:contacts", args=[ref])
    before = request.GET.get("before", "")
    page = page_of(
        known.with_notes().latest_first(), before, moment="held_at", size=CONTACTS
    )
    context = {
        "account": account,
        "contacts": [contact_view(contact) for contact in page.rows],
        "may_finish": bool(permissions.may_manage(request.user, account)),
        "older_path": f"{here}?before={page.cursor}" if page.cursor else "",
        "newer_path": here if before else "",
    }
    return render(request, "accounts/contacts.html", context)


@require_POST
@for_person
def follow_up_done(request: PersonRequest, ref: str, number: int) -> HttpResponse:
    """Note that what was to follow a contact is done."""
    visible = Contact.objects.visible_to(request.user).select_related("account")
    contact = get_object_or_404(visible, account__ref=ref, pk=number)
    actions.finish(contact=contact, by=request.user)
    messages.success(request, _("It is noted as done, for both sides."))
    return redirect("accounts:brief", ref=ref)
