"""The companies of the program, as its admins keep them: found, enrolled, assigned."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions, reads
from accounts.actions import enrolling
from accounts.door.freshness import freshly
from accounts.enroll_form import EnrollForm
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Assignment, Center, User
from accounts.models.companies import AccountQuerySet
from accounts.program_forms import WhyForm
from accounts.states import Duty, ProgramStatus
from conversations import actions
from conversations.counts import open_counts
from portal import mergers
from portal.decisions import Refused
from portal.http import posted
from portal.portfolio.reassigning import ASSIGNABLE

SIZE = 50


@require_safe
@for_person
def companies(request: PersonRequest) -> HttpResponse:
    """List the companies by name, a page at a time."""
    permissions.may_list_companies(request.user).require()
    keeps = bool(permissions.may_administer(request.user))
    words = request.GET.get("q", "").strip()
    visible = Account.objects.visible_to(request.user)
    visible = visible.select_related("center", "merged_into")
    named = visible.named(words) if words else visible
    ordered = named.order_by("legal_name", "ref")
    found = list(behind(ordered, request.GET.get("after", ""))[: SIZE + 1])
    shown = found[:SIZE]
    context = {
        "q": words,
        "keeps": keeps,
        "rows": [
            row(account) | {"path": way(account, keeps=keeps)} for account in shown
        ],
        "next_path": path_after(shown[-1], words) if len(found) > SIZE else "",
        "first_path": path_of({"q": words}) if "after" in request.GET else "",
    }
    return render(request, "accounts/companies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def enroll(request: PersonRequest) -> HttpResponse:
    """Take a company into the program, and invite its first officer."""
    permissions.may_administer(request.user).require()
    form = EnrollForm(posted(request))
    if form.is_valid() and (account := taken_in(form, request.user)):
        words = _("%(name)s is enrolled; the invitation is on its way to %(email)s.")
        values = {"name": account.legal_name, "email": form.cleaned_data["officer"]}
        messages.success(request, words % values)
        return redirect("company", account.ref)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/enroll.html", {"form": form}, status=status)


def taken_in(form: EnrollForm, by: User) -> Account | None:
    """Take in the company that the form names, or put the refusal on the form."""
    try:
        return enrolling.take_in(
            form.profile,
            center=Center.objects.get(code=form.cleaned_data["center"]),
            officer=form.cleaned_data["officer"],
            by=by,
        )
    except Refused as refused:
        form.add_error("center", str(refused))
        return None


@require_safe
@for_person
def company(request: PersonRequest, ref: str) -> HttpResponse:
    """Show who looks after a company, and lead to giving it to somebody else."""
    permissions.may_administer(request.user).require()
    visible = Account.objects.visible_to(request.user).select_related("center")
    account = get_object_or_404(visible, ref=ref)
    reads.note(request, account)
    context = {
        "company": row(account),
        "may_change": permissions.goes_on(account),
        "went": mergers.went_into(account, request.user, None),
        "came": mergers.came_in(account, request.user, None),
        "account_path": account.get_absolute_url(),
        "people_path": f"{reverse('people')}?{urlencode({'account': ref})}",
        "duties": duty_rows(account),
    }
    return render(request, "accounts/company.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def assignment_end(request: PersonRequest, ref: str, duty: str) -> HttpResponse:
    """Show what an official holds for a company, and end that they look after it."""
    permissions.may_administer(request.user).require()
    current = Assignment.objects.current().filter(account__ref=ref, duty=duty)
    loaded = current.select_related("account__center", "official")
    assignment = get_object_or_404(loaded)
    form = WhyForm(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            actions.end_assignment(assignment=assignment, why=why, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = _("%(name)s looks after %(company)s no more.")
            messages.success(request, words % names_in(assignment))
            return redirect("company", ref)
    counts = open_counts(assignment.official_id, duty)
    context = {
        "form": form,
        "assignment": assignment,
        "duty_label": Duty(duty).label,
        "count": counts.get(assignment.account_id, 0),
        "hand_over_path": reassign_path(ref, duty),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/assignment_end.html", context, status=status)


def names_in(assignment: Assignment) -> dict[str, str]:
    return {
        "name": assignment.official.name,
        "company": assignment.account.legal_name,
    }


def behind(rows: AccountQuerySet, cursor: str) -> AccountQuerySet:
    """Keep what comes after a cursor, which is a name and a reference."""
    ref, _dot, name = cursor.partition(".")
    if not name:
        return rows
    return rows.filter(Q(legal_name__gt=name) | Q(legal_name=name, ref__gt=ref))


def path_after(last: Account, words: str) -> str:
    return path_of({"q": words, "after": f"{last.ref}.{last.legal_name}"})


def path_of(query: dict[str, str]) -> str:
    given = {name: value for name, value in query.items() if value}
    return f"{reverse('companies')}?{urlencode(given)}"


def way(account: Account, *, keeps: bool) -> str:
    """Return where a company of the list leads: to keep it, or to read of it."""
    if keeps:
        return reverse("company", args=[account.ref])
    return account.get_absolute_url()


def row(account: Account) -> dict[str, Any]:
    return {
        "ref": account.ref,
        "legal_name": account.legal_name,
        "center": account.center.name,
        "status": status_of(account),
    }


def status_of(account: Account) -> str:
    """Return how a company stands in the program, or into which one it was merged."""
    if account.merged_into:
        return _("Merged into %(name)s") % {"name": account.merged_into.legal_name}
    return str(ProgramStatus(account.status).label)


def duty_rows(account: Account) -> list[dict[str, Any]]:
    """Return who has each duty for a company, or nobody; one query."""
    current = Assignment.objects.current().filter(account=account)
    held = {each.duty: each for each in current.select_related("official")}
    return [
        {
            "label": Duty(duty).label,
            "held": held.get(duty),
            "path": reassign_path(account.ref, duty),
            "end_path": reverse("assignment_end", args=[account.ref, duty]),
        }
        for duty in ASSIGNABLE
    ]


def reassign_path(ref: str, duty: str) -> str:
    return f"{reverse('reassign')}?{urlencode({'account': ref, 'duty': duty})}"
