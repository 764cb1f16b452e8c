"""The town of the house's tests, with all that can stand on its pages."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse
from django.utils import timezone

from accounts import caught, mail
from accounts.mail import Recipient
from accounts.models import Notice, User
from accounts.states import Channel, NoticeKind, NoticeState, Side
from conversations import actions, places
from conversations.actions.drafting import Begun
from conversations.models import Conversation, Entry
from conversations.places import Desk
from conversations.states import Reason
from onboarding.states import Stage
from portal import rls
from tests.factories import (
    LONG_AGO,
    AccountFactory,
    NoticeFactory,
    TransitionFactory,
    UserFactory,
    anew,
    opened,
    said,
)
from tests.house.settling import settle
from tests.house.town import Town
from tests.pages import asking

LONG = "Antidisestablishmentarianism" * 3
MARKDOWN = f"""# A heading

**Bold**, a long word {LONG} and a [link](https://www.example.test/{LONG}).

> A quotation

1. One
2. Two

```
{"wide " * 60}
```"""
ADDRESS = f"darnell.larkin.{'of-home-care-' * 4}and-daughters@example.test"


# Addresses of things that the house's table names only as missing, or not at all.
FURTHER: Mapping[str, Callable[[Town], list[str]]] = {
    "accounts:caught_mail": lambda _town: [
        reverse("accounts:caught_mail", args=[one.name]) for one in caught.mails()
    ],
    "conversations:new": lambda town: [asking(town.northwind, "")],
    "conversations:thread": lambda town: [
        f"{thread_path(town)}?{query}" for query in ("before=3", "entry=1")
    ],
}


def thread_path(town: Town) -> str:
    return str(town.question.get_absolute_url())


def furnished() -> Town:
    """Let everybody move in, and fill every page."""
    town = settle()
    fill(town.question, town.people)
    close(town.given, town.people["carl"])
    for person in ("ada", "ivan", "nora", "olga"):
        opened(
            by=town.people[person],
            account=town.northwind,
            topic="protest",
            subject=f"A protest of {LONG}",
            text=MARKDOWN,
        )
    arrange()
    tell(town)
    UserFactory.create(name="Demi Carl", subject="demo:carl")  # for the sign-in page
    return town


def fill(thread: Conversation, people: dict[str, User]) -> None:
    """Say and do in a conversation what can be said and done in one."""
    said(thread, by=people["ivan"], text=MARKDOWN)
    correct(said(thread, by=people["carl"]), by=people["carl"])
    with rls.entered(people["carl"].pk):
        carl = anew(people["carl"])
        actions.hand_turn(conversation=thread, to=Side.COMPANY, by=carl)
    said(thread, by=people["nora"], text="One more question.")
    carls, ivans = people["carl"], people["ivan"]
    begin(places.correction_in(thread, 2), carls)
    begin(places.opening_about(thread.account, "classification"), carls)
    for person in (carls, ivans):
        begin(places.answer_in(thread), person)


def begin(desk: Desk, by: User) -> None:
    """Keep a draft of something."""
    with rls.entered(by.pk):
        begun = Begun(MARKDOWN)
        actions.save_draft(begun, place=desk.place, key=uuid4(), by=anew(by))


def correct(entry: Entry, *, by: User) -> None:
    with rls.entered(by.pk):
        actions.correct(entry=entry, text=MARKDOWN, key=uuid4(), by=anew(by))


def close(conversation: Conversation, by: User) -> None:
    with rls.entered(by.pk):
        actions.close(conversation=conversation, reason=Reason.ANSWERED, by=anew(by))


def arrange() -> None:
    """Put companies on the board: each stage, some months, late ones, stuck ones."""
    today = timezone.localdate()
    for number, stage in enumerate(Stage):
        on = today + timedelta(days=40 * (number - 2))
        stuck = "" if stage is Stage.ACTIVE else f"Waits for {LONG}"
        for because in {"", stuck}:
            introduction(stage, on, because)
    AccountFactory.create(legal_name=f"Unplanned {LONG}")


def introduction(stage: Stage, on: date, because: str) -> None:
    TransitionFactory.create(
        account__legal_name=f"{stage.label} {LONG}",
        stage=stage,
        stuck_because=because,
        planned_on=on - timedelta(days=90),
        on_or_about=on,
    )


def tell(town: Town) -> None:
    """Let notices and their mails stand in every state, and let one mail be caught."""
    carl = town.people["carl"]
    for number, state in enumerate(NoticeState):
        ref = f"TC-0000-000{number}"
        told = {"recipient": carl, "ref": ref}
        NoticeFactory.create(channel=Channel.PORTAL, about=f"Lamps {LONG}", **told)
        is_sending, is_sent = state == NoticeState.SENDING, state == NoticeState.SENT
        NoticeFactory.create(
            state=state,
            lease_until=LONG_AGO if is_sending else None,
            sent_at=LONG_AGO if is_sent else None,
            **told,
        )
    catch_a_mail(town.question.ref)


def catch_a_mail(ref: str) -> None:
    notice = Notice(kind=NoticeKind.ENTRY, ref=ref, key="caught", path="/")
    message = mail.written(notice, Recipient(f"Darnell {LONG}", ADDRESS))
    backend = "django.core.mail.backends.filebased.EmailBackend"
    message.connection = get_connection(backend, file_path=str(settings.MAIL_FOLDER))
    message.send()
