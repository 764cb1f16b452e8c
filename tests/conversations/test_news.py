"""What an open page asks for when something changed: it gets what a reload shows."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from accounts.models import User
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from tests.client import PortalClient, parsed
from tests.factories import anew, said
from tests.pages import Page, one, said_in, shape, words

HTMX = {"HX-Request": "true", "X-Portal-Poll": "1"}
PARTS = ("#entries", "#turn", "#facts", "#seen-by", "#people", "#reply", "#unread")
LISTS = ("#navigation", "#menu-navigation")


def news_path(conversation: Conversation, after: int) -> str:
    return f"{conversation.get_absolute_url()}news/?after={after}"


def news(client: PortalClient, conversation: Conversation, after: int) -> Any:
    return client.get(news_path(conversation, after), headers=HTMX)


def fragment(answer: Any) -> Page:
    assert answer.status_code == 200
    return html.fragment_fromstring(answer.content.decode(), create_parent=True)


def put_in_place(page: Page, answer: Any) -> Page:
    """Apply an answer whose parts are all out of band, as the page's script does."""
    for part in fragment(answer):
        how, place = part.attrib.pop("hx-swap-oob"), one(page, f"#{part.get('id')}")
        if how == "true":
            part.tail = place.tail
            place.getparent().replace(place, part)
        else:
            place.extend(part)
    return page


def read(conversation: Conversation, *, by: User, seq: int = 99) -> None:
    with rls.entered(by.pk):
        actions.mark_read(conversation=conversation, seq=seq, by=anew(by))


def close(conversation: Conversation, *, by: User) -> None:
    with rls.entered(by.pk):
        actions.close(conversation=conversation, reason=Reason.ANSWERED, by=anew(by))


# --- The thread ----------------------------------------------------------------------


