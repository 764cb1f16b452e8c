"""A small town: the cast, two companies, and words that only some may read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction

from accounts import tokens
from accounts.http import ACTING_FOR
from accounts.models import Account, Invitation, User
from conversations.models import Conversation
from tests.client import PortalClient

CAST = (
    "olga", "carl", "lena", "ada", "zoe", "ivan", "theo", "nora", "sam", "petra",
    "mona", "paul", "grace", "rosa", "iris",
)  # fmt: skip
# Whoever comes to the door: the cast, nobody, and Ada before she chose a company.
VISITORS = ("anonymous", "undecided", *CAST)
# With a session that names nobody, or somebody whose sign-in was closed.
UNKNOWN = frozenset({"anonymous", "mona"})

UNUSED = {
    "nothing": "TC-0000-0000",
    "no_criterion": "99.99",
    "no_link": "no-link",
    "no_mail": "no-mail",
    "no_key": "zzzz",
}


@dataclass(frozen=True)
class Town:
    """Everybody and everything that a test of the house walks past.

    Attributes:
        question: Northwind's; Ada, its agent, was not given it.
        given: Northwind's, and given to Ada.
        secret: Contoso's; nobody of Northwind or its Center may know of it.
        trail: merged into Northwind; it was at a third Center.
        old: what Trail had asked before.
        criterion: the number of one that is published.
        doubtful: the number of one that may not be for importers.
        invitation: an open one, to stand for Northwind.
        contact: the number of one with Northwind, after which something is to follow.
        waiting: one that somebody accepted at a recycled address.
    """

    people: dict[str, User]
    northwind: Account
    contoso: Account
    question: Conversation
    given: Conversation
    secret: Conversation
    trail: Account
    old: Conversation
    criterion: str
    doubtful: str
    contact: int
    invitation: Invitation
    waiting: Invitation

    @property
    def link(self) -> str:
        """The secret in the link of the open invitation."""
        return tokens.token_of(self.invitation.ref)

    def person(self, visitor: str) -> User:
        return self.people["ada" if visitor == "undecided" else visitor]

    def browser(self, visitor: str) -> PortalClient:
        """Return a visitor's browser, signed in; Ada acts for Northwind."""
        client = PortalClient(raise_request_exception=False)
        if visitor == "anonymous":
            return client
        client.sign_in(self.person(visitor))
        if visitor == "ada":
            session = client.session
            session[ACTING_FOR] = self.northwind.ref
            session.save()
        return client

    def ref(self, thing: str) -> str:
        """Return how addresses call a thing of this name."""
        if thing in UNUSED:
            return UNUSED[thing]
        if thing in self.people:
            return self.people[thing].ref
        named: Account | Conversation | Invitation | str = getattr(self, thing)
        return named if isinstance(named, str) else named.ref


@dataclass(frozen=True)
class Canary:
    """A piece of text that betrays a leak.

    Attributes:
        seen_by: who may read it somewhere; everybody else, nowhere.
    """

    text: str
    seen_by: frozenset[str]


OF_NORTHWIND = "olga carl lena"
OF_CONTOSO = "zoe"
AGENTS = "ada undecided"
AT_NORTHWIND = "ivan nora sam grace"
AT_CONTOSO = "theo rosa"
ADMIN = "petra"
AUDITOR = "iris"


def canaries(town: Town) -> list[Canary]:
    """Return what each company's rows say, and who may read it."""
    near_northwind = f"{OF_NORTHWIND} {AT_NORTHWIND} {AUDITOR}"
    near_contoso = f"{OF_CONTOSO} {AT_CONTOSO} {AUDITOR}"
    return [
        *of_company(town.northwind, f"{near_northwind} {AGENTS} {ADMIN}"),
        *of_company(town.contoso, f"{near_contoso} {AGENTS} {ADMIN}"),
        *notes_on(town.question, f"{AT_NORTHWIND} {AUDITOR}"),
        *notes_on(town.given, f"{AT_NORTHWIND} {AUDITOR}"),
        *notes_on(town.secret, f"{AT_CONTOSO} {AUDITOR}"),
        *of_conversation(town.question, near_northwind),
        *of_conversation(town.given, f"{near_northwind} {AGENTS}"),
        *of_conversation(town.secret, near_contoso),
        *of_company(town.trail, f"{near_northwind} {ADMIN}"),
        *of_conversation(town.old, near_northwind),
        canary("Line of Northwind", f"{near_northwind} {ADMIN}"),
        canary("Line of Contoso", f"{near_contoso} {ADMIN}"),
        canary("Line of Trail", f"{near_northwind} {ADMIN}"),
        canary("Shared with Trail", f"{near_northwind} {ADMIN}"),
        canary("Kept from Trail", f"{AT_NORTHWIND} {AUDITOR} {ADMIN}"),
        canary("Staff on Trail", f"{AT_NORTHWIND} {AUDITOR} {ADMIN}"),
        canary("Office that opened Trail", f"{near_northwind} {ADMIN}"),
        canary("Shared with Northwind", f"{near_northwind} {ADMIN}"),
        canary("Shared with Contoso", f"{near_contoso} {ADMIN}"),
        canary("Kept from Northwind", f"{AT_NORTHWIND} {AUDITOR} {ADMIN}"),
        canary("Kept from Contoso", f"{AT_CONTOSO} {AUDITOR} {ADMIN}"),
        canary("Office that opened Northwind", f"{near_northwind} {ADMIN}"),
        canary("Office that opened Contoso", f"{near_contoso} {ADMIN}"),
        canary("View of Nora", "nora"),
        canary("Begun by Carl", "carl"),
        canary(town.waiting.email, f"{near_northwind} {ADMIN}"),
        canary("Wilma Stern", f"{near_northwind} {ADMIN}"),  # asks to be invited
        canary("Staff on Northwind", f"{AT_NORTHWIND} {AUDITOR} {ADMIN}"),
        canary("Staff on Contoso", f"{AT_CONTOSO} {AUDITOR} {ADMIN}"),
        canary("Handed Northwind on", "nora"),
        *of_person(town.people["carl"], f"{near_northwind} {AGENTS} {ADMIN}"),
        *of_person(town.people["zoe"], f"{near_contoso} {AGENTS} {ADMIN}"),
    ]


def canary(text: str, seen_by: str) -> Canary:
    return Canary(text, frozenset(seen_by.split()))


def of_company(account: Account, seen_by: str) -> Iterator[Canary]:
    for text in (account.legal_name, account.ref, *account.importer_numbers):
        yield canary(text, seen_by)


def of_conversation(conversation: Conversation, seen_by: str) -> Iterator[Canary]:
    words = f"Words in {conversation.subject}"
    for text in (conversation.subject, conversation.ref, words):
        yield canary(text, seen_by)


def notes_on(conversation: Conversation, seen_by: str) -> Iterator[Canary]:
    yield canary(f"Note on {conversation.subject}", seen_by)


def of_person(user: User, seen_by: str) -> Iterator[Canary]:
    for text in (user.name, user.ref, user.email):
        yield canary(text, seen_by)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever a request does, so that the next one finds the same town."""
    cache.clear()  # of how often somebody tried to sign in
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
