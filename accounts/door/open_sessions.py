"""Where one is signed in, and ending that from elsewhere.

allauth notes each sign-in once, with address and browser; nothing is written while one
reads. When one was last there is what the session itself keeps for its idle limit.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.door.agents import browser_of
from accounts.http import PersonRequest, for_person
from accounts.sessions import SEEN, is_sealed, is_too_long


@dataclass(frozen=True)
class Place:
    """One sign-in that still holds.

    Attributes:
        here: whether it is the one in which the list is read.
    """

    pk: int
    browser: str
    address: str
    since: datetime
    seen_at: datetime
    here: bool


def places(request: PersonRequest) -> list[Place]:
    """Return where a person is signed in, this place first; two queries."""
    noted = {row.session_key: row for row in of_person(request)}
    held = Session.objects.filter(pk__in=noted, expire_date__gt=timezone.now())
    found = [
        place(noted[session.pk], session.get_decoded().get(SEEN), request)
        for session in held
        if is_sealed(session.get_decoded(), request.user)
        and not is_too_long(session.get_decoded())
    ]
    return sorted(found, key=lambda each: (not each.here, -each.seen_at.timestamp()))


def of_person(request: PersonRequest) -> list[UserSession]:
    return list(UserSession.objects.filter(user=request.user).order_by("pk"))


def place(row: UserSession, seen: float | None, request: PersonRequest) -> Place:
    return Place(
        pk=row.pk,
        browser=browser_of(row.user_agent),
        address=row.ip,
        since=row.created_at,
        seen_at=datetime.fromtimestamp(seen, UTC) if seen else row.created_at,
        here=row.session_key == request.session.session_key,
    )


@require_POST
@for_person
def end_session(request: PersonRequest, pk: int) -> HttpResponse:
    """End one sign-in; its next request is nobody's."""
    row = next((each for each in of_person(request) if each.pk == pk), None)
    if row is None:
        raise Http404(_("You are not signed in there any more."))
    if row.session_key == request.session.session_key:
        row.delete()
        logout(request)
        return redirect("account_login")
    end([row])
    return redirect("account_overview")


@require_POST
@for_person
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    """End every sign-in but this one."""
    end_others(request)
    return redirect("account_overview")


def end_others(request: PersonRequest) -> None:
    """End whatever else is signed in as the person who asks."""
    here = request.session.session_key
    end([row for row in of_person(request) if row.session_key != here])


def end(rows: list[UserSession]) -> None:
    Session.objects.filter(pk__in=[row.session_key for row in rows]).delete()
    UserSession.objects.filter(pk__in=[row.pk for row in rows]).delete()


def note(request: HttpRequest) -> None:
    """Note where somebody signed in past allauth, as the demo's people do."""
    UserSession.objects.create_from_request(request)


def forget_ended() -> None:
    """Drop the notes of sign-ins whose sessions are gone; the worker sees no others."""
    UserSession.objects.all().delete()
