"""The demonstration goes in once, whole, and by either way with the same rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import models
from django.test import override_settings

from accounts import notices
from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Center,
    Invitation,
    Membership,
    Posting,
    User,
)
from conversations.models import Body, Conversation, Entry, ReadMark, Share
from onboarding.models import Transition
from portal.demo import seeding, speaking
from portal.demo.bulk import telling, volume
from portal.demo.bulk.loading import loading
from portal.demo.bulk.people import Rows
from portal.demo.crowd import Size, gather
from portal.demo.shapes import Scene
from portal.management.commands import seed_demo
from tests import database

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

OWNER = "owner"
SMALL = Size(companies=6, conversations=11, long=1)
# Those in which agents are given a thread, officials open one, or something ends.
TOLD = {"before-we-say-more", "twelve-thousand", "adapters-at-long-beach", "which-list"}
TRACKED: tuple[Any, ...] = (
    User,
    Account,
    Membership,
    Posting,
    Assignment,
    Transition,
)
TABLES = (
    *TRACKED,
    *(model.history.model for model in TRACKED),
    AccountEvent,
    Conversation,
    Share,
    Entry,
    Body,
    ReadMark,
)
REF = re.compile(r"\b(?:AC|PE|TC)-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
# Made anew for each row; that they fit together is what verify_history checks.
OWN = frozenset({"ref", "author_ref", "salt", "prev", "digest", "body_digest"}) | {
    "latest_digest"
}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The told cast with four of its conversations, and six companies beside it."""
    everything = seeding.told()
    few = tuple(one for one in everything.stories if one.key in TOLD)
    told = replace(everything, stories=few, calls=(), passed=())
    today = datetime.now(UTC).date()
    shown = told.beside(busy(gather(1, today, SMALL)))
    monkeypatch.setattr(seeding, "scene", lambda **_: shown)
    monkeypatch.setattr(seeding, "COMPANIES", len(shown.companies))
    monkeypatch.setattr(notices, "ring", lambda: None)
    return shown


def busy(shown: Scene) -> Scene:
    """Return a scene without the officials who have nothing to do in it."""
    needed = {said.by for story in shown.stories for said in story.said}
    needed |= {one.official for one in shown.assignments}
    needed |= {one.person for one in shown.members}
    return replace(
        shown,
        people=tuple(one for one in shown.people if one.key in needed),
        officials=tuple(one for one in shown.officials if one.person in needed),
    )


