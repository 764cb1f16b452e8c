"""As of 200 moments: the rows say what a replay of everything that was done says.

The replay knows no table. It keeps what was done as a list, and for a moment does it
all again, in the order in which it was done, up to there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from accounts import facts
from accounts.actions import profile
from accounts.actions.profile import Change
from accounts.models import Account, Membership, User
from accounts.states import FactName, Role, Side
from conversations import actions, past
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from portal.as_of import picture
from portal.as_of.when import When
from portal.history import save_as
from tests.database import as_owner
from tests.factories import LONG_AGO, UserFactory, anew

BEGIN = datetime(2024, 3, 5, tzinfo=UTC)
DAYS, DEEDS = 800, 80
ZONE = ZoneInfo("America/New_York")
CHANGES = ["2024-03-10", "2024-11-03", "2025-03-09", "2025-11-02", "2026-03-08"]
LEAP_DAY = datetime(2024, 2, 29, tzinfo=ZONE)  # on which the company joined
State = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """What was done, and when.

    Attributes:
        said: whether it is part of a conversation, and so is never dated back.
    """

    at: datetime
    does: Callable[[State], None]
    said: bool = False


@dataclass
class Life:
    """A company's life by chance, done and written down at once."""

    account: Account
    by: User
    olga: User
    carl: User
    ivan: User
    draw: Random
    deeds: list[Deed]
    people: dict[str, Membership]
    threads: dict[str, Conversation]

    def done(self, at: datetime, does: Callable[[State], None]) -> None:
        self.deeds.append(Deed(at, does))

    def was_said(self, at: datetime, does: Callable[[State], None]) -> None:
        self.deeds.append(Deed(at, does, said=True))

    def step(self, at: datetime) -> None:
        step = self.draw.choice(
            [
                self.rename,
                self.divide,
                self.join,
                self.leave,
                self.open,
                self.speak,
                self.speak,
                self.close,
            ]
        )
        step(at)

    def earlier(self, at: datetime) -> datetime:
        """Return the moment itself, or one that lies behind it."""
        back = self.draw.choice([0, 0, 1, 30])
        return max(BEGIN, at - timedelta(days=back))

    def rename(self, at: datetime) -> None:
        self.tell(FactName.LEGAL_NAME, f"Company {len(self.deeds)}", self.by, at)

    def divide(self, at: datetime) -> None:
        value = [f"Division {len(self.deeds)}"]
        self.tell(FactName.DIVISIONS, value, self.olga, at)

    def tell(self, name: FactName, value: Any, by: User, at: datetime) -> None:
        since = self.earlier(at)
        with rls.entered(by.pk):
            change = Change(name, value, "By chance.", since=since)
            profile.change(change, account=self.account, by=anew(by), at=at)
        self.done(at, lambda now: now["facts"].append((since, name, value)))

    def join(self, at: datetime) -> None:
        since, name = self.earlier(at), f"Person {len(self.deeds):03}"
        row = Membership(
            user=UserFactory.create(name=name),
            account=self.account,
            role=Role.VIEWER,
            since=since,
        )
        with as_owner():
            self.people[name] = save_as(row, by=None, why="Joined", at=at)
        self.done(at, lambda now: now["people"].update({name: [since, None]}))

    def leave(self, at: datetime) -> None:
        here = [n for n, one in self.people.items() if one.until is None]
        here = [n for n in here if self.people[n].since < at - timedelta(days=31)]
        if not here:
            return
        name, until = self.draw.choice(here), self.earlier(at)
        row = self.people[name]
        row.until = until
        with as_owner():
            save_as(row, by=None, why="Left", at=at)
        self.done(at, lambda now: now["people"][name].__setitem__(1, until))

    def open(self, at: datetime) -> None:
        subject = f"Subject {len(self.deeds)}"
        opening = actions.Opening("classification", subject, "Asked.", uuid4())
        with rls.entered(self.carl.pk):
            carl = anew(self.carl)
            account = Account.objects.select_related("center").get(pk=self.account.pk)
            thread = actions.open_conversation(opening, account=account, by=carl, at=at)
        self.threads[subject] = thread
        turn = (Side.GOVERNMENT, self.ivan.name)
        self.was_said(at, lambda now: now["threads"].update({subject: turn}))

    def speak(self, at: datetime) -> None:
        if not self.threads:
            return
        subject = self.draw.choice(sorted(self.threads))
        who, turn = self.draw.choice(
            [(self.carl, Side.GOVERNMENT), (self.ivan, Side.COMPANY)]
        )
        with rls.entered(who.pk):
            thread = self.threads[subject]
            actions.reply(
                conversation=thread, text="Said.", key=uuid4(), by=anew(who), at=at
            )
        now_on = (turn, self.ivan.name)
        self.was_said(at, lambda now: now["threads"].update({subject: now_on}))

    def close(self, at: datetime) -> None:
        if not self.threads:
            return
        subject = self.draw.choice(sorted(self.threads))
        thread = self.threads.pop(subject)
        with rls.entered(self.carl.pk):
            actions.close(
                conversation=thread, reason=Reason.ANSWERED, by=anew(self.carl), at=at
            )
        self.was_said(at, lambda now: now["threads"].pop(subject))

    # --- The replay ------------------------------------------------------------------

    def replayed(self, at: datetime, known: datetime) -> State:
        """Do again all that had been done by `known`, and look at it as of `at`."""
        now: State = {"facts": [], "people": {}, "threads": {}}
        for deed in self.deeds:
            if deed.at <= (min(at, known) if deed.said else known):
                deed.does(now)
        held: dict[str, tuple[datetime, Any]] = {}
        for since, name, value in now["facts"]:
            if since <= at and (name not in held or held[name][0] <= since):
                held[name] = (since, value)
        return {
            "facts": {str(name): value for name, (_since, value) in held.items()},
            "people": sorted(
                name
                for name, (since, until) in now["people"].items()
                if since <= at and (until is None or until > at)
            ),
            "threads": now["threads"],
        }


