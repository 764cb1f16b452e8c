"""What one types is kept until it is sent or discarded, and is nobody else's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from lxml import html
from pytest_django import Settings
from time_machine import Traveller

from accounts.models import Account, User
from accounts.sessions import SEEN
from conversations.models import Conversation, Draft, Entry
from portal.history import save_as
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import (
    PASSWORD,
    DraftFactory,
    MembershipFactory,
    UserFactory,
    opened,
    said,
)
from tests.pages import asking, filled, lands_on, one, shape, swapped, words

TYPED = "A first thought,\n  and a second one."
BY_SCRIPT = {"X-Portal-Poll": "1"}
HTMX = {"HX-Request": "true"}


def to_thread(question: Conversation) -> str:
    return question.get_absolute_url()


def place_of(page: str, client: PortalClient, form: str) -> tuple[str, dict[str, str]]:
    """Return where a form's draft is kept, and what the form would send."""
    element = one(client.page(page), form)
    return str(element.get("data-portal-draft")), filled(element)


def save(
    client: PortalClient, page: str, form: str = "#reply", **typed: str
) -> dict[str, str]:
    """Type something, let the page save it, and return what the form holds."""
    path, fields = place_of(page, client, form)
    sent = fields | {"text": TYPED, **typed}
    answer = client.post(path, sent, headers=BY_SCRIPT)
    assert answer.status_code == 200
    return sent


def typed_in(client: PortalClient, page: str, form: str = "#reply") -> str:
    """Return what a form is filled with when its page is opened."""
    return filled(one(client.page(page), form))["text"]


def state(client: PortalClient, page: str) -> str:
    return words(one(client.page(page), ".portal-draft__state"))


def drafts(**where: Any) -> list[str]:
    with as_owner():
        return [*Draft.objects.filter(**where).values_list("text", flat=True)]


# --- Saved and found again -----------------------------------------------------------


