"""Somebody lost every second factor: a colleague who may ends them, after a check."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from pytest_django import Settings

from accounts.actions import lost_factors
from accounts.actions.lost_factors import Checked
from accounts.models import Account, AccountEvent, User
from accounts.states import Proof, Role
from portal import rls
from tests.accounts.inviting import did
from tests.accounts.signing_in import forget, is_in, mailed, signed_in
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import MembershipFactory, member
from tests.pages import error_words, lands_on, words

SENT = {"how": "called", "why": "New phone"}
CHECKED = Checked(Proof.CALLED, "New phone")


def path(person: User) -> str:
    return f"/people/{person.ref}/factors/"


def with_factors(person: User) -> User:
    with as_owner():
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=person, type=kind, data={})
    return person


def factors(person: User) -> int:
    with as_owner():
        return int(Authenticator.objects.filter(user=person).count())


def ended(person: User, *, by: User) -> Any:
    return did(lost_factors.end_lost, CHECKED, person=person, by=by)


# --- What happens ----------------------------------------------------------------


def test_an_officer_ends_them_and_all_sessions_and_it_stands_on_the_timeline(
    client: PortalClient, olga: User, kim: User, northwind: Account
) -> None:
    desks = [PortalClient(), PortalClient()]
    for desk in desks:
        signed_in(desk, kim.email)
    with_factors(kim)

    answer = client.sign_in(olga).post(path(kim), SENT)

    assert lands_on(answer) == "/people/"
    assert factors(kim) == 0
    assert not any(is_in(desk) for desk in desks)
    with as_owner():
        event = AccountEvent.objects.get(account=northwind, kind="factors_ended")
    assert event.by_id == olga.pk
    assert event.sentence == (
        "The lost second factors of Kim Vance were ended. "
        "I called them at a number that I knew before. New phone"
    )


def test_a_mail_tells_the_person_and_says_nothing_of_the_reason(
    client: PortalClient, olga: User, kim: User
) -> None:
    client.sign_in(olga).post(path(with_factors(kim)), SENT)

    ((address, text, _link),) = mailed()
    assert address == kim.email
    assert "ended your second factors" in text
    assert "New phone" not in text


def test_the_next_sign_in_asks_for_no_second_step_and_offers_a_factor(
    client: PortalClient, olga: User, kim: User
) -> None:
    ended(with_factors(kim), by=olga)

    assert lands_on(signed_in(client, kim.email)) == "/"
    assert "Make your sign-in safer" in words(client.page("/"))


def test_an_official_is_led_to_a_new_factor(
    client: PortalClient, petra: User, ivan: User, settings: Settings
) -> None:
    ended(with_factors(ivan), by=petra)
    settings.OFFICIALS_NEED_FACTOR = True

    assert lands_on(client.sign_in(ivan).get("/")) == "/sign-in/factor/"
    with as_owner():
        latest = ivan.history.order_by("-pk").first()
    assert latest is not None
    assert latest.history_user_id == petra.pk
    assert "lost second factors" in latest.history_change_reason


def test_nothing_is_ended_before_it_is_said_how_the_person_was_checked(
    client: PortalClient, olga: User, kim: User
) -> None:
    with_factors(kim)

    answer = client.sign_in(olga).post(path(kim), {"how": "", "why": ""})

    assert answer.status_code == 422
    assert "Say how you checked who they are; do it first." in error_words(answer)
    assert factors(kim) == 2


def test_it_takes_a_fresh_sign_in(client: PortalClient, olga: User, kim: User) -> None:
    with_factors(kim)
    client.sign_in(olga)
    forget(client)

    assert client.post(path(kim), SENT).status_code == 403
    assert factors(kim) == 2


def test_it_takes_a_strong_sign_in_where_one_is_asked_for(
    client: PortalClient, olga: User, kim: User, settings: Settings
) -> None:
    with_factors(kim)
    settings.OFFICIALS_NEED_FACTOR = True

    assert lands_on(client.sign_in(olga).post(path(kim), SENT)) == "/sign-in/factor/"
    assert factors(kim) == 2


def test_a_name_of_any_length_fits_the_line(olga: User, northwind: Account) -> None:
    long = with_factors(member("N" * 120, northwind, Role.VIEWER))
    checked = Checked(Proof.CALLED, "W" * 100)

    did(lost_factors.end_lost, checked, person=long, by=olga)

    with as_owner():
        assert AccountEvent.objects.filter(sentence__endswith="W" * 100).exists()


# --- Who may not -----------------------------------------------------------------


@pytest.mark.parametrize("who", ["carl", "ada", "nora", "iris", "zoe", "petra", "olga"])
def test_nobody_else_ends_them(
    request: pytest.FixtureRequest, northwind: Account, olga: User, who: str
) -> None:
    """Olga for herself; an agent, an auditor, another company, an admin beside her."""
    person = olga if who == "olga" else member("Pia", northwind, Role.CONTACT)
    with_factors(person)

    # Zoe does not even see whom she means.
    with pytest.raises((PermissionDenied, User.DoesNotExist)):
        ended(person, by=request.getfixturevalue(who))

    assert factors(person) == 2


@pytest.mark.parametrize("who", ["carl", "nora", "iris", "zoe", "olga"])
def test_the_database_refuses_them_too(
    request: pytest.FixtureRequest, northwind: Account, olga: User, who: str
) -> None:
    person = olga if who == "olga" else member("Pia", northwind, Role.CONTACT)
    by = request.getfixturevalue(who)

    with (
        rls.entered(by.pk),
        pytest.raises(ProgrammingError, match="not for this person"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT portal_end_factors(%s)", [person.pk])


def test_an_officer_does_not_end_those_that_open_another_company(
    olga: User, contoso: Account, northwind: Account, petra: User
) -> None:
    both = with_factors(member("Pia", northwind, Role.CONTACT))
    MembershipFactory(user=both, account=contoso, role=Role.CONTACT)

    with pytest.raises(PermissionDenied, match="or the program office"):
        ended(both, by=olga)

    ended(both, by=petra)
    with as_owner():
        told = AccountEvent.objects.filter(kind="factors_ended")
        assert {event.account for event in told} == {northwind, contoso}


def test_the_program_office_helps_a_companys_only_officer(
    olga: User, petra: User, northwind: Account
) -> None:
    ended(with_factors(olga), by=petra)
    assert factors(olga) == 0

    with_factors(olga)
    member("Otto", northwind, Role.OFFICER)
    with pytest.raises(PermissionDenied, match="has an officer who does this"):
        ended(olga, by=petra)


# --- Where one finds it ----------------------------------------------------------


def test_the_second_step_says_what_to_do(client: PortalClient, kim: User) -> None:
    answer = signed_in(client, with_factors(kim).email)
    page = client.page(lands_on(answer))

    (help_,) = page.cssselect("section[aria-labelledby=lost]")
    assert "An officer of your company" in words(help_)
    assert "program office" in words(help_)


def test_the_people_page_leads_there_for_others_than_oneself(
    client: PortalClient, olga: User, carl: User, ada: User
) -> None:
    page = client.sign_in(olga).page("/people/")

    links = {a.get("href") for a in page.cssselect("main a[href$='/factors/']")}
    assert links == {path(carl)}
    assert (
        not PortalClient()
        .sign_in(carl)
        .page("/people/")
        .cssselect("main a[href$='/factors/']")
    )
