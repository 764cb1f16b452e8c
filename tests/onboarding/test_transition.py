"""The admin's page of one company: the next step, the date, and what is refused."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Account, User
from onboarding.models import Transition
from onboarding.states import Stage
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import TransitionFactory
from tests.pages import error_words, filled, lands_on, one, said_in, terms, words

TODAY = "2026-11-24T17:00:00+00:00"


def path(account: Account, deed: str = "") -> str:
    return f"/onboarding/{account.ref}/{deed}"


def stands(transition: Transition) -> tuple[str, str]:
    with as_owner():
        now = Transition.objects.get(pk=transition.pk)
        return now.stage, now.stuck_because


@time_machine.travel(TODAY, tick=False)
def test_it_says_where_the_move_stands(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    TransitionFactory.create(account=northwind, stage=Stage.INVITED)

    page = client.sign_in(petra).page(path(northwind))
    assert words(one(page, ".portal-lead")) == "Invited. The company's page"
    assert terms(one(page, "aside dl")) == {
        "On or about": "29 Mar 2027",
        "Window": "15 Mar to 19 Apr 2027",
        "Planned from": "24 Nov 2026",
        "Last annual letter": "29 Mar 2026",
        "Center": "Center – Electronics",
    }


@pytest.mark.parametrize(
    ("stage", "stuck", "offered"),
    [
        (Stage.WAITING, "", ["On to “Invited”", "It is stuck"]),
        (
            Stage.BOOKED,
            "",
            ["On to “Introduction held”", "Back to “Invited”", "It is stuck"],
        ),
        (
            Stage.WAITING,
            "On holiday.",
            [
                "On to “Invited”",
                "It is not stuck any more",
                "It is stuck on something else",
            ],
        ),
        (Stage.ACTIVE, "", []),
    ],
)
def test_it_offers_what_may_follow(
    stage: Stage,
    stuck: str,
    offered: list[str],
    client: PortalClient,
    petra: User,
    northwind: Account,
) -> None:
    TransitionFactory.create(account=northwind, stage=stage, stuck_because=stuck)

    page = client.sign_in(petra).page(path(northwind))
    assert said_in(page, "main .usa-radio") == offered


def send(client: PortalClient, account: Account, **typed: str) -> Any:
    page = client.page(f"{path(account)}?stage=waiting")
    form = one(page, "[aria-labelledby=move] form")
    return client.post(form.get("action"), filled(form, **typed))


def test_stuck_and_going_on_again(
    client: PortalClient, petra: User, northwinds: Transition, northwind: Account
) -> None:
    client.sign_in(petra)

    answer = send(client, northwind, to="stuck", why="No contact is named.")
    assert lands_on(answer) == "/onboarding/?stage=waiting"
    assert stands(northwinds) == ("waiting", "No contact is named.")
    send(client, northwind, to="goes_on")
    assert stands(northwinds) == ("waiting", "")


def test_a_step_back_without_a_reason_says_what_is_missing(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    booked = TransitionFactory.create(account=northwind, stage=Stage.BOOKED)
    client.sign_in(petra)

    answer = send(client, northwind, to="invited")
    assert answer.status_code == 422
    assert error_words(answer) == ["Say why; the company reads it, too."]
    send(client, northwind, to="invited", why="The host was ill.")
    assert stands(booked)[0] == "invited"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose what happens."),
        ({"to": "active"}, "That step does not follow."),
        ({"to": "nonsense"}, "That step does not follow."),
        ({"to": "stuck", "why": "w" * 101}, "Shorten this to 100 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    sent: dict[str, str],
    says: str,
    client: PortalClient,
    petra: User,
    northwinds: Transition,
    northwind: Account,
) -> None:
    answer = client.sign_in(petra).post(path(northwind, "move/"), sent)

    assert answer.status_code == 422
    assert error_words(answer)[0].startswith(says)
    assert stands(northwinds) == ("waiting", "")


def test_who_presses_twice_reads_that_it_moved_already(
    client: PortalClient, petra: User, northwinds: Transition, northwind: Account
) -> None:
    client.sign_in(petra)
    for _time in range(2):
        answer = client.post(path(northwind, "move/"), {"to": "invited"})

    assert answer.status_code == 422
    assert "Somebody may have moved the company already" in words(parsed(answer))
    assert stands(northwinds)[0] == "invited"


@time_machine.travel(TODAY, tick=False)
def test_the_date_is_planned_anew_from_a_day(
    client: PortalClient, petra: User, northwinds: Transition, northwind: Account
) -> None:
    page = client.sign_in(petra).page(path(northwind))
    form = one(page, "[aria-labelledby=plan] form")
    assert form.fields["on"] == "2026-11-24"

    client.post(form.get("action"), filled(form, on="2027-03-30"))
    with as_owner():
        again = Transition.objects.get(pk=northwinds.pk)
    assert again.on_or_about == date(2028, 3, 29)


@time_machine.travel(TODAY, tick=False)
@pytest.mark.parametrize(
    ("on", "says"),
    [
        ("", "Choose a day."),
        ("soon", "Write the day like 2027-05-14."),
        ("2026-11-23", "Choose today or a later day."),
        ("9999-12-31", "Choose a day within the next five years."),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(
    on: str, says: str, client: PortalClient, petra: User, northwind: Account
) -> None:
    answer = client.sign_in(petra).post(path(northwind, "plan/"), {"on": on})

    assert answer.status_code == 422
    assert error_words(answer) == [says]


def test_a_company_without_a_date_has_only_that_to_do(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    page = client.sign_in(petra).page(path(northwind))

    assert said_in(page, "main section h2") == ["The date"]
    assert "No introduction is planned yet." in words(one(page, ".portal-lead"))
    assert client.post(path(northwind, "move/"), {"to": "invited"}).status_code == 404


def test_once_held_the_page_says_that_the_date_stands(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    TransitionFactory.create(account=northwind, stage=Stage.MET)

    page = client.sign_in(petra).page(path(northwind))
    assert "its date stands" in words(one(page, "[aria-labelledby=plan]"))
    today = timezone.localdate().isoformat()
    assert client.post(path(northwind, "plan/"), {"on": today}).status_code == 403


@pytest.mark.parametrize("deed", ["", "move/", "plan/"])
def test_another_reference_is_not_found(
    deed: str, client: PortalClient, petra: User
) -> None:
    client.sign_in(petra)
    address = f"/onboarding/AC-0000-0000/{deed}"

    answer = client.post(address) if deed else client.get(address)
    assert answer.status_code == 404