def test_nothing_new_is_no_content(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    answer = news(client.sign_in(carl), question, after=2)

    assert (answer.status_code, answer.content) == (204, b"")


def test_a_stranger_finds_nothing(
    client: PortalClient, zoe: User, question: Conversation
) -> None:
    client.sign_in(zoe)

    assert news(client, question, after=0).status_code == 404
    assert news(client, question, after=99).status_code == 404


@pytest.mark.parametrize("reader", ["carl", "ivan", "olga", "nora"])
def test_what_comes_in_is_what_a_reload_shows(
    client: PortalClient,
    reader: str,
    ivan: User,
    carl: User,
    question: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    person = request.getfixturevalue(reader)
    read(question, by=person)
    path = question.get_absolute_url()
    page = client.sign_in(person).page(path)
    said(question, by=ivan, text="Heading **9405**.")
    said(question, by=carl, text="Thank you.")

    page = put_in_place(page, news(client, question, after=2))
    reloaded = client.page(path)
    for part in (*PARTS, *LISTS):
        assert shape(one(page, part)) == shape(one(reloaded, part)), part


def test_a_correction_is_noted_at_what_it_corrects(
    client: PortalClient, carl: User, olga: User, ivan: User, question: Conversation
) -> None:
    wrong = said(question, by=ivan, text="Heading 9504.")
    said(question, by=carl)
    path = question.get_absolute_url()
    page = client.sign_in(olga).page(path)
    with rls.entered(ivan.pk):
        actions.correct(entry=wrong, text="Heading 9405.", key=uuid4(), by=anew(ivan))

    page = put_in_place(page, news(client, question, after=4))
    assert said_in(page, "#entry-3 .portal-entry__note") == ["Corrected by entry 5"]
    assert shape(one(page, "#entries")) == shape(one(client.page(path), "#entries"))


def test_a_closed_thread_takes_its_reply_box_along(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    page = client.sign_in(carl).page(question.get_absolute_url())
    close(question, by=ivan)

    page = put_in_place(page, news(client, question, after=2))
    assert "closed" in words(one(page, "#reply"))
    assert words(one(page, "#turn")) == "Closed"


def test_only_what_the_page_does_not_show_comes(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan, text="First")
    said(question, by=ivan, text="Second")

    part = fragment(news(client.sign_in(carl), question, after=3))
    assert said_in(part, "#entries .portal-prose") == ["Second"]


def test_a_day_is_named_once(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)

    part = fragment(news(client.sign_in(carl), question, after=2))
    assert said_in(part, ".portal-day") == []


def test_the_line_above_what_is_new_comes_once(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)
    said(question, by=ivan)
    client.sign_in(carl)

    assert said_in(fragment(news(client, question, after=2)), "#new")
    assert not said_in(fragment(news(client, question, after=3)), "#new")


def test_it_is_marked_read_only_when_it_is_seen(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    said(question, by=ivan)
    client.sign_in(carl)
    form = one(fragment(news(client, question, after=2)), "#mark-read form")

    assert form.get("hx-trigger") == "seen"
    assert one(form, "[name=seq]").get("value") == "3"
    assert said_in(client.page("/help/"), "#unread .portal-unread__count") == ["1"]


@pytest.mark.parametrize(
    ("by", "times", "says"),
    [
        ("ivan", 1, "Ivan Reyes wrote at "),
        ("ivan", 3, "3 new entries, the latest by Ivan Reyes at "),
        ("carl", 1, ""),
    ],
)
def test_it_is_said_once_who_wrote_and_when(
    client: PortalClient,
    carl: User,
    question: Conversation,
    by: str,
    times: int,
    says: str,
    request: pytest.FixtureRequest,
) -> None:
    for _ in range(times):
        said(question, by=request.getfixturevalue(by))

    part = fragment(news(client.sign_in(carl), question, after=2))
    sentences = said_in(part, "#announcements")
    assert [sentence[: len(says)] for sentence in sentences] == ([says] if says else [])


def test_an_event_is_announced_in_its_own_words(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    close(question, by=ivan)

    part = fragment(news(client.sign_in(carl), question, after=2))
    assert said_in(part, "#announcements") == said_in(part, ".portal-event span")


def test_a_page_of_earlier_entries_asks_for_no_news(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path = question.get_absolute_url()
    client.sign_in(carl)

    assert one(client.page(path), "#entries").get("data-portal-news")
    earlier = client.page(f"{path}?before=2")
    assert one(earlier, "#entries").get("data-portal-news") is None


def queries(client: PortalClient, conversation: Conversation, after: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        news(client, conversation, after)
    return len(captured)


def test_it_costs_as_much_for_one_entry_as_for_nine(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    for _ in range(9):
        said(question, by=ivan)
    client.sign_in(carl).page("/help/")

    one_entry, nine, none = (queries(client, question, n) for n in (10, 2, 11))
    # Four of them put the context back, in tests only.
    assert one_entry == nine <= 16
    assert none <= 9


# --- The inbox and all other pages ---------------------------------------------------


def test_the_inbox_in_part_is_what_a_reload_shows(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    page = client.sign_in(carl).page("/conversations/")
    said(question, by=ivan)

    page = put_in_place(page, client.get("/conversations/", headers=HTMX))
    reloaded = client.page("/conversations/")
    assert said_in(page, ".portal-row--unread .portal-row__title")
    for part in ("#rows", "#unread", *LISTS):
        assert shape(one(page, part)) == shape(one(reloaded, part)), part


def test_the_counts_move_on_any_page(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    page = client.sign_in(carl).page("/help/")
    said(question, by=ivan)
    path = one(page, "#unread").get("data-portal-fresh")
    here = {**HTMX, "HX-Current-URL": "http://testserver/help/?q=1"}

    page = put_in_place(page, client.get(path, headers=here))
    assert said_in(page, ".portal-unread__count") == ["1"]
    for part in ("#unread", *LISTS):
        assert shape(one(page, part)) == shape(one(client.page("/help/"), part)), part


def test_an_admin_has_no_counts_to_move(client: PortalClient, petra: User) -> None:
    part = fragment(client.sign_in(petra).get("/conversations/unread/", headers=HTMX))

    assert part.cssselect("#navigation")
    assert not part.cssselect("#unread")


# --- The idle limit ------------------------------------------------------------------


def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    client.sign_in(carl).page("/help/")
    session = client.session
    session["seen"] -= 300
    session.save()
    before = list(Session.objects.values())

    for path in (news_path(question, 0), "/conversations/", "/conversations/unread/"):
        assert client.get(path, headers=HTMX).status_code == 200
    assert list(Session.objects.values()) == before
    client.page("/help/")
    assert list(Session.objects.values()) != before


def test_pages_of_nobody_ask_for_nothing(client: PortalClient, carl: User) -> None:
    body = "body[data-portal-live]"

    assert not parsed(client.get("/sign-in/")).cssselect(body)
    assert (
        one(client.sign_in(carl).page("/help/"), body).get("data-portal-poll") == "20"
    )
