"""What is known of a company: who changes what, from when, and why."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.actions import profile
from accounts.actions.profile import (
    Change,
    DoesNotFollow,
    NotYetTrue,
    ReasonMissing,
    SameAsBefore,
)
from accounts.facts import Moment, former, standing
from accounts.identifiers import NotAnImporterNumber
from accounts.models import Account, AccountEvent, Center, Fact, User
from accounts.states import NEXT_STATUS, FactName, ProgramStatus
from portal import rls
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import anew
from tests.pages import error_words, lands_on, said_in, send, terms, words

MARCH = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MAY = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
NAME = FactName.LEGAL_NAME


@pytest.fixture
def manager(nora: User) -> Iterator[User]:
    """Nora, in context."""
    with rls.entered(nora.pk):
        yield anew(nora)


def told(
    account: Account,
    by: User,
    value: str | list[str] | None,
    name: FactName = NAME,
    **given: object,
) -> Fact:
    change = Change(name=name, value=value, why="As the letter says.", **given)  # type: ignore[arg-type]
    return profile.change(change, account=account, by=by)


def path(account: Account, name: str) -> str:
    return f"{account.get_absolute_url()}facts/{name}/"


# --- Telling ---------------------------------------------------------------------


def test_a_change_is_kept_told_and_named(northwind: Account, manager: User) -> None:
    told(northwind, manager, "Northwind Lamps")

    company = Account.objects.get(pk=northwind.pk)
    event = AccountEvent.objects.get(account=northwind)
    past = company.history.latest()
    assert company.legal_name == "Northwind Lamps"
    assert event.sentence.startswith("Legal name changed on ")
    assert event.sentence.endswith(": As the letter says.")
    assert (past.history_user_id, past.history_change_reason) == (
        manager.pk,
        "As the letter says.",
    )


def test_a_change_dated_back_leaves_what_came_later(
    northwind: Account, manager: User
) -> None:
    told(northwind, manager, "Northwind Lamps", since=MAY)
    told(northwind, manager, "Northwind Lights", since=MARCH)

    assert Account.objects.get(pk=northwind.pk).legal_name == "Northwind Lamps"
    names = list(Fact.objects.filter(account=northwind, name=NAME))
    found = [
        standing(names, Moment(at, datetime.now(UTC)))[NAME].value
        for at in (MARCH - timedelta(days=1), MARCH, MAY)
    ]
    assert found == ["Northwind Traders", "Northwind Lights", "Northwind Lamps"]


def test_a_correction_holds_from_where_the_wrong_began(
    northwind: Account, manager: User
) -> None:
    told(northwind, manager, "Nordwind Lamps", since=MARCH)
    fact = told(northwind, manager, "Northwind Lamps", corrects=True)

    assert fact.since == MARCH
    assert Account.objects.get(pk=northwind.pk).legal_name == "Northwind Lamps"


def test_former_names_are_dated_and_a_corrected_one_is_none(
    northwind: Account, manager: User
) -> None:
    told(northwind, manager, "Nordwind Lamps", since=MARCH)
    told(northwind, manager, "Northwind Lamps", corrects=True)

    names = list(Fact.objects.filter(account=northwind, name=NAME))
    now = datetime.now(UTC)
    assert former(names, Moment(now, now)) == [("Northwind Traders", MARCH)]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"why": " "}, ReasonMissing),
        ({"since": datetime.now(UTC) + timedelta(days=1)}, NotYetTrue),
        ({"value": "Northwind Traders"}, SameAsBefore),
    ],
)
def test_what_is_not_told(
    northwind: Account,
    manager: User,
    given: dict[str, object],
    refusal: type[Exception],
) -> None:
    change = {"name": NAME, "value": "Northwind Lamps", "why": "Renamed."} | given

    with pytest.raises(refusal):
        profile.change(Change(**change), account=northwind, by=manager)  # type: ignore[arg-type]


def test_a_letter_cannot_come_before_the_company_joined(
    northwind: Account, manager: User
) -> None:
    before = (northwind.accepted_on - timedelta(days=1)).isoformat()

    with pytest.raises(ValidationError):
        told(northwind, manager, before, FactName.LETTER_ON)


def test_a_moved_company_is_seen_by_its_new_center(
    northwind: Account, manager: User, apparel: Center, theo: User, ivan: User
) -> None:
    told(northwind, manager, apparel.code, FactName.CENTER)

    with as_owner():
        assert Account.objects.get(pk=northwind.pk).center == apparel
    with rls.entered(theo.pk):
        assert Account.objects.visible_to(anew(theo)).filter(pk=northwind.pk).exists()


# --- Importer numbers and status ---------------------------------------------------


def test_importer_numbers_are_kept_tidy(northwind: Account, manager: User) -> None:
    told(northwind, manager, [" 12–3456789ab "], FactName.IMPORTER_NUMBERS)

    company = Account.objects.get(pk=northwind.pk)
    assert company.importer_numbers == ["12-3456789AB"]


def test_a_social_security_number_is_refused(northwind: Account, manager: User) -> None:
    with pytest.raises(NotAnImporterNumber, match="Social Security"):
        told(northwind, manager, ["123-45-6789"], FactName.IMPORTER_NUMBERS)


def test_every_status_has_what_may_follow() -> None:
    assert NEXT_STATUS.keys() == set(ProgramStatus)
    assert all(one not in after for one, after in NEXT_STATUS.items())


def test_a_status_follows_the_table(northwind: Account, manager: User) -> None:
    told(northwind, manager, "on_notice", FactName.STATUS)
    with pytest.raises(DoesNotFollow, match="does not follow on “On notice”"):
        told(northwind, manager, "pilot", FactName.STATUS)

    told(northwind, manager, "pilot", FactName.STATUS, corrects=True)
    assert Account.objects.get(pk=northwind.pk).status == "pilot"


# --- Who may -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "name", "may"),
    [
        ("nora", NAME, True),
        ("petra", NAME, True),
        ("olga", NAME, False),
        ("ivan", NAME, False),
        ("sam", FactName.STATUS, False),
        ("olga", FactName.DIVISIONS, True),
        ("carl", FactName.DIVISIONS, False),
        ("ada", FactName.ADDRESSES, False),
        ("nora", FactName.ADDRESSES, False),
    ],
)
def test_each_side_tells_its_own(
    person: str,
    name: FactName,
    may: bool,
    northwind: Account,
    request: pytest.FixtureRequest,
) -> None:
    user: User = request.getfixturevalue(person)
    value = ["Lamps"] if name in {FactName.DIVISIONS, FactName.ADDRESSES} else "active"
    with rls.entered(user.pk):
        by = anew(user)
        if may:
            assert told(northwind, by, value if value != "active" else "Lamps", name)
        else:
            with pytest.raises(PermissionDenied):
                told(northwind, by, value, name)


# --- The page ----------------------------------------------------------------------


def test_nora_changes_a_status_and_all_is_one_click_away(
    client: PortalClient, nora: User, olga: User, northwind: Account
) -> None:
    client.sign_in(nora)
    answer = send(
        client,
        path(northwind, "status"),
        "#fact",
        value="on_notice",
        how="changed",
        since="2026-05-04",
        why="The letter is late.",
    )
    assert lands_on(answer) == northwind.get_absolute_url()

    page = client.sign_in(olga).page(northwind.get_absolute_url())
    assert terms(page)["Program status"] == "On notice"
    (link,) = [a for a in page.cssselect("dt a") if words(a) == "Program status"]
    history = client.page(link.get("href"))
    newest = said_in(history, ".portal-timeline__event")[0]
    for part in ("since 4 May 2026", "On notice", "Nora Blake", "The letter is late."):
        assert part in newest


def test_a_refusal_keeps_what_was_typed(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    answer = send(
        client.sign_in(nora),
        path(northwind, "importer-numbers"),
        "#fact",
        value="123-45-6789",
        how="changed",
        why="",
    )

    assert answer.status_code == 422
    assert "Social Security" in error_words(answer)[0]
    assert "Say why" in error_words(answer)[1]
    assert "123-45-6789" in answer.content.decode()


def test_olga_names_the_divisions(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    client.sign_in(olga)
    send(
        client,
        path(northwind, "divisions"),
        "#fact",
        value="Lamps\n\nChairs\n",
        how="changed",
        why="As we are organized.",
    )

    page = client.page(northwind.get_absolute_url())
    assert terms(page)["Divisions"] == "Lamps Chairs"


def test_who_may_not_change_it_reads_why(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(path(northwind, "legal-name"))

    assert said_in(page, ".portal-why-not") == [
        "The company's account manager changes this, or the program office."
    ]
    assert page.cssselect("#fact") == []


def test_a_renamed_company_shows_its_former_name(
    client: PortalClient, nora: User, northwind: Account
) -> None:
    with rls.entered(nora.pk):
        told(northwind, anew(nora), "Northwind Lamps", since=MARCH)

    facts = terms(client.sign_in(nora).page(northwind.get_absolute_url()))
    assert facts["Former names"] == "Northwind Traders, until 2 Mar 2026"


def test_the_letter_moves_the_anniversary(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    client.sign_in(petra)
    letter = {"value": "2026-04-15", "how": "changed", "why": "Seen."}
    send(client, path(northwind, "letter-on"), "#fact", **letter)

    with as_owner():
        assert Account.objects.get(pk=northwind.pk).letter_on == date(2026, 4, 15)
