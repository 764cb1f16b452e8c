"""Using another address: asked for here, and confirmed by a link in a mail to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import sign_ins
from accounts.door.forms import AddressForm
from accounts.door.freshness import freshly
from accounts.door.limits import too_many
from accounts.http import PersonRequest, for_person
from accounts.keys import address_keys
from portal.http import posted

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
@for_person
@freshly
def address(request: PersonRequest) -> HttpResponse:
    """Take the address that a person wants to use from now on."""
    form = AddressForm(posted(request), user=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "account/address.html", {"form": form}, status=status)
    if refusal := too_many(request, "manage_email"):
        return refusal
    sign_ins.ask_for_address(email=form.cleaned_data["email"], by=request.user)
    return redirect("address")


@READ_OR_SEND
@for_person
def confirm_address(request: PersonRequest, key: str) -> HttpResponse:
    """Make an address the person's own, once its owner says so, who is the person."""
    page = "account/address_confirm.html"
    if request.method != "POST":
        good = address_keys.check_token(request.user, key)
        return render(request, page, {"good": good}, status=200 if good else 404)
    try:
        sign_ins.use_address(key=key, by=request.user)
    except sign_ins.NotAsked:
        return render(request, page, {"good": False}, status=404)
    messages.success(request, _("Your address is changed."))
    return redirect("account_overview")


@require_POST
@for_person
def keep_address(request: PersonRequest) -> HttpResponse:
    """Drop the address that waits to be confirmed."""
    sign_ins.keep_address(by=request.user)
    return redirect("account_overview")
