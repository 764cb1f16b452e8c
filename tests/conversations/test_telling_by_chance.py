"""Whatever happens in whatever order: every entry is mailed, and never too often."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from time_machine import Traveller

from accounts import notices, tasks
from accounts.models import Notice, User
from accounts.states import Channel
from conversations.models import Conversation, Entry
from tests.database import as_owner, as_worker
from tests.factories import said

MINUTE = timedelta(minutes=1)
STEPS = 60


class Chance:
    """A random history of one conversation, with a mail server that fails at times.

    Attributes:
        at: the time in it.
        sent: for each address, when a mail came and to which entry it leads.
        said: what was said, with its author's address.
    """

    def __init__(self, seed: int, clock: Traveller) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self.clock = clock
        self.at = timezone.now().replace(microsecond=0) + MINUTE
        self.sent: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
        self.said: list[tuple[Entry, str]] = []
        self.works = True

    def passes(self, time: timedelta) -> None:
        self.at += time
        self.clock.move_to(self.at, tick=False)

    def take(self, message: Any) -> int:
        """Stand for the mail server."""
        if not self.works and self.dice.random() < 0.7:
            raise TimeoutError
        seq = int(message.body.partition("entry=")[2].partition("#")[0])
        self.sent[message.to[0].partition("<")[2][:-1]].append((self.at, seq))
        return 1

    def step(self, deeds: Mapping[str, Callable[[], Entry]]) -> None:
        """Let some time pass, mostly little, and something happen."""
        self.passes(20 * MINUTE * self.dice.random() ** 3)
        match self.dice.randrange(10):
            case 0:
                self.works = not self.works
            case 1:
                with as_worker():
                    notices.claim(at=self.at)  # and then the worker dies
            case number if number < 5:
                sweep()
            case _:
                author = self.dice.choice([*deeds])
                self.said.append((deeds[author](), author))

    def settle(self) -> None:
        """Let everything be delivered in the end."""
        self.works = True
        for _ in range(40):
            self.passes(20 * MINUTE)
            sweep()


def sweep() -> None:
    with as_worker():
        notices.sweep()


@pytest.mark.parametrize("seed", range(4))
def test_at_random_every_entry_is_mailed_and_never_two_in_a_quarter_of_an_hour(
    seed: int,
    time_machine: Traveller,
    monkeypatch: pytest.MonkeyPatch,
    carl: User,
    olga: User,
    ivan: User,
    question: Conversation,
) -> None:
    chance = Chance(seed, time_machine)

    def send_messages(_self: EmailBackend, messages: list[Any]) -> int:
        return sum(chance.take(message) for message in messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **_how: None)
    people = (carl, olga, ivan)
    for person in people:
        said(question, by=person)  # from now on all of them take part
    deeds = {person.email: partial(said, question, by=person) for person in people}
    for _ in range(STEPS):
        chance.step(deeds)
    chance.settle()

    assert [fault for reader in deeds for fault in faults(chance, reader)] == []
    assert all(len(chance.sent[reader]) > 1 for reader in deeds)


def faults(chance: Chance, reader: str) -> Iterator[str]:
    mails = chance.sent[reader]
    for (one, _), (two, _) in pairwise(mails):
        if two - one < 15 * MINUTE:
            yield f"{reader} got two mails within {two - one}"
    own = {entry.seq for entry, author in chance.said if author == reader}
    for _, leads_to in mails:
        if leads_to in own:
            yield f"{reader} was mailed of their own entry {leads_to}"
    for entry, author in chance.said:
        if author != reader and not any(covers(mail, entry) for mail in mails):
            yield f"{reader} was never mailed of entry {entry.seq}"
    others = {entry.seq for entry, author in chance.said if author != reader}
    if told_since(chance, reader) != others:
        yield f"{reader} was told in the portal of other entries than others' own"


def covers(mail: tuple[datetime, int], entry: Entry) -> bool:
    """Whether a mail came no sooner than an entry, and leads to it or before it."""
    at, leads_to = mail
    return at >= entry.at and leads_to <= entry.seq


def told_since(chance: Chance, reader: str) -> set[int]:
    """Return the entries of the history that a reader was told of in the portal."""
    first = min(entry.seq for entry, _ in chance.said)
    with as_owner():
        rows = Notice.objects.filter(channel=Channel.PORTAL, recipient__email=reader)
        return set(rows.filter(seq__gte=first).values_list("seq", flat=True))