def stood(life: Life, reader: User, when: When) -> State:
    """Return what the page would show, from the rows."""
    told = picture.told_of(life.account, reader)
    stands = facts.standing(told, when.moment)
    names = {"legal_name", "divisions"}
    opened = past.open_at(life.account, reader, when.at, most=1000)
    return {
        "facts": {n: fact.value for n, fact in stands.items() if n in names},
        "people": sorted(
            one.user.name
            for one in picture.memberships_at(life.account, when)
            if one.role == Role.VIEWER
        ),
        "threads": {one.subject: (one.turn, one.holder) for one in opened},
    }


@pytest.fixture
def life(
    northwind: Account, olga: User, carl: User, ivan: User, nora: User
) -> Iterator[tuple[Life, User]]:
    draw = Random(20270301)  # noqa: S311  # no secret
    life = Life(northwind, nora, olga, carl, ivan, draw, [], {}, {})
    name = (LEAP_DAY, "legal_name", "Northwind Traders")
    life.done(LONG_AGO, lambda now: now["facts"].append(name))
    moments = sorted(draw.sample(range(1, DAYS * 24), DEEDS))
    for hours in moments:
        life.step(BEGIN + timedelta(hours=hours))
    with rls.entered(nora.pk):
        yield life, anew(nora)


def instants(draw: Random) -> Iterator[datetime]:
    """Yield moments by chance, and the hours around which clocks change."""
    for day in CHANGES:
        change = datetime.fromisoformat(f"{day}T01:30:00").replace(tzinfo=ZONE)
        yield change.astimezone(UTC)
        yield change.replace(fold=1).astimezone(UTC)
    yield from (LEAP_DAY - timedelta(microseconds=1), LEAP_DAY, LONG_AGO)
    for _number in range(200):
        yield BEGIN + timedelta(seconds=draw.randrange(1, DAYS * 86400))


def test_the_rows_say_what_a_replay_says(life: tuple[Life, User]) -> None:
    lived, reader = life
    end = BEGIN + timedelta(days=DAYS + 1)

    for at in instants(Random(1)):  # noqa: S311  # no secret
        truly = When(at.date(), at, end, past=True)
        as_known = replace(truly, known=True)
        assert stood(lived, reader, truly) == lived.replayed(at, end), at
        assert stood(lived, reader, as_known) == lived.replayed(at, at), at
