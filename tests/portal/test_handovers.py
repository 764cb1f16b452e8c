"""The pages on which companies go to another official, and are taken up."""

from typing import Any

import pytest

from accounts.models import Account, Assignment, Handover, User
from accounts.states import Duty
from conversations.models import Conversation
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import AccountFactory, assigned, official, opened
from tests.pages import error_words, filled, lands_on, one, said_in, words

REASSIGN, HANDED = "/portfolio/reassign/", "/portfolio/handovers/"
LETTER = "membership"


@pytest.fixture
def iris(northwind: Account) -> User:
    """Iris, another account manager, who looks after nobody yet."""
    return official("Iris Wong", Duty.NAM, "Headquarters")


@pytest.fixture
def aurora(nora: User, northwind: Account) -> Account:
    """Another company of Nora's, which never said a word."""
    account = AccountFactory.create(legal_name="Aurora Lights", center=northwind.center)
    assigned(nora, account, Duty.NAM)
    return account


def of_nora(nora: User) -> str:
    return f"{REASSIGN}?official={nora.ref}&duty=NAM"


def hand_over(
    client: PortalClient, path: str, to: User, keep: tuple[str, ...] = (), **typed: str
) -> Any:
    form = filled(one(client.page(path), "form.portal-form"))
    values = {**form, "successor": to.ref, "why": "Nora moved.", **typed}
    return client.post(path, {**values, "keep": list(keep)})


def test_petra_looks_before_a_portfolio_goes_over(
    client: PortalClient, petra: User, nora: User, carl: User, aurora: Account,
    northwind: Account, iris: User,
) -> None:  # fmt: skip
    opened(by=carl, account=northwind, topic=LETTER)
    page = client.sign_in(petra).page(REASSIGN)
    assert "Nora Blake National account manager 2" in words(one(page, "tbody"))
    page = client.page(of_nora(nora))

    assert said_in(page, "tbody th") == ["Aurora Lights", "Northwind Traders"]
    assert said_in(page, "tbody .portal-table__number") == ["0", "1"]
    assert "1 open conversation moves when" in words(page)
    assert "Which number" not in words(page)


def test_it_goes_over_but_for_what_she_leaves(
    client: PortalClient, petra: User, nora: User, aurora: Account,
    northwind: Account, iris: User,
) -> None:  # fmt: skip
    client.sign_in(petra)
    answer = hand_over(client, of_nora(nora), iris, keep=(aurora.ref,))

    assert lands_on(answer) == REASSIGN
    with as_owner():
        current = Assignment.objects.current().filter(duty=Duty.NAM)
        found = dict(current.values_list("account_id", "official_id"))
    assert found == {northwind.pk: iris.pk, aurora.pk: nora.pk}


def test_what_nobody_looked_at_does_not_go_over(
    client: PortalClient, petra: User, nora: User, northwind: Account, iris: User
) -> None:
    path = of_nora(nora)
    client.sign_in(petra)
    seen = filled(one(client.page(path), "form.portal-form"))["seen"]
    later = AccountFactory.create(center=northwind.center)
    assigned(nora, later, Duty.NAM)
    answer = hand_over(client, path, iris, seen=seen)

    assert answer.status_code == 422
    assert "The companies changed meanwhile." in " ".join(error_words(answer))
    with as_owner():
        assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"why": ""}, "Say why they are handed over."),
        ({"why": "x" * 101}, "Shorten this to 100 characters"),
        ({"successor": ""}, "Choose who looks after them from now on."),
        ({"successor": "PE-0000-0000"}, "Choose one of these officials."),
    ],
)
def test_what_is_missing_is_said(
    typed: dict[str, str], error: str, client: PortalClient, petra: User, nora: User,
    iris: User,
) -> None:  # fmt: skip
    answer = hand_over(client.sign_in(petra), of_nora(nora), iris, (), **typed)

    assert answer.status_code == 422
    assert error in " ".join(error_words(answer))


