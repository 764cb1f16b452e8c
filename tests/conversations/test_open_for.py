"""Opening for somebody else: officials with a company, agents for theirs."""

from uuid import uuid4

from accounts.models import Account, User
from accounts.states import Side
from conversations.models import Conversation, Entry
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import opened
from tests.pages import asking, lands_on, said_in, send, terms, words

NEW = "/conversations/new/"
SAID = {"subject": "A lamp that speaks", "text": "Is it a lamp or a **speaker**?"}


def companies() -> list[Account]:
    """Return the companies of all conversations."""
    with as_owner():
        conversations = Conversation.objects.order_by("pk").select_related("account")
        return [conversation.account for conversation in conversations]


def test_ivan_chooses_among_the_companies_of_his_center(
    client: PortalClient, ivan: User, contoso: Account
) -> None:
    page = client.sign_in(ivan).page(NEW)

    assert said_in(page, ".portal-row__title") == ["Northwind Traders"]


def test_ivan_finds_a_company_by_name_or_reference(
    client: PortalClient, ivan: User, northwind: Account
) -> None:
    client.sign_in(ivan)
    for asked in ("northw", northwind.ref.lower()):
        page = client.page(f"{NEW}?q={asked}")
        assert said_in(page, ".portal-row__title") == ["Northwind Traders"]

    assert "No company that you look after has “zzz”" in words(
        client.page(f"{NEW}?q=zzz")
    )


def test_ivan_opens_one_with_a_company_which_is_then_on_turn(
    client: PortalClient, ivan: User, carl: User, northwind: Account
) -> None:
    path = asking(northwind)
    page = client.sign_in(ivan).page(path)
    response = send(client, path, "#write", **SAID)

    assert terms(page)["To"] == "Northwind Traders"
    page = client.sign_in(carl).page(lands_on(response))
    assert said_in(page, ".portal-lead .portal-tag") == ["Your turn"]
    assert "Ivan Reyes opened this conversation about: Tariff number." in words(page)


def test_who_opens_for_the_government_holds_it(
    ivan: User, nora: User, northwind: Account
) -> None:
    conversation = opened(by=nora, account=northwind)

    assert (conversation.holder, conversation.turn) == (nora, Side.COMPANY)


def test_ada_opens_for_the_company_she_acts_for_and_reads_it(
    client: PortalClient, ada: User, northwind: Account, ivan: User
) -> None:
    client.sign_in(ada).post("/acting-for/", {"account": northwind.ref})
    path = lands_on(send(client, asking(northwind), "#write", **SAID))

    assert "Is it a lamp or a speaker?" in words(client.page(path))
    assert companies() == [northwind]


def test_what_ada_writes_for_one_company_never_goes_to_the_other(
    client: PortalClient, ada: User, northwind: Account, contoso: Account
) -> None:
    client.sign_in(ada).post("/acting-for/", {"account": northwind.ref})
    topics = client.page(NEW, follow=True)
    path = next(href for href in topics.xpath("//@href") if "=classification" in href)
    client.post("/acting-for/", {"account": contoso.ref})  # in another tab
    response = client.post(path, {"key": str(uuid4()), **SAID})

    assert response.status_code == 302
    assert companies() == [northwind]


def test_a_government_opening_stands_under_the_official_and_their_office(
    ivan: User, northwind: Account
) -> None:
    conversation = opened(by=ivan, account=northwind)

    with as_owner():
        voices = Entry.objects.filter(conversation=conversation).values_list(
            "author", "role", "on_behalf_of"
        )
        assert set(voices) == {(ivan.pk, "Import specialist", "Center – Electronics")}
