"""How one signs in, on one page; and showing who one is once more."""

from dataclasses import asdict

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.door.freshness import prove
from accounts.door.keyring import Keyring
from accounts.door.open_sessions import places
from accounts.http import PersonRequest, for_person
from accounts.sessions import left
from portal.http import safe_path


@require_safe
@for_person
def overview(request: PersonRequest) -> HttpResponse:
    """Show by what a person signs in, and lead to where that is changed."""
    context = {
        "address": request.user.email,
        "new_address": request.user.new_email,
        "ring": Keyring(request.user),
        "places": places(request),
        "may_have_password": permissions.may_have_password(request.user),
    }
    return render(request, "account/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def until(request: PersonRequest) -> HttpResponse:
    """Say how long the session lasts; sending to here is being there."""
    return JsonResponse(asdict(left(request.session)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def again(request: PersonRequest) -> HttpResponse:
    """Ask who somebody is, although they are signed in, and lead back."""
    path = safe_path(request, request.GET.get("next", ""), "account_overview")
    return prove(request) or redirect(path)
