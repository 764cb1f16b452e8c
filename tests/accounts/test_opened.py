"""Members see which officials opened their company's pages, and why they could."""

from datetime import timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.utils import timezone

from accounts.actions import absences
from accounts.actions.absences import Away
from accounts.models import Account, StaffRead, User
from accounts.states import Duty
from portal import rls
from tests.accounts.inviting import did
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import HandoverFactory, StaffReadFactory, official
from tests.pages import words


def opened(account: Account, by: User) -> str:
    """Return what a member reads of those who opened their company's pages."""
    page = PortalClient().sign_in(by).page(f"{account.get_absolute_url()}opened/")
    return " ".join(words(one) for one in page.cssselect(".portal-timeline__event"))


def test_a_member_reads_who_opened_their_company_and_why(
    client: PortalClient, northwind: Account, carl: User, nora: User
) -> None:
    client.sign_in(nora).page(northwind.get_absolute_url())

    read = opened(northwind, carl)

    assert "Nora Blake" in read
    assert "National account manager" in read
    assert "Looks after the company" in read


def test_it_is_written_once_a_sign_in_whatever_is_opened(
    northwind: Account, nora: User
) -> None:
    for _ in range(2):
        client = PortalClient().sign_in(nora)
        for page in ("", "timeline/", "brief/", "facts/status/", "opened/"):
            client.page(f"{northwind.get_absolute_url()}{page}")
        client.page(f"/people/?account={northwind.ref}")

    with as_owner():
        assert StaffRead.objects.filter(account=northwind).count() == 2


PAGES = ("{0}", "{0}timeline/", "{0}brief/", "{0}facts/status/", "/people/?account={1}")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_company_counts(
    client: PortalClient, northwind: Account, nora: User, page: str
) -> None:
    client.sign_in(nora).page(page.format(northwind.get_absolute_url(), northwind.ref))

    with as_owner():
        assert StaffRead.objects.filter(account=northwind).exists()


def test_members_and_lists_write_nothing(
    client: PortalClient, northwind: Account, carl: User, nora: User
) -> None:
    client.sign_in(carl).page(northwind.get_absolute_url())
    client.sign_in(nora).page("/portfolio/")

    with as_owner():
        assert not StaffRead.objects.exists()


def test_each_reason_is_told_apart(
    northwind: Account,
    carl: User,
    nora: User,
    petra: User,
    ivan: User,
) -> None:
    rosa = official("Rosa Heir", Duty.NAM, "Headquarters")
    dora = official("Dora Past", Duty.NAM, "Headquarters")
    today = timezone.localdate()
    away = Away(nora, rosa, today, today + timedelta(days=9), "Kept to herself")
    did(absences.tell, away, by=nora)
    HandoverFactory.create(
        account=northwind,
        predecessor=dora,
        successor=nora,
        reads_until=timezone.now() + timedelta(days=9),
    )

    for reader in (rosa, dora, petra, ivan):
        PortalClient().sign_in(reader).page(northwind.get_absolute_url())

    with as_owner():
        found = StaffRead.objects.values_list("opened_by__name", "why")
        assert dict(found) == {
            "Rosa Heir": "stand_in",
            "Dora Past": "former",
            "Petra Novak": "program",
            "Ivan Reyes": "center",
        }


def test_an_agent_is_told_whom_to_ask(
    client: PortalClient, northwind: Account, ada: User
) -> None:
    client.sign_in(ada)
    client.post("/acting-for/", {"account": northwind.ref})

    answer = client.get(f"{northwind.get_absolute_url()}opened/")

    assert answer.status_code == 403
    assert "own people and its officials" in answer.content.decode()


def test_nobody_takes_a_line_back(northwind: Account, nora: User) -> None:
    read = StaffReadFactory.create(account=northwind, opened_by=nora)

    with rls.entered(nora.pk):
        for change in (
            lambda: StaffRead.objects.filter(pk=read.pk).delete(),
            lambda: StaffRead.objects.filter(pk=read.pk).update(place="Elsewhere"),
        ):
            with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
                change()


def test_older_ones_are_on_pages_of_their_own(northwind: Account, carl: User) -> None:
    for number in range(26):
        StaffReadFactory.create(account=northwind, place=f"Office {number:02}")
    client = PortalClient().sign_in(carl)
    here = f"{northwind.get_absolute_url()}opened/"

    first = client.page(here)
    (older,) = first.xpath("//a[contains(@href, 'before=')]/@href")

    assert len(first.cssselect(".portal-timeline__event")) == 25
    assert "Office 00" in words(client.page(older))
