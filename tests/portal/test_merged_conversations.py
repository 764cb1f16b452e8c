"""What was open at a merged company, and who answers it."""

from accounts.actions import handovers
from accounts.models import (
    Account,
    Assignment,
    Handover,
    Notice,
    User,
)
from accounts.states import Duty
from conversations import actions
from conversations.models import Conversation, Entry
from tests.accounts.inviting import (
    did,
)
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import (
    ContactFactory,
    official,
    opened,
    said,
)
from tests.pages import asking, error_words, filled, one, said_in, send, words
from tests.portal.merging import (
    merged,
    status,
)

# --- Conversations -------------------------------------------------------------------


def test_an_open_conversation_goes_on_and_says_where_it_began(
    petra: User,
    northwind: Account,
    contoso: Account,
    carl: User,
    ivan: User,
    zoe: User,
    question: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    page = PortalClient().sign_in(zoe).page(question.get_absolute_url())

    assert "It began with Northwind Traders" in words(one(page, ".portal-away"))
    assert "2 people of Contoso Outfitters" in words(page)
    answered = send(
        PortalClient().sign_in(zoe), question.get_absolute_url(), "#reply", text="We."
    )
    assert answered.status_code == 302
    with as_owner():
        assert Conversation.objects.get(pk=question.pk).account == northwind
        entry = Entry.objects.filter(conversation=question).latest("seq")
    assert entry.on_behalf_of == "Contoso Outfitters"


def test_the_staff_of_the_old_center_answers_and_everybody_is_told(
    petra: User,
    northwind: Account,
    contoso: Account,
    carl: User,
    ivan: User,
    question: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(ivan)
    page = client.page(question.get_absolute_url())
    assert "1 person of the company that goes on" in words(page)
    assert status(ivan, contoso) == 404

    said(question, by=ivan)

    with as_owner():
        told = Notice.objects.filter(recipient=carl, ref=question.ref)
        assert set(told.values_list("channel", flat=True)) == {"portal", "mail"}


def test_nothing_new_begins_under_the_old_name_and_no_word_is_lost(
    petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    client = PortalClient().sign_in(olga)
    typed = filled(one(client.page(asking(northwind)), "#write"))
    typed |= {"subject": "Lamps", "text": "Which number?"}
    merged(northwind, contoso, petra)
    refused = client.post(asking(northwind), typed)

    assert refused.status_code == 422
    assert "merged into Contoso Outfitters" in error_words(refused)[0]
    form = one(parsed(refused), "#write")
    assert filled(form)["text"] == "Which number?"
    assert client.post(form.get("action"), filled(form)).status_code == 302
    with as_owner():
        assert Conversation.objects.get(subject="Lamps").account == contoso


def test_what_was_begun_under_the_old_name_is_found_under_the_new(
    petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    client = PortalClient().sign_in(olga)
    form = one(client.page(asking(northwind)), "#write")
    begun = filled(form) | {"subject": "Lamps", "text": "Begun before"}
    client.post(form.get("data-portal-draft"), begun)
    merged(northwind, contoso, petra)

    went = client.get(asking(northwind))
    again = one(client.page(went["Location"]), "#write")
    assert filled(again)["text"] == "Begun before"
    client.post(again.get("action"), filled(again))
    assert filled(one(client.page(asking(contoso)), "#write"))["text"] == ""


def test_members_find_both_companies_conversations_in_one_list(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    ivan: User,
    question: Conversation,
    secret: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(olga)

    found = said_in(client.page("/conversations/"), ".portal-row__title")
    assert {line.removeprefix("Unread: ") for line in found} == {
        question.subject,
        secret.subject,
    }
    home = words(client.page("/"))
    assert question.subject in home
    assert "Northwind Traders" in home
    shown = client.page(contoso.get_absolute_url())
    assert question.subject in words(shown)


# --- Officials -----------------------------------------------------------------------


def test_who_has_the_duty_there_takes_the_conversations_up(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    nora: User,
    rosa: User,
) -> None:
    letter = opened(by=olga, account=northwind, topic="annual_letter")
    assert letter.holder == nora
    merged(northwind, contoso, petra)
    assert [status(nora, letter), status(rosa, letter)] == [200, 200]

    client = PortalClient().sign_in(rosa)
    assert "Northwind Traders" in words(client.page("/portfolio/handovers/"))
    client.post("/portfolio/handovers/acknowledge/", {"account": northwind.ref})

    with as_owner():
        letter.refresh_from_db()
        assert letter.holder == rosa
        assert not Assignment.objects.current().filter(account=northwind).exists()


def test_what_nobody_takes_up_waits_in_the_queue(
    petra: User, northwind: Account, contoso: Account, question: Conversation
) -> None:
    merged(northwind, contoso, petra)

    with as_owner():
        question.refresh_from_db()
        assert question.holder is None
        assert question.center == northwind.center
        assert not Handover.objects.exists()


def test_a_later_hand_over_takes_the_conversations_of_both_along(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    nora: User,
    rosa: User,
) -> None:
    letter = opened(by=olga, account=northwind, topic="annual_letter")
    merged(northwind, contoso, petra)
    heir = official("Max Heir", Duty.NAM, "Headquarters")
    change = handovers.Change(Duty.NAM, rosa, heir, "Retires")
    (handover,) = did(handovers.hand_over, change, accounts=[contoso], by=petra)
    did(actions.take_over, handover=handover, by=heir)

    with as_owner():
        letter.refresh_from_db()
        assert letter.holder == heir


def test_the_portfolio_lists_the_one_and_counts_for_both(
    petra: User,
    northwind: Account,
    contoso: Account,
    nora: User,
    rosa: User,
    question: Conversation,
    secret: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(rosa)

    page = client.page("/portfolio/")
    assert "Northwind Traders" not in words(page)
    (waiting,) = said_in(page, "tbody td[data-label='Waiting on us']")
    assert waiting.startswith("2 ")
    found = client.page("/portfolio/?words=northwind")
    assert "Contoso Outfitters" in words(one(found, "tbody"))


def test_the_brief_is_that_of_the_company_that_goes_on(
    petra: User,
    northwind: Account,
    contoso: Account,
    rosa: User,
    question: Conversation,
) -> None:
    ContactFactory(account=northwind, follow_up="Send the list.")
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(rosa)

    went = client.get(f"{northwind.get_absolute_url()}brief/")
    assert went["Location"] == f"{contoso.get_absolute_url()}brief/"
    brief = client.page(went["Location"])
    assert question.subject in words(brief)
    assert "Send the list." in words(brief)
    done = one(brief, ".portal-follow form").get("action")
    assert client.post(done, {}).status_code == 302
