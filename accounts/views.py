"""The pages of people and companies."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import caught, demo, screens
from accounts.door import freshness, open_sessions
from accounts.http import PersonRequest, choose, for_person
from accounts.models import Notice
from portal.http import safe_path
from portal.paging import page_of

NOTICES = 25  # rows of a page


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def acting_for(request: PersonRequest) -> HttpResponse:
    """Let a person of several companies choose whom they act for."""
    memberships = request.user.current_memberships
    if request.method == "POST":
        ref = request.POST.get("account", "")
        chosen = [m.account for m in memberships if m.account.ref == ref]
        if not chosen:
            raise Http404(_("You do not stand for this company."))
        choose(request, chosen[0])
        return redirect(safe_path(request, request.GET.get("next", ""), "home"))
    choices = [
        screens.choice(m, current=m.account == request.account) for m in memberships
    ]
    return render(request, "accounts/acting_for.html", {"choices": choices})


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in, with the demo's people beside it where the demo runs."""

    http_method_names = ("get", "head", "post")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo.people() if settings.DEMO else []
        return {
            **super().get_context_data(**kwargs),
            "demo_people": people,
            "elsewhere": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        }


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people by one button; only where the demo runs."""
    if not settings.DEMO:
        raise Http404
    person = demo.person(request.POST.get("person", ""))
    if person is None:
        raise Http404(_("The demo has no such person."))
    login(request, person, backend="accounts.adapters.SignInBackend")
    freshness.record(request, "demo")
    open_sessions.note(request)
    return redirect(safe_path(request, request.POST.get("next", ""), "home"))


# --- Notices -------------------------------------------------------------------------


@require_safe
@for_person
def notices(request: PersonRequest) -> HttpResponse:
    """Show what a person was told, why, and whether they were mailed."""
    visible = Notice.objects.visible_to(request.user).in_portal(timezone.now())
    before = request.GET.get("before", "")
    page = page_of(
        visible.with_mail().newest_first(), before, moment="due_at", size=NOTICES
    )
    here = reverse("accounts:notices")
    context = {
        "rows": screens.notice_rows(page.rows),
        "older_path": f"{here}?before={page.cursor}" if page.cursor else "",
        "newer_path": here if before else "",
    }
    return render(request, "accounts/notices.html", context)


@require_safe
@login_not_required
def caught_mails(request: HttpRequest) -> HttpResponse:
    """List the mails that the demo sent; only where the demo runs."""
    if not settings.DEMO:
        raise Http404
    return render(request, "accounts/caught_mails.html", {"mails": caught.mails()})


@require_safe
@login_not_required
def caught_mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as its reader gets it; only where the demo runs."""
    mail = caught.caught(name) if settings.DEMO else None
    if mail is None:
        raise Http404
    return render(request, "accounts/caught_mail.html", {"mail": mail})
