"""Put the person in context, and the company they act for on the request.

`PersonInContext` does the work of Django's AuthenticationMiddleware, whose check it
also passes: the user's row, too, is in sight only once the person is in context.
"""

from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth import SESSION_KEY, get_user, logout
from django.contrib.auth.middleware import (
    AuthenticationMiddleware,
    LoginRequiredMiddleware,
)
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils import timezone

from accounts.http import chosen_account
from accounts.models import User
from accounts.permissions import AUDITORS_READ
from accounts.sessions import SEEN, SINCE, is_led_to_factor, is_too_long
from portal import rls
from portal.http import GetResponse, is_poll, safe_path

SIGN_IN = "/sign-in/"
INVITED = "/sign-in/invited/"
WITHOUT_FACTOR = (SIGN_IN, "/help/", "/readyz")
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
READS_BY_POST = frozenset({"conversations:record"})  # a file to take along
WITHOUT_ROWS = frozenset({"/livez"})  # must answer when the database does not
SEEN_EVERY = 60  # seconds between two writes of the idle clock


class PersonInContext(AuthenticationMiddleware):
    """Opens the transaction of a request and tells PostgreSQL who is asking.

    Nothing of a request that ends in a server error stays: Django has turned the
    exception into a response already when it comes by here.
    """

    get_response: GetResponse

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in WITHOUT_ROWS:
            request.user = AnonymousUser()
            return self.get_response(request)
        with ExitStack() as stack:
            nested = connection.in_atomic_block
            stack.enter_context(transaction.atomic())
            if nested:  # as in tests, where a context outlives the savepoint
                stack.enter_context(rls.restored())
            enter(request)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def enter(request: HttpRequest) -> None:
    """Put whoever the session names in context, or open the door to sign in."""
    if is_too_long(request.session):
        logout(request)
    person = request.session.get(SESSION_KEY)
    sight = rls.enter(int(person)) if person else rls.NOBODY
    user = get_user(request) if person else AnonymousUser()
    request.user = user
    if isinstance(user, User):
        user.sight = sight
        if not is_poll(request):
            keep_clock(request)
    else:
        rls.leave()
        if request.path.startswith(SIGN_IN):
            rls.open_door()


def keep_clock(request: HttpRequest) -> None:
    """Move the idle limit on, with at most one write a minute."""
    now = timezone.now().timestamp()
    request.session.setdefault(SINCE, now)
    if now - request.session.get(SEEN, 0) > SEEN_EVERY:
        request.session[SEEN] = now


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the sign-in page, and their words with them.

    After a form that was sent one comes back to its page, since a form is not always
    sent to the address of its page. What somebody wrote goes with the redirect.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseRedirect:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        query = QueryDict(mutable=True)
        query["next"] = page_behind(request)
        writes = "text" in request.POST and not asks_in_part(request)
        if writes:
            query["sent_to"] = request.get_full_path()
        sign_in = resolve_url(self.get_login_url(view_func))
        path = f"{sign_in}?{query.urlencode(safe='/')}"
        return HttpResponseRedirect(path, preserve_request=writes)


def page_behind(request: HttpRequest) -> str:
    """Return the page of ours that a request comes from, or the first one."""
    parts = urlsplit(safe_path(request, request.headers.get("Referer", ""), "/"))
    path = urlunsplit(("", "", parts.path, parts.query, ""))
    return safe_path(request, path, "/") if path.startswith("/") else "/"


def asks_in_part(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which keeps the words on its page."""
    return is_poll(request) or "HX-Request" in request.headers


class FactorFirst:
    """Leads an official to a second factor before anything else is done or seen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        is_led = isinstance(user, User) and is_led_to_factor(
            request.session, user.sight
        )
        if is_led and not request.path.startswith(WITHOUT_FACTOR):
            return HttpResponseRedirect(resolve_url("factor"))
        return self.get_response(request)


class AuditorsRead:
    """Refuses an auditor whatever would change something, at the door of the house.

    Permissions, actions and row security refuse it too; this one is for what is built
    later and forgets them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or not user.sight.audits or match is None:
            return
        at_the_door = request.path.startswith(SIGN_IN)
        invited = request.path.startswith(INVITED)  # they take nothing else up
        is_own = (at_the_door and not invited) or match.view_name in READS_BY_POST
        if request.method not in READING and not is_own:
            raise PermissionDenied(str(AUDITORS_READ))


class ActingFor:
    """Puts the company that a member acts for on the request, and their time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        request.account = chosen_account(user, request.session)  # type: ignore[attr-defined]  # PersonRequest declares it
        with timezone.override(user.time_zone):
            return self.get_response(request)
