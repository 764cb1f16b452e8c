"""The officials of the program: their posts, who is invited, and who leaves one."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import people as screens
from accounts import permissions
from accounts.actions import invitations, posts
from accounts.door.freshness import freshly
from accounts.http import PersonRequest, for_person
from accounts.models import Assignment, Center, Posting, User
from accounts.people_forms import LeaveForm, OfficialForm, PostForm
from accounts.states import Duty
from portal.decisions import ALLOWED, Refused
from portal.http import posted

SHOWN = 100  # posts on the page; the rest is found by a name


@require_safe
@for_person
def officials(request: PersonRequest) -> HttpResponse:
    """List the posts and the invitations to posts."""
    permissions.may_administer(request.user).require()
    return officials_page(request)


@require_POST
@for_person
@freshly
def official_invite(request: PersonRequest) -> HttpResponse:
    permissions.may_administer(request.user).require()
    form = OfficialForm(request.POST, centers=centers())
    if not form.is_valid():
        return officials_page(request, sent=form)
    email, duty = form.cleaned_data["email"], form.cleaned_data["duty"]
    try:
        invitations.invite_official(
            email, duty=duty, office=office_of(form), by=request.user
        )
    except Refused as refused:
        form.add_error("center", str(refused))
        return officials_page(request, sent=form)
    words = _("The invitation is on its way to %(email)s.")
    messages.success(request, words % {"email": email})
    return redirect("officials")


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def post_begin(request: PersonRequest, ref: str) -> HttpResponse:
    """Show the posts that an official holds, and give them another one."""
    permissions.may_administer(request.user).require()
    current = Posting.objects.current().filter(official__ref=ref)
    held = list(current.select_related("official", "center").order_by("since", "pk"))
    if not held:
        raise Http404
    official = held[0].official
    form = PostForm(posted(request), centers=centers())
    if form.is_valid():
        duty, office = form.cleaned_data["duty"], office_of(form)
        try:
            posts.begin_post(
                official=official, duty=duty, office=office, by=request.user
            )
        except Refused as refused:
            form.add_error("duty", str(refused))
        else:
            words = _("%(name)s has the post from now on.")
            messages.success(request, words % {"name": official.name})
            return redirect("officials")
    context = {"form": form, "official": official, "postings": map(post_row, held)}
    status = 422 if form.errors else 200
    return render(request, "accounts/post_begin.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def post_end(request: PersonRequest, ref: str, duty: str) -> HttpResponse:
    """Show which companies an official looks after, and end their post in one act."""
    permissions.may_administer(request.user).require()
    current = Posting.objects.current().select_related("official", "center")
    posting = get_object_or_404(current, official__ref=ref, duty=duty)
    mine = Assignment.objects.current().filter(official=posting.official, duty=duty)
    count = mine.count()
    form = LeaveForm(posted(request), choices=successors(posting, needed=count > 0))
    if form.is_valid():
        successor = User.objects.filter(ref=form.cleaned_data["successor"]).first()
        try:
            posts.end_post(posting=posting, successor=successor, by=request.user)
        except Refused as refused:
            form.add_error("successor", str(refused))
        else:
            words = _("%(name)s has left this post.")
            messages.success(request, words % {"name": posting.official.name})
            return redirect("officials")
    context = {
        "form": form,
        "posting": posting,
        "duty_label": Duty(posting.duty).label,
        "companies": mine.select_related("account").order_by("account__legal_name")[
            :SHOWN
        ],
        "count": count,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/post_end.html", context, status=status)


def successors(posting: Posting, *, needed: bool) -> list[tuple[str, str]]:
    """Return who may take the companies over; nobody, where there are none."""
    others = Posting.objects.current().filter(duty=posting.duty)
    found = others.exclude(official=posting.official).select_related(
        "official", "center"
    )
    named = [
        (each.official.ref, f"{each.official.name}, {each.place}")
        for each in found.order_by("official__name", "pk")[:SHOWN]
    ]
    return named if needed else [("nobody", _("Nobody: there is nothing to hand on"))]


def office_of(form: PostForm) -> Center | str:
    """Return the Center that a form names, or the name of another office."""
    code = form.cleaned_data["center"]
    return Center.objects.get(code=code) if code else str(form.cleaned_data["office"])


def post_row(posting: Posting) -> dict[str, Any]:
    return {
        "ref": posting.official.ref,
        "name": posting.official.name,
        "duty": posting.duty,
        "duty_label": Duty(posting.duty).label,
        "place": posting.place,
        "since": posting.since,
        "signed_in": posting.official.latest_sign_in,
    }


def centers() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in Center.objects.open().order_by("code")]


def officials_page(
    request: PersonRequest, *, sent: OfficialForm | None = None
) -> HttpResponse:
    """Show the posts, with the form to invite or the one refused."""
    words = request.GET.get("q", "").strip()
    postings = Posting.objects.current().select_related("official", "center")
    if words:
        here = Q(center__name__icontains=words) | Q(office_name__icontains=words)
        postings = postings.filter(here | Q(official__name__icontains=words))
    context = {
        "q": words,
        "postings": [
            post_row(each) | {"is_you": each.official == request.user}
            for each in postings.order_by("official__name", "pk")[:SHOWN]
        ],
        "invitations": screens.invitation_rows(request.user, None, timezone.now()),
        "manages": ALLOWED,
        "form": sent or OfficialForm(centers=centers()),
    }
    status = 422 if sent else 200
    return render(request, "accounts/officials.html", context, status=status)