@pytest.fixture
def _still() -> Iterator[None]:
    """The clock stands, so that both ways write the same moments."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def seed(**options: int) -> str:
    out = StringIO()
    with override_settings(DEMO=True):
        call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def counts() -> dict[str, int]:
    """Return how many rows each table has that has any."""
    found = {model.__name__: model.objects.using(OWNER).count() for model in TABLES}
    return {name: count for name, count in found.items() if count}


# --- The command ---------------------------------------------------------------------


def test_a_seed_is_whole_and_a_second_does_nothing(small: Scene) -> None:
    said = seed()
    before = counts()

    assert said.startswith(f"{len(small.companies)} companies, ")
    assert before["Account"] == before["Transition"] == len(small.companies)
    assert before["User"] == len(small.people)
    assert before["Conversation"] == len(small.stories)
    assert "there already" in seed()
    assert counts() == before
    check_timelines()
    assert Invitation.objects.using(OWNER).get().email == "ida@northwind.example"
    call_command("verify_history", stdout=StringIO())


def check_timelines() -> None:
    """Lines are dated when it happened, and end in one period."""
    lines = AccountEvent.objects.using(OWNER).order_by("pk")
    northwind = Account.objects.using(OWNER).get(legal_name="Northwind Traders, Inc.")
    enrolled = lines.get(account=northwind, kind="enrolled")

    assert enrolled.at.date() == northwind.accepted_on
    assert all(line.at.date() < datetime.now(UTC).date() for line in lines)
    assert any(line.sentence.endswith("Inc.") for line in lines)
    assert not [line.sentence for line in lines if line.sentence.endswith("..")]


def test_a_volume_goes_in_beside_it_once(small: Scene) -> None:
    load(small)
    seed(accounts=15, messages=200)
    there = volume.Volume.present()

    assert there.companies == 15
    assert 200 <= there.messages < 330
    assert "as many companies" in seed(accounts=15, messages=200)
    assert volume.Volume.present() == there
    with pytest.raises(CommandError, match="begins in an empty portal"):
        seed(accounts=16)
    call_command("verify_history", stdout=StringIO())


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"accounts": 12}, (12, 720)), ({"messages": 360}, (16, 360))],
)
def test_one_number_is_enough(
    given: dict[str, int],
    expected: tuple[int, int],
    small: Scene,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[volume.Volume] = []
    monkeypatch.setattr(volume, "add", lambda more, **_: asked.append(more))
    monkeypatch.setattr(seed_demo.Command, "seed", lambda *_, **__: None)
    monkeypatch.setattr(
        volume.Volume, "present", lambda: volume.Volume(len(small.companies), 0)
    )
    seed(**given)

    companies = len(small.companies) + asked[0].companies
    assert (companies, asked[0].messages) == expected


@override_settings(DEMO=False)
def test_outside_of_the_demo_it_refuses() -> None:
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("seed_demo")


# --- Two ways, the same rows ---------------------------------------------------------


@pytest.mark.usefixtures("_still")
def test_bulk_leaves_the_rows_that_the_actions_leave(small: Scene) -> None:
    seeding.seed(small)
    by_actions = {model.__name__: rows(model) for model in TABLES}
    database.flush()
    load(small)
    in_bulk = {model.__name__: rows(model) for model in TABLES}

    for name, expected in by_actions.items():
        assert expected, f"Nothing to compare of {name}."
        assert in_bulk[name] == expected, name
    call_command("verify_history", stdout=StringIO())


def load(shown: Scene) -> None:
    """Make the first admin, and load everybody and everything else."""
    stage = seeding.Stage(shown)
    known = {seeding.ADMIN: User.objects.using(OWNER).get(pk=stage.admin.pk)}
    with loading() as loader:
        people = Rows(
            shown,
            known=known,
            now=stage.now,
            password=seeding.hashed_password(),
            loader=loader,
        )
        people.load()
        offices = {key: post.place for key, post in people.offices.items()}
        book = telling.Book(shown, people.people, people.accounts, offices)
        chains = telling.Chains(book, loader, stage.now)
        concerned = telling_readers(shown)
        for story in shown.stories:
            chains.tell(story, concerned[story.key])
        loader.load(chains.taken())


def telling_readers(shown: Scene) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {story.key: [] for story in shown.stories}
    for key, read in speaking.readers(shown).items():
        for story in read:
            found[story.key].append(key)
    return found


def rows(model: Any) -> list[tuple[tuple[str, str], ...]]:
    """Return the rows of a table without what is made anew for each."""
    names = Names()
    fields = [field for field in model._meta.concrete_fields if told(field, model)]
    found = model.objects.using(OWNER).all()
    return sorted(
        tuple((field.attname, shown_as(row, field, names)) for field in fields)
        for row in found
    )


def told(field: "models.Field[Any, Any]", model: type[models.Model]) -> bool:
    is_key = field.primary_key and not field.remote_field
    is_past = field.name == "id" and model.__name__.startswith("Historical")
    return not is_key and not is_past and field.attname not in OWN


def shown_as(row: models.Model, field: "models.Field[Any, Any]", names: "Names") -> str:
    value = getattr(row, field.attname)
    if field.remote_field and value is not None:
        return names.of(field.remote_field.model, value)
    return REF.sub("REF", str(value))


class Names:
    """Names rows that others point to by what stays the same in both ways."""

    def __init__(self) -> None:
        ask = {model: model.objects.using(OWNER).all() for model in self.KEYS}
        self.names = {
            model: {row.pk: str(key(row)) for row in ask[model]}
            for model, key in self.KEYS.items()
        }

    KEYS: dict[Any, Any] = {
        User: lambda user: user.subject,
        Account: lambda account: account.legal_name,
        Center: lambda center: center.code,
        Conversation: lambda conversation: conversation.key,
        Entry: lambda entry: (entry.key, entry.kind, entry.at, entry.seq),
    }

    def of(self, model: Any, pk: int) -> str:
        return self.names[model][pk]