def test_one_company_without_anybody_is_given_to_somebody(
    client: PortalClient, petra: User, contoso: Account, iris: User
) -> None:
    path = f"{REASSIGN}?account={contoso.ref}&duty=NAM"
    hand_over(client.sign_in(petra), path, iris)

    assert said_in(client.sign_in(iris).page(HANDED), "tbody th > a") == [
        "Brief: Contoso Outfitters"
    ]


def test_a_supervisor_sees_specialists_of_the_center_only(
    client: PortalClient, nora: User, ivan: User, northwind: Account, contoso: Account
) -> None:
    grace = official("Grace Whitfield", Duty.SUPERVISOR, northwind.center)
    page = client.sign_in(grace).page(REASSIGN)

    assert said_in(page, "tbody th") == ["Ivan Reyes"]
    elsewhere = f"{REASSIGN}?account={contoso.ref}&duty=IMPORT_SPECIALIST"
    assert client.get(elsewhere).status_code == 404
    not_hers = f"{REASSIGN}?account={northwind.ref}&duty=NAM"
    assert client.get(not_hers).status_code == 403


# --- Taking up -----------------------------------------------------------------------


@pytest.fixture
def handed(
    client: PortalClient, petra: User, nora: User, carl: User, aurora: Account,
    northwind: Account, iris: User,
) -> Conversation:  # fmt: skip
    """What Carl asked Nora, whose companies were handed to Iris."""
    asked = opened(by=carl, account=northwind, topic=LETTER)
    hand_over(client.sign_in(petra), of_nora(nora), iris)
    return asked


def test_the_portfolio_leads_to_it_and_what_waits_is_first(
    client: PortalClient, iris: User, handed: Conversation
) -> None:
    page = client.sign_in(iris).page("/portfolio/")
    link = one(page, f"a[href='{HANDED}']")
    assert words(link) == "2 companies were handed to you"
    page = client.page(HANDED)

    assert said_in(page, "tbody th > a") == [
        "Brief: Northwind Traders",
        "Brief: Aurora Lights",
    ]
    assert "Nora moved." in words(page)


def test_one_is_acknowledged_alone(
    client: PortalClient, iris: User, northwind: Account, handed: Conversation
) -> None:
    client.sign_in(iris)
    answer = client.post(f"{HANDED}acknowledge/", {"account": northwind.ref})

    assert lands_on(answer) == HANDED
    page = client.page(HANDED)
    assert "1 open conversation is with you now." in words(page)
    assert said_in(page, "tbody th > a") == ["Brief: Aurora Lights"]
    with as_owner():
        assert Conversation.objects.get(pk=handed.pk).holder_id == iris.pk


def test_all_shown_are_acknowledged_at_once_and_twice_is_harmless(
    client: PortalClient, iris: User, handed: Conversation
) -> None:
    page = client.sign_in(iris).page(HANDED)
    all_shown = page.cssselect("form[action$='acknowledge/']")[-1]
    refs = [field.value for field in all_shown.cssselect("[name=account]")]
    for _time in range(2):
        client.post(f"{HANDED}acknowledge/", {"account": refs})

    assert "Nothing waits for your word." in words(client.page(HANDED))
    with as_owner():
        assert Handover.objects.filter(acknowledged_by=iris).count() == 2


def test_nobody_acknowledges_what_was_handed_to_another(
    client: PortalClient, nora: User, northwind: Account, handed: Conversation
) -> None:
    client.sign_in(nora).post(f"{HANDED}acknowledge/", {"account": northwind.ref})

    with as_owner():
        assert not Handover.objects.exclude(acknowledged_at=None).exists()
        assert Conversation.objects.get(pk=handed.pk).holder_id == nora.pk


def test_members_read_the_new_name(
    client: PortalClient, carl: User, northwind: Account, handed: Conversation
) -> None:
    page = words(client.sign_in(carl).page(northwind.get_absolute_url()))

    assert "Iris Wong became national account manager" in page
    assert parsed(client.get("/")) is not None
