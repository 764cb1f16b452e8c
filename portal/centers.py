"""The Centers, as program admins keep them: added, renamed, closed."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import permissions
from accounts.actions import centers as keeping
from accounts.door.freshness import freshly
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Center, Posting
from accounts.models.companies import CenterQuerySet
from accounts.program_forms import CenterForm, RenameForm, WhyForm
from conversations import actions
from portal.decisions import Refused
from portal.http import posted


@require_safe
@for_person
def centers(request: PersonRequest) -> HttpResponse:
    """List the Centers, the closed ones last, with a form to add one."""
    permissions.may_administer(request.user).require()
    return centers_page(request, CenterForm())


@require_POST
@for_person
@freshly
def center_add(request: PersonRequest) -> HttpResponse:
    permissions.may_administer(request.user).require()
    form = CenterForm(request.POST)
    if form.is_valid():
        try:
            center = keeping.add(
                form.cleaned_data["code"], names_in(form), by=request.user
            )
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            words = _("%(center)s is on the list.") % {"center": center}
            messages.success(request, words)
            return redirect("center", center.code)
    return centers_page(request, form)


@require_safe
@for_person
def center(request: PersonRequest, code: str) -> HttpResponse:
    """Show who belongs to a Center and what it was called, with a form to rename it."""
    permissions.may_administer(request.user).require()
    found = get_object_or_404(counted(Center.objects.all()), code=code)
    now = {"name": found.name, "city": found.city}
    return center_page(request, found, RenameForm(initial=now))


@require_POST
@for_person
@freshly
def center_rename(request: PersonRequest, code: str) -> HttpResponse:
    permissions.may_administer(request.user).require()
    found = get_object_or_404(counted(Center.objects.open()), code=code)
    form = RenameForm(request.POST)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            keeping.rename(names_in(form), center=found, why=why, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The Center is called so from now on."))
            return redirect("center", code)
    return center_page(request, found, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def center_close(request: PersonRequest, code: str) -> HttpResponse:
    """Show what stands in the way of closing a Center, and close it."""
    permissions.may_administer(request.user).require()
    found = get_object_or_404(Center.objects.open(), code=code)
    form = WhyForm(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            actions.close_center(center=found, why=why, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = _("%(center)s is closed.") % {"center": found}
            messages.success(request, words)
            return redirect("centers")
    context = {"center": found, "form": form, "left": actions.what_is_left(found)}
    status = 422 if form.errors else 200
    return render(request, "accounts/center_close.html", context, status=status)


def names_in(form: CenterForm | RenameForm) -> keeping.Names:
    return keeping.Names(form.cleaned_data["name"], form.cleaned_data["city"])


def centers_page(request: PersonRequest, form: CenterForm) -> HttpResponse:
    """Show the list, with the form to add a Center or the one refused."""
    ordered = counted(Center.objects.all()).order_by(
        F("closed_at").asc(nulls_first=True), "code"
    )
    context = {"rows": [row(each) for each in ordered], "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/centers.html", context, status=status)


def center_page(
    request: PersonRequest, found: Center, form: RenameForm
) -> HttpResponse:
    """Show a Center, with the form to rename it or the one refused."""
    context = {"center": row(found), "form": form, "history": history_of(found)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/center.html", context, status=status)


def counted(rows: CenterQuerySet) -> CenterQuerySet:
    """Add how many `posts` are held at each Center and how many `companies` it has."""
    return rows.annotate(
        posts=number_at(Posting.objects.current()),
        companies=number_at(Account.objects.living()),
    )


def number_at(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows name a Center, counted apart from all others."""
    named = rows.filter(center=OuterRef("pk")).order_by().values("center")
    number = named.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def row(center: Center) -> dict[str, Any]:
    return {
        "code": center.code,
        "name": center.name,
        "city": center.city,
        "posts": center.posts,  # type: ignore[attr-defined]  # annotated
        "companies": center.companies,  # type: ignore[attr-defined]  # annotated
        "closed_at": center.closed_at,
        "path": reverse("center", args=[center.code]),
        "close_path": reverse("center_close", args=[center.code]),
    }


def history_of(center: Center) -> list[dict[str, Any]]:
    """Return what a Center was called and when, the latest first; one query."""
    told = Center.history.filter(code=center.code).select_related("history_user")
    return [
        {
            "name": each.name,
            "city": each.city,
            "at": each.history_date,
            "by": each.history_user.name if each.history_user else _("The portal"),
            "why": each.history_change_reason,
            "closed": each.closed_at is not None,
        }
        for each in told.order_by("-history_date", "-history_id")
    ]
