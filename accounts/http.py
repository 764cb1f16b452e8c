"""The request as views see it: who asks, and for which company."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from accounts.models import Account, User

Params = ParamSpec("Params")
WALK = "walk"  # in the address of a company's page: the portfolio that one walks
ACTING_FOR = "acting_for"  # the session's key for the chosen company's reference


class PersonRequest(HttpRequest):
    """A request after sign-in.

    Attributes:
        account: the company that a member acts for; None for officials, and while a
            person of several companies has not chosen.
    """

    user: User
    account: Account | None
    htmx: HtmxDetails


View = Callable[Concatenate[PersonRequest, Params], HttpResponseBase]


def acts_for_one(
    view: View[Params],
) -> Callable[Concatenate[HttpRequest, Params], HttpResponseBase]:
    """Send a person of several companies to choose one, before a list or a form."""

    @wraps(view)
    def chosen(
        request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponseBase:
        person_request = cast("PersonRequest", request)
        if person_request.account is None and person_request.user.current_memberships:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('accounts:acting_for')}?{query}")
        return view(person_request, *args, **kwargs)

    return chosen


def for_person(
    view: View[Params],
) -> Callable[Concatenate[HttpRequest, Params], HttpResponseBase]:
    """Give a view its request with types; the login middleware has let it through."""

    @wraps(view)
    def typed(
        request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs
    ) -> HttpResponseBase:
        return view(cast("PersonRequest", request), *args, **kwargs)

    return typed


def choose(request: PersonRequest, account: Account) -> None:
    """Act for a company from now on."""
    request.session[ACTING_FOR] = account.ref


def chosen_account(user: User, session: Any) -> Account | None:
    """Return the company a person acts for: the chosen one, or the only one."""
    accounts = [membership.account for membership in user.current_memberships]
    if len(accounts) == 1:
        return accounts[0]
    ref = session.get(ACTING_FOR)
    return next((account for account in accounts if account.ref == ref), None)
