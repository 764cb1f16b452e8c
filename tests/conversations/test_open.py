"""Opening a conversation: whom it goes to, what lands, and who may not."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, User
from conversations.models import Conversation
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import opened
from tests.pages import asking, lands_on, one, said_in, send, terms, words

NEW = "/conversations/new/"
SAID = {"subject": "A lamp that speaks", "text": "Is it a lamp or a **speaker**?"}


def all_conversations() -> list[Conversation]:
    with as_owner():
        return list(Conversation.objects.order_by("pk").select_related("account"))


def test_carl_chooses_a_subject_in_plain_words(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(NEW, follow=True)

    assert "Goods and their duties" in said_in(page, "h2")
    assert "Which tariff number fits our product?" in words(page)
    assert f"{NEW}?account={northwind.ref}&topic=classification" in page.xpath(
        "//@href"
    )


def test_the_page_names_who_will_receive_it_and_why(
    client: PortalClient, carl: User, ivan: User, nora: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(asking(northwind))

    assert terms(page)["To"] == ("Ivan Reyes, Import specialist")
    assert terms(page)["Because"] == (
        "Ivan Reyes is assigned to Northwind Traders for matters like this. "
        "Nora Blake, the account manager, reads along."
    )


@pytest.mark.parametrize(
    ("topic", "receives"),
    [
        ("valuation", "Ivan Reyes, Import specialist"),
        ("protest", "Ivan Reyes, Import specialist"),
        ("detention", "Ivan Reyes, Import specialist"),
        ("annual_letter", "Nora Blake, National account manager"),
        ("portal_help", "Nora Blake, National account manager"),
        ("security_criteria", "Sam Ortiz, Supply chain security specialist"),
    ],
)
def test_the_topic_decides_who_receives_it(
    topic: str,
    receives: str,
    client: PortalClient,
    carl: User,
    ivan: User,
    nora: User,
    sam: User,
    northwind: Account,
) -> None:
    page = client.sign_in(carl).page(asking(northwind, topic))

    assert terms(page)["To"] == receives


def test_the_account_manager_does_not_read_along_with_themselves(
    client: PortalClient, carl: User, nora: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(asking(northwind, "annual_letter"))

    assert terms(page)["Because"] == (
        "Nora Blake is assigned to Northwind Traders for matters like this."
    )


def test_without_an_assigned_official_it_goes_to_the_queue(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(asking(northwind))

    assert terms(page)["To"] == ("The queue of Center – Electronics")
    assert "Nobody is assigned to Northwind Traders" in words(page)


def test_the_page_counts_who_will_read_it(
    client: PortalClient,
    carl: User,
    olga: User,
    ivan: User,
    ada: User,
    northwind: Account,
) -> None:
    page = client.sign_in(carl).page(asking(northwind))

    assert terms(page)["Seen by"] == (
        "2 people of Northwind Traders; Ivan Reyes and the staff of "
        "Center – Electronics. Auditors of the program may read it. No other company."
    )


def test_a_topic_with_a_legal_channel_says_so_before_and_after(
    client: PortalClient, carl: User, ivan: User, northwind: Account
) -> None:
    path = asking(northwind, "protest")
    notice = "A message here is not a protest. File CBP Form 19"

    before = client.sign_in(carl).page(path)
    after = client.page(lands_on(send(client, path, "#write", **SAID)))

    assert notice in words(one(before, ".usa-alert--warning"))
    assert notice in words(one(after, ".usa-alert--warning"))


def test_a_topic_without_a_channel_has_no_notice(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    page = client.sign_in(carl).page(asking(northwind))

    assert not page.cssselect(".usa-alert")


def test_both_sides_are_cautioned_each_in_their_own_words(
    client: PortalClient, carl: User, ivan: User, northwind: Account
) -> None:
    path = asking(northwind, "prior_disclosure")

    company = words(one(client.sign_in(carl).page(path), ".portal-caution"))
    official = words(one(client.sign_in(ivan).page(path), ".portal-caution"))

    assert "Ask your counsel first." in company
    assert "may end the company's chance" in official


def test_carl_asks_and_the_center_is_on_turn(
    client: PortalClient, carl: User, ivan: User, northwind: Account
) -> None:
    path = lands_on(send(client.sign_in(carl), asking(northwind), "#write", **SAID))

    assert said_in(client.page(path), ".portal-lead .portal-tag") == ["With the Center"]
    page = client.sign_in(ivan).page(path)
    assert said_in(page, ".portal-lead .portal-tag") == ["Your turn"]
    assert "Is it a lamp or a speaker?" in words(page)


def test_the_record_begins_with_who_opened_it_and_where_it_went(
    carl: User, northwind: Account, ivan: User, client: PortalClient
) -> None:
    conversation = opened(by=carl, account=northwind)

    page = client.sign_in(carl).page(conversation.get_absolute_url())
    assert "Carl Jensen opened this conversation about: Tariff number." in words(page)
    assert "It went to Ivan Reyes." in words(page)


def test_olga_may_open_too(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    response = send(client.sign_in(olga), asking(northwind), "#write", **SAID)

    assert client.get(lands_on(response)).status_code == 200


def test_lena_may_not_open_and_reads_why(
    client: PortalClient, lena: User, northwind: Account
) -> None:
    sent = {"key": str(uuid4()), **SAID}
    asked = client.sign_in(lena).get(asking(northwind))
    response = client.post(asking(northwind), sent)

    assert asked.status_code == response.status_code == 403
    assert "You may read here, not write." in words(parsed(response))
    assert all_conversations() == []


def test_petra_reads_no_conversation_and_opens_none(
    client: PortalClient, petra: User, northwind: Account
) -> None:
    path = asking(northwind)
    response = client.sign_in(petra).post(path, {"key": str(uuid4()), **SAID})

    assert response.status_code == 403
    assert "You do not write for this company or for its Center." in words(
        parsed(response)
    )


def test_theo_does_not_find_a_company_of_another_center(
    client: PortalClient, theo: User, northwind: Account
) -> None:
    path = asking(northwind)
    response = client.sign_in(theo).post(path, {"key": str(uuid4()), **SAID})

    assert response.status_code == 404
    assert all_conversations() == []


def test_zoe_does_not_find_another_company(
    client: PortalClient, zoe: User, northwind: Account
) -> None:
    path = asking(northwind)
    response = client.sign_in(zoe).post(path, {"key": str(uuid4()), **SAID})

    assert response.status_code == 404
    assert all_conversations() == []


def test_the_action_asks_too(
    zoe: User, lena: User, northwind: Account, petra: User
) -> None:
    for person in (zoe, lena, petra):
        with pytest.raises(PermissionDenied):
            opened(by=person, account=northwind)

    assert all_conversations() == []
