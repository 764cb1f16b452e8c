"""The pages of people and companies."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import caught, demo, permissions, profile, reads, screens
from accounts.actions import profile as actions
from accounts.actions.profile import Change
from accounts.door import freshness, open_sessions
from accounts.fact_forms import FactForm, typed
from accounts.http import PersonRequest, choose, for_person
from accounts.models import Account, Fact, Notice, StaffRead, User
from accounts.states import FactName
from portal.decisions import Refused
from portal.http import posted, safe_path
from portal.paging import page_of

NOTICES = FACTS = READS = 25  # rows of a page


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


# --- What is known of a company ------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def fact(request: PersonRequest, ref: str, name: str) -> HttpResponse:
    """Show what was told of one fact, by whom, when and why; and let it be changed."""
    visible = Account.objects.visible_to(request.user)
    company = get_object_or_404(visible, ref=ref)
    reads.note(request, company)
    known = fact_named(name)
    told = Fact.objects.visible_to(request.user).filter(account=company, name=known)
    stands = told.in_force()
    may_tell = permissions.may_tell(request.user, company, known)
    initial = {"value": typed(stands.value) if stands else ""}
    form = FactForm(posted(request), name=known, initial=initial)
    if request.method == "POST":
        may_tell.require()
        if form.is_valid() and tell(form, company, known, request.user):
            messages.success(request, _("%(fact)s is changed.") % {"fact": known.label})
            return redirect(company)
    here = reverse("accounts:fact", args=[company.ref, name])
    before = request.GET.get("before", "")
    newest = told.select_related("by").latest_told_first()
    page = page_of(newest, before, moment="at", size=FACTS)
    context = {
        "account": company,
        "label": known.label,
        "rows": profile.told_rows(known, page.rows, stands),
        "form": form,
        "may_tell": may_tell,
        "older_path": f"{here}?before={page.cursor}" if page.cursor else "",
        "newer_path": here if before else "",
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/fact.html", context, status=status)


def fact_named(slug: str) -> FactName:
    """Return the fact that an address names."""
    name = slug.replace("-", "_")
    if name not in FactName.values:
        raise Http404
    return FactName(name)


def tell(form: FactForm, account: Account, name: FactName, by: User) -> bool:
    """Tell what the form says; whatever stands in the way is put on the form."""
    change = Change(
        name=name,
        value=form.value,
        why=form.cleaned_data["why"],
        since=form.since_moment,
        corrects=form.corrects,
    )
    try:
        actions.change(change, account=account, by=by)
    except (Refused, ValidationError) as refusal:
        form.add_error(None, words_of(refusal))
        return False
    return True


def words_of(refusal: Refused | ValidationError) -> list[str]:
    if isinstance(refusal, ValidationError):
        return list(refusal.messages)
    return [str(refusal)]


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


@require_safe
@for_person
def opened(request: PersonRequest, ref: str) -> HttpResponse:
    """Show who of the government opened a company's pages, and why they could."""
    visible = Account.objects.visible_to(request.user)
    company = get_object_or_404(visible, ref=ref)
    permissions.may_see_whole(request.user, company).require()
    reads.note(request, company)
    rows = StaffRead.objects.visible_to(request.user).filter(account=company)
    newest = rows.order_by("-opened_at", "-pk")
    here = reverse("accounts:opened", args=[company.ref])
    before = request.GET.get("before", "")
    page = page_of(newest, before, moment="opened_at", size=READS)
    context = {
        "account": company,
        "rows": [screens.read_row(row, request.user) for row in page.rows],
        "older_path": f"{here}?before={page.cursor}" if page.cursor else "",
        "newer_path": here if before else "",
    }
    return render(request, "accounts/opened.html", context)
