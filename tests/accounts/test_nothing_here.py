"""Who signs in and sees nothing is told what to do, and learns of nobody."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account, JoinRequest, Notice, User
from accounts.states import NoticeState
from tests.accounts.inviting import ADDRESS, accept, invited, link, roles
from tests.accounts.test_notices import swept
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import UserFactory
from tests.pages import said_in


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody with a sign-in on which nothing hangs."""
    return UserFactory.create(name="Stan Moor")


def test_they_are_told_what_to_do(client: PortalClient, stranger: User) -> None:
    page = client.sign_in(stranger).page("/")

    assert said_in(page, "h1") == ["Nothing hangs on this sign-in"]
    assert said_in(page, "h2")[:2] == [
        "I was invited at another address",
        "I was not invited yet",
    ]


def test_an_invited_address_gets_its_link_and_the_sign_in_gets_the_access(
    client: PortalClient, stranger: User, olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    swept()

    client.sign_in(stranger).post("/people/claim/", {"address": ADDRESS.upper()})
    swept()

    assert [each.to for each in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert link(invitation) in mail.outbox[1].body
    assert "Stan" not in mail.outbox[1].body
    accept(client, invitation, knowing="on")
    assert "Stan Moor" in roles(northwind)


def test_an_address_that_nobody_invited_gets_nothing(
    client: PortalClient, stranger: User
) -> None:
    client.sign_in(stranger).post("/people/claim/", {"address": ADDRESS})
    swept()

    assert mail.outbox == []
    with as_owner():
        assert Notice.objects.get().state == NoticeState.DROPPED


def test_an_address_is_asked_about_once_a_day(
    client: PortalClient, stranger: User, olga: User, northwind: Account
) -> None:
    invited(olga, northwind)
    client.sign_in(stranger)
    for _again in range(3):
        client.post("/people/claim/", {"address": ADDRESS})
    swept()

    assert len(mail.outbox) == 2


def trace(
    client: PortalClient, path: str, sent: dict[str, str]
) -> tuple[list[str], str]:
    """Return the statements of a request, without values, and what it says."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.post(path, sent)
    shapes = [query["sql"].split(" ")[0] for query in captured.captured_queries]
    return shapes, answer["Location"]


def test_known_and_unknown_are_one_in_words_and_in_work(
    stranger: User, olga: User, northwind: Account
) -> None:
    """The same statements run and the same page comes; only then a mail may leave."""
    invited(olga, northwind)
    found = []
    for path, field, values in (
        ("/people/claim/", "address", (ADDRESS, "nobody@example.test")),
        ("/people/ask/", "company", (northwind.ref, "AC-0000-0000")),
    ):
        for value in values:
            client = PortalClient().sign_in(stranger)
            shapes, to = trace(client, path, {field: value})
            page = said_in(client.page(to), "main")
            found.append((path, shapes, page))
    claimed, unclaimed, asked, unasked = found
    assert claimed == unclaimed
    assert asked == unasked


def test_a_request_reaches_the_officers_of_the_named_company_only(
    client: PortalClient, stranger: User, olga: User, zoe: User, northwind: Account
) -> None:
    sent = {"company": f" {northwind.ref.lower()} "}
    client.sign_in(stranger).post("/people/ask/", sent)
    client.post("/people/ask/", sent)

    with as_owner():
        assert JoinRequest.objects.count() == 1
    for officer, sees in ((olga, True), (zoe, False)):
        page = PortalClient().sign_in(officer).page("/people/")
        assert ("Stan Moor" in said_in(page, ".portal-row__title")) is sees


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/people/claim/", {"address": "no"}), ("/people/ask/", {"company": "Northwind"})],
)
def test_what_cannot_be_read_is_refused(
    path: str, sent: dict[str, str], client: PortalClient, stranger: User
) -> None:
    assert client.sign_in(stranger).post(path, sent).status_code == 422