def test_an_answer_is_there_again_on_any_device(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    save(client.sign_in(carl), to_thread(question))
    elsewhere = PortalClient().sign_in(carl)

    assert typed_in(client, to_thread(question)) == TYPED
    assert typed_in(elsewhere, to_thread(question)) == TYPED


def test_a_new_conversation_is_there_again_with_its_subject(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    page = asking(northwind)
    save(client.sign_in(carl), page, "#write", subject="Lamps")
    form = filled(one(client.page(page), "#write"))

    assert (form["subject"], form["text"]) == ("Lamps", TYPED)
    assert typed_in(client, asking(northwind, "origin"), "#write") == ""


def test_a_correction_is_there_again_beside_the_answer(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    page = f"{to_thread(question)}entries/2/correct/"
    original = typed_in(client.sign_in(carl), page, "#correct")
    save(client, page, "#correct", text="Put right")
    save(client, to_thread(question), text="An answer")

    assert original == "A lamp with a **speaker** in its foot."
    assert typed_in(client, page, "#correct") == "Put right"
    assert typed_in(client, to_thread(question)) == "An answer"


def test_what_is_saved_last_counts(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    for text in ("One", "One and two", "Two"):
        save(client.sign_in(carl), to_thread(question), text=text)

    assert typed_in(client, to_thread(question)) == "Two"
    assert len(drafts(conversation=question)) == 1


@pytest.mark.parametrize(
    "text",
    ["\n\n  begins late", "ends \n\n", "é 李 \u202e", "a" * 99_999, "<b>&amp;</b>"],
    ids=["blanks before", "blanks behind", "other scripts", "too long", "markup"],
)
def test_every_sign_is_kept_as_it_was_typed(
    text: str, client: PortalClient, carl: User, question: Conversation
) -> None:
    save(client.sign_in(carl), to_thread(question), text=text.replace("\n", "\r\n"))

    assert typed_in(client, to_thread(question)) == text


def test_nothing_left_in_the_field_is_nothing_kept(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    save(client.sign_in(carl), to_thread(question))
    save(client, to_thread(question), text="")

    assert typed_in(client, to_thread(question)) == ""
    assert state(client, to_thread(question)) == ""


def test_a_draft_may_be_kept_where_the_conversation_was_closed(
    client: PortalClient, carl: User, olga: User, question: Conversation
) -> None:
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    PortalClient().sign_in(olga).post(
        f"{to_thread(question)}close/", {"reason": "answered"}
    )
    answer = client.post(path, fields | {"text": TYPED}, headers=BY_SCRIPT)

    assert answer.status_code == 200
    assert drafts(conversation=question) == [TYPED]


# --- What the page says --------------------------------------------------------------


def test_the_answer_says_when_it_was_saved_in_the_readers_zone(
    client: PortalClient, carl: User, question: Conversation, time_machine: Traveller
) -> None:
    time_machine.move_to(datetime(2027, 3, 2, 15, 42, tzinfo=UTC))
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    answer = client.post(path, fields | {"text": TYPED}, headers=BY_SCRIPT)
    region = one(parsed(answer), "#draft [role=status]")

    assert words(region) == "Saved 10:42 EST"
    assert state(client, to_thread(question)) == "Saved 10:42 EST"


def test_another_day_is_named(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    DraftFactory(
        user=carl,
        conversation=question,
        saved_at=datetime(2026, 3, 2, 15, 42, tzinfo=UTC),
    )

    assert state(client.sign_in(carl), to_thread(question)) == (
        "Saved 2 Mar 2026, 10:42 EST"
    )


def test_the_answer_is_what_a_reload_shows(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    page = client.sign_in(carl).page(to_thread(question))
    path, fields = place_of(to_thread(question), client, "#reply")
    answer = client.post(path, fields | {"text": TYPED}, headers=BY_SCRIPT)
    swapped(page, answer, "#draft")

    reloaded = client.page(to_thread(question))
    assert shape(one(page, "#draft")) == shape(one(reloaded, "#draft"))


def test_there_is_something_to_discard_only_when_there_is(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    before = client.sign_in(carl).page(to_thread(question))
    save(client, to_thread(question))
    after = client.page(to_thread(question))

    assert one(before, "[data-portal-discard]").get("hidden") is not None
    assert one(after, "[data-portal-discard]").get("hidden") is None


def test_sending_is_what_enter_does(
    client: PortalClient, carl: User, northwind: Account
) -> None:
    form = one(client.sign_in(carl).page(asking(northwind)), "#write")
    first = form.cssselect("button, input[type=submit]")[0]

    assert words(first) == "Send and hand the turn to the Center"
    assert first.get("formaction") is None


# --- Sent, discarded -----------------------------------------------------------------


def test_a_draft_is_gone_when_its_answer_is_sent(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    sent = save(client.sign_in(carl), to_thread(question))
    client.post(f"{to_thread(question)}reply/", sent)

    assert typed_in(client, to_thread(question)) == ""
    assert drafts(conversation=question) == [""]


def test_also_of_a_new_conversation_and_of_a_correction(
    client: PortalClient, carl: User, northwind: Account, question: Conversation
) -> None:
    correcting = f"{to_thread(question)}entries/2/correct/"
    for page, form in ((asking(northwind), "#write"), (correcting, "#correct")):
        subject = {"subject": "Lamps"} if form == "#write" else {}
        sent = save(client.sign_in(carl), page, form, **subject)
        assert client.post(page, sent).status_code == 302

        assert typed_in(client, page, form) != TYPED
    assert not any(drafts())


def test_only_that_place_is_cleared(
    client: PortalClient, carl: User, northwind: Account, question: Conversation
) -> None:
    other = opened(by=carl, account=northwind)
    save(client.sign_in(carl), to_thread(other), text="Elsewhere")
    save(client, f"{to_thread(question)}entries/2/correct/", "#correct", text="Right")
    said(question, by=carl)

    assert sorted(filter(None, drafts())) == ["Elsewhere", "Right"]


def test_what_the_form_saves_after_it_was_sent_is_no_draft(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    """The page saved once more while it was being sent, and that came later."""
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    sent = fields | {"text": TYPED}
    client.post(f"{to_thread(question)}reply/", sent)
    answer = client.post(path, sent, headers=BY_SCRIPT)

    assert answer.status_code == 204
    assert typed_in(client, to_thread(question)) == ""


def test_what_could_not_be_sent_is_still_kept(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    sent = save(client.sign_in(carl), to_thread(question))
    answer = client.post(f"{to_thread(question)}reply/", sent | {"text": " "})

    assert answer.status_code == 422
    assert typed_in(client, to_thread(question)) == TYPED


def test_a_server_error_while_sending_loses_nothing(
    carl: User, question: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise RuntimeError

    client = PortalClient(raise_request_exception=False).sign_in(carl)
    sent = save(client, to_thread(question))
    monkeypatch.setattr("conversations.actions.speaking.announce", fail)
    answer = client.post(f"{to_thread(question)}reply/", sent)
    monkeypatch.undo()

    assert answer.status_code == 500
    assert typed_in(client, to_thread(question)) == TYPED
    assert client.post(f"{to_thread(question)}reply/", sent).status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_draft_can_be_discarded(
    headers: dict[str, str], client: PortalClient, carl: User, question: Conversation
) -> None:
    path, _ = place_of(to_thread(question), client.sign_in(carl), "#reply")
    sent = save(client, to_thread(question))
    answer = client.post(path, sent | {"discard": "1"}, headers=headers)
    late = client.post(path, sent, headers=BY_SCRIPT)

    assert answer.status_code == (204 if headers else 302)
    assert (answer.get("HX-Redirect") or lands_on(answer)) == to_thread(question)
    assert late.status_code == 204
    assert typed_in(client, to_thread(question)) == ""


# --- Without script ------------------------------------------------------------------


def test_without_script_a_button_saves_and_comes_back(
    client: PortalClient, carl: User, northwind: Account, question: Conversation
) -> None:
    correcting = f"{to_thread(question)}entries/2/correct/"
    for page, form in (
        (to_thread(question), "#reply"),
        (asking(northwind), "#write"),
        (correcting, "#correct"),
    ):
        element = one(client.sign_in(carl).page(page), form)
        (button,) = (b for b in element.iter("button") if words(b) == "Save draft")
        answer = client.post(button.get("formaction"), filled(element, text=TYPED))

        assert lands_on(answer) == page
        assert answer["Location"].endswith("#draft")
        assert typed_in(client, page, form) == TYPED


# --- Whose ---------------------------------------------------------------------------


def test_nobody_else_sees_what_one_has_begun(
    client: PortalClient,
    carl: User,
    olga: User,
    ivan: User,
    nora: User,
    question: Conversation,
) -> None:
    save(client.sign_in(carl), to_thread(question), text="Unripe words")
    for other in (olga, ivan, nora):
        page = PortalClient().sign_in(other).page(to_thread(question))
        assert "Unripe" not in html.tostring(page, encoding="unicode")

    said(question, by=ivan)
    assert typed_in(client, to_thread(question)) == "Unripe words"


def test_each_has_a_draft_of_their_own(
    client: PortalClient, carl: User, olga: User, question: Conversation
) -> None:
    save(client.sign_in(carl), to_thread(question), text="Carl's")
    save(client.sign_in(olga), to_thread(question), text="Olga's")
    said(question, by=olga)

    assert typed_in(client.sign_in(carl), to_thread(question)) == "Carl's"
    assert typed_in(client.sign_in(olga), to_thread(question)) == ""


def test_the_page_of_one_person_saves_nothing_for_another(
    client: PortalClient, carl: User, ivan: User, question: Conversation
) -> None:
    """Carl's page is still open when Ivan has signed in, in the same browser."""
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    answer = client.sign_in(ivan).post(path, fields | {"text": TYPED})

    assert answer.status_code == 403
    assert drafts(user=ivan) == []


@pytest.mark.parametrize(
    ("person", "status"), [("zoe", 404), ("lena", 403), ("ada", 404), ("petra", 404)]
)
def test_only_whoever_may_write_keeps_a_draft(
    person: str,
    status: int,
    client: PortalClient,
    question: Conversation,
    request: pytest.FixtureRequest,
) -> None:
    client.sign_in(request.getfixturevalue(person))
    sent = {"key": str(uuid4()), "text": TYPED}

    assert client.post(f"{to_thread(question)}draft/", sent).status_code == status


@pytest.mark.parametrize("query", ["", "account=AC-0000-0000&topic=origin", "topic=x"])
def test_a_new_conversation_is_about_a_company_and_a_topic(
    query: str, client: PortalClient, carl: User
) -> None:
    sent = {"key": str(uuid4()), "text": TYPED}
    answer = client.sign_in(carl).post(f"/conversations/new/draft/?{query}", sent)

    assert answer.status_code == 404


@pytest.mark.parametrize("sent", [{}, {"key": "7"}, {"discard": "1"}, {"text": "x"}])
def test_nonsense_is_refused(
    sent: dict[str, str], client: PortalClient, carl: User, question: Conversation
) -> None:
    answer = client.sign_in(carl).post(f"{to_thread(question)}draft/", sent)

    assert answer.status_code == 400
    assert not any(drafts(conversation=question))


def test_the_database_keeps_one_draft_of_a_person_at_a_place(
    carl: User, question: Conversation
) -> None:
    DraftFactory(user=carl, conversation=question)

    with pytest.raises(IntegrityError, match="draft_one_a_place"):
        DraftFactory(user=carl, conversation=question)


# --- At once -------------------------------------------------------------------------


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(timeout=10)
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(done, deeds))


@pytest.mark.django_db(transaction=True)
def test_saving_and_sending_at_once_leaves_no_draft_of_what_was_sent(
    carl: User, northwind: Account, ivan: User
) -> None:
    """The draft's first row points to the head, which the reply has locked."""
    client = PortalClient().sign_in(carl)
    for _ in range(8):
        thread = opened(by=carl, account=northwind)
        path, fields = place_of(to_thread(thread), client, "#reply")
        sent = fields | {"text": TYPED}
        saving = partial(client.post, path, sent, headers=BY_SCRIPT)
        reply = partial(client.post, f"{to_thread(thread)}reply/", sent)
        answers = at_once(saving, saving, reply, saving)

        assert answers[2].status_code == 302
        assert drafts(conversation=thread) == [""]


# --- The session ---------------------------------------------------------------------


def test_saving_by_script_does_not_extend_the_session(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    session = client.session
    session[SEEN] = before = session[SEEN] - 600
    session.save()
    for seconds in range(3):
        client.post(path, fields | {"text": str(seconds)}, headers=BY_SCRIPT)

    assert client.session[SEEN] == before
    assert drafts(conversation=question) == ["2"]


def test_saving_by_button_does(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    session = client.session
    session[SEEN] = before = session[SEEN] - 600
    session.save()
    client.post(path, fields)

    assert client.session[SEEN] > before


def test_an_ended_session_is_told_to_the_script(
    client: PortalClient, carl: User, question: Conversation
) -> None:
    path, fields = place_of(to_thread(question), client.sign_in(carl), "#reply")
    client.logout()
    answer = client.post(path, fields | {"text": TYPED}, headers=BY_SCRIPT)

    assert answer.status_code == 302
    assert lands_on(answer).startswith("/sign-in/")


# --- Sent after the session had ended ------------------------------------------------


@pytest.fixture
def kim(carl: User) -> User:
    """Carl, with a password to sign in again with."""
    with as_owner():
        carl.password = make_password(PASSWORD)
        at = timezone.now()
        return save_as(carl, by=None, why="Password", at=at, fields=["password"])


def sent_too_late(
    client: PortalClient, page: str, form: str, path: str
) -> html.Element:
    """Send a form after the session has ended, and return the page that comes."""
    fields = filled(one(client.page(page), form), text=TYPED)
    client.logout()
    answer = client.post(path, fields, headers={"Referer": f"http://testserver{page}"})
    assert answer.status_code == 307
    return parsed(client.post(answer["Location"], fields))


def sign_in_on(client: PortalClient, page: html.Element, email: str) -> Any:
    form = one(page, ".portal-form")
    typed = filled(form, login=email, password=PASSWORD)
    return client.post(form.get("action"), typed)


@pytest.fixture
def places(question: Conversation, northwind: Account) -> dict[str, tuple[str, str]]:
    """The page of each form, and where it is sent."""
    thread, correct = to_thread(question), f"{to_thread(question)}entries/2/correct/"
    return {
        "#reply": (thread, f"{thread}reply/"),
        "#write": (asking(northwind), asking(northwind)),
        "#correct": (correct, correct),
    }


@pytest.mark.parametrize("form", ["#reply", "#write", "#correct"])
def test_words_that_come_too_late_are_back_in_the_form_after_signing_in(
    form: str, places: dict[str, tuple[str, str]], client: PortalClient, kim: User
) -> None:
    page, path = places[form]
    shown = sent_too_late(client.sign_in(kim), page, form, path)
    answer = sign_in_on(client, shown, kim.email)

    assert "You were signed out before this was sent." in words(one(shown, "main"))
    assert one(shown, "#kept").value.strip() == TYPED
    assert not shown.cssselect("[role=alert]")
    assert lands_on(answer) == page
    assert typed_in(client, page, form) == TYPED
    assert state(client, page).startswith("Saved ")
    with as_owner():
        assert not Entry.objects.filter(seq__gt=2).exists()


def test_also_by_one_button_of_the_demo(
    client: PortalClient, northwind: Account, ivan: User, settings: Settings
) -> None:
    settings.DEMO = True
    demi = UserFactory.create(name="Demi", subject="demo:carl")
    MembershipFactory(user=demi, account=northwind)
    page = asking(northwind)
    shown = sent_too_late(client.sign_in(demi), page, "#write", page)
    fields = filled(one(shown, "form:has(.portal-demo)"))
    pressed = MultiValueDict({name: [value] for name, value in fields.items()})
    pressed.appendlist("person", demi.email)
    answer = client.post("/sign-in/demo/", pressed)

    assert lands_on(answer) == page
    assert typed_in(client, page, "#write") == TYPED


def test_a_wrong_password_first_keeps_them(
    client: PortalClient, kim: User, places: dict[str, tuple[str, str]]
) -> None:
    page, path = places["#reply"]
    shown = sent_too_late(client.sign_in(kim), page, "#reply", path)
    form = one(shown, ".portal-form")
    wrong = filled(form, login=kim.email, password="wrong")
    again = parsed(client.post(form.get("action"), wrong))
    sign_in_on(client, again, kim.email)

    assert typed_in(client, page) == TYPED


def test_they_are_nobody_elses_who_signs_in_there(
    client: PortalClient, kim: User, olga: User, places: dict[str, tuple[str, str]]
) -> None:
    page, path = places["#reply"]
    shown = sent_too_late(client.sign_in(olga), page, "#reply", path)
    answer = sign_in_on(client, shown, kim.email)

    assert lands_on(answer) == page
    assert not any(drafts(user=kim))


def test_they_do_not_overwrite_what_was_sent_meanwhile(
    client: PortalClient, kim: User, places: dict[str, tuple[str, str]]
) -> None:
    page, path = places["#reply"]
    fields = filled(one(client.sign_in(kim).page(page), "#reply"), text=TYPED)
    client.post(path, fields)
    client.logout()
    late = client.post(path, fields)
    shown = parsed(client.post(late["Location"], fields))
    sign_in_on(client, shown, kim.email)

    assert typed_in(client, page) == ""


@pytest.mark.parametrize(
    "sent_to",
    [
        "https://evil.example/conversations/",
        "/conversations/TC-0000-0000/reply/",
        "/accounts/AC-0000-0000/",
        "/nowhere/",
        "//",
        "x" * 3000,
    ],
)
def test_words_for_nowhere_do_no_harm(
    sent_to: str, client: PortalClient, kim: User, question: Conversation
) -> None:
    sent = {"login": kim.email, "password": PASSWORD, "sent_to": sent_to}
    words_too = {"text": TYPED, "key": str(uuid4()), "writer": kim.ref}
    answer = client.post("/sign-in/", sent | words_too)

    assert lands_on(answer) == "/"
    assert not any(drafts())


def test_a_form_from_another_site_brings_no_words(carl: User) -> None:
    client = PortalClient(enforce_csrf_checks=True)
    sent = {"text": TYPED, "key": str(uuid4()), "writer": carl.ref}
    answer = client.post("/conversations/TC-0000-0000/reply/", sent)

    assert answer.status_code == 403
    assert TYPED not in answer.content.decode()


def test_whatever_else_was_sent_too_late_leads_back_to_its_page(
    client: PortalClient, question: Conversation
) -> None:
    page = f"{to_thread(question)}?entry=2"
    referer = {"Referer": f"http://testserver{page}"}
    answer = client.post(f"{to_thread(question)}read/", {"seq": "2"}, headers=referer)

    assert lands_on(answer) == f"/sign-in/?{urlencode({'next': page}, safe='/')}"


@pytest.mark.parametrize(
    "referer",
    ["https://evil.example/x/", "https://testserver//evil.example/", "", "x"],
)
def test_and_to_no_other_site(
    referer: str, client: PortalClient, question: Conversation
) -> None:
    answer = client.post(f"{to_thread(question)}read/", headers={"Referer": referer})

    assert lands_on(answer) == "/sign-in/?next=/"


@pytest.mark.parametrize("headers", [HTMX, BY_SCRIPT], ids=["htmx", "autosave"])
def test_a_script_keeps_the_words_itself(
    headers: dict[str, str], client: PortalClient, question: Conversation
) -> None:
    sent = {"text": TYPED, "key": str(uuid4())}
    answer = client.post(f"{to_thread(question)}reply/", sent, headers=headers)

    assert answer.status_code == 302
