"""Adding and removing second factors, and the codes for need."""

import json

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.door import keyring, pictures
from accounts.door.forms import AppForm, PasskeyForm
from accounts.door.freshness import freshly, record
from accounts.door.keyring import Factor, Keyring
from accounts.door.open_sessions import end_others
from accounts.http import PersonRequest, for_person
from accounts.sessions import LATER
from portal.http import posted

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_person
def factor(request: PersonRequest) -> HttpResponse:
    """Lead to one of the two second factors, and say why."""
    context = {"needed": keyring.needs_factor(request.user)}
    return render(request, "account/factor.html", context)


@require_POST
@for_person
def later(request: PersonRequest) -> HttpResponse:
    """Offer a second factor no more while this sign-in lasts."""
    request.session[LATER] = True
    return redirect("home")


@READ_OR_SEND
@for_person
@freshly
def add_app(request: PersonRequest) -> HttpResponse:
    """Show a secret for an app, and take a code that proves the app has it."""
    form = AppForm(posted(request), secret=get_totp_secret(request.method != "POST"))
    if request.method == "POST":
        forget = check_rate_limit(request.user, error_key="rate_limited")
    if form.is_valid():
        forget()
        row = keyring.add_app(request.user, form.secret)
        clear_totp_secret(request)
        return added(request, row.pk, row.type)
    address = get_adapter().build_totp_url(request.user, form.secret)
    context = {"form": form, "picture": pictures.square(address)}
    status = 422 if form.is_bound else 200
    return render(request, "account/app.html", context, status=status)


@READ_OR_SEND
@for_person
@freshly
def add_passkey(request: PersonRequest) -> HttpResponse:
    """Take a passkey that the browser made."""
    form = PasskeyForm(posted(request))
    if form.is_valid():
        credential = form.cleaned_data["credential"]
        row = keyring.add_passkey(request.user, form.cleaned_data["name"], credential)
        return added(request, row.pk, row.type)
    options = begin_registration(request.user, passwordless=True)
    context = {"form": form, "options": json.dumps(options)}
    status = 422 if form.is_bound else 200
    return render(request, "account/passkey.html", context, status=status)


def added(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """Count a new factor as shown, and go on to the codes or back."""
    record(request, "mfa", id=pk, type=kind)
    end_others(request)
    messages.success(request, _("The second factor is added, and a mail says so."))
    shows = Keyring(request.user).new_codes
    return redirect("recovery_codes" if shows else "account_overview")


@READ_OR_SEND
@for_person
@freshly
def remove_factor(request: PersonRequest, pk: int) -> HttpResponse:
    """Take away one of a person's second factors."""
    ring = Keyring(request.user)
    found = held(ring, pk)
    if request.method == "POST":
        keyring.remove(request.user, found)
        end_others(request)
        messages.success(request, _("The second factor is removed."))
        return redirect("account_overview")
    context = {"factor": found, "may_remove": ring.may_remove(found)}
    return render(request, "account/factor_remove.html", context)


def held(ring: Keyring, pk: int) -> Factor:
    for each in ring.factors:
        if each.pk == pk:
            return each
    raise Http404(_("You have no such second factor."))


@READ_OR_SEND
@for_person
@freshly
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """Show new codes until they are written down, and then how many are left."""
    if request.method == "POST":
        keyring.keep_codes(request.user)
        return redirect("account_overview")
    ring = Keyring(request.user)
    if ring.codes is None:
        raise Http404(_("There are no codes without a second factor."))
    context = {"codes": ring.new_codes, "left": ring.codes_left}
    return render(request, "account/recovery_codes.html", context)


@require_POST
@for_person
@freshly
def renew_codes(request: PersonRequest) -> HttpResponse:
    """Replace the codes for need."""
    if not keyring.has_factor(request.user):
        raise Http404(_("There are no codes without a second factor."))
    keyring.renew_codes(request.user)
    return redirect("recovery_codes")
