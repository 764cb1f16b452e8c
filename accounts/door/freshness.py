"""Whether somebody has just shown who they are, and asking them to, if not.

Put `@freshly` on a view that changes roles, signs or exports. Whoever has not shown
who they are within `FRESH_FOR`, as strongly as they can, is asked first: a GET leads to
a page that leads back; a POST is answered by the same page, with all that was typed in
it, and goes on with the form as soon as the answer is right. Nothing of it is stored,
and files are not carried, so a form with files asks before it is filled in.
"""

import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.door import keyring
from accounts.door.limits import too_many
from accounts.door.proofs import AGAIN, ProofForm
from accounts.http import PersonRequest

Params = ParamSpec("Params")
STRONG = frozenset({"mfa", "demo", "socialaccount"})  # beside these a password is weak
View = Callable[Concatenate[PersonRequest, Params], HttpResponseBase]
# Never written into a page again: what proves, and what was typed as a new secret.
SECRETS = re.compile(rf"csrfmiddlewaretoken|{AGAIN}.*|password\d?|code|credential")


def is_fresh(request: PersonRequest) -> bool:
    """Whether the person has shown who they are a short while ago."""
    since = time.time() - settings.FRESH_FOR.total_seconds()
    records = get_authentication_records(request, request.user)
    methods = {record["method"] for record in records if record["at"] > since}
    if methods & STRONG or not methods:
        return bool(methods)
    return not keyring.has_factor(request.user)


def freshly(view: View[Params]) -> View[Params]:
    """Let a view begin only when the person has just shown who they are."""

    @wraps(view)
    def asked(
        request: PersonRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        if request.method != "POST":
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_reauthenticate')}?{query}")
        return prove(request) or view(request, *args, **kwargs)

    return asked


def prove(request: PersonRequest) -> HttpResponse | None:
    """Take what shows who somebody is, or return the page that asks for it."""
    sent = request.method == "POST" and AGAIN in request.POST
    if sent and (refusal := too_many(request, "reauthenticate")):
        return refusal
    form = ProofForm(request.POST if sent else None, user=request.user)
    if sent and form.is_valid():
        record(request, form.method)
        return None
    status = 403 if request.method == "POST" else 200
    context = {"form": form, "again": AGAIN, "words": words_in(request)}
    return render(request, "account/reauthenticate.html", context, status=status)


def record(request: HttpRequest, method: str, **also: Any) -> None:
    """Note in the session that somebody has just shown who they are."""
    record_authentication(request, request.user, method, reauthenticated=True, **also)


def words_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form was sent with, by name, to be sent again; but no secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not SECRETS.fullmatch(name)
    ]
