"""The second wall: who is in context, told to PostgreSQL for one transaction.

Row security policies read the settings that `portal_enter` makes (see
accounts/migrations/0002). They are local to the transaction: with no person in
context every company, staff and person table is empty to the web role.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

SETTINGS = (
    "portal.person",
    "portal.own",
    "portal.agent",
    "portal.centers",
    "portal.given",
    "portal.people",
    "portal.staff",
    "portal.admin",
    "portal.door",
    "portal.invitation",
    "portal.auditor",
)


@dataclass(frozen=True)
class Sight:
    """What one person may see now, as short lists of row ids.

    Attributes:
        person: the user's id, or None when nobody is in context.
        own: accounts seen whole: as company user, account manager or SCSS.
        former: accounts handed over to somebody else, which one reads for a while.
        merged: accounts that were merged into another and are in sight through it,
            each with that one and its Center.
        covers: officials who are away and for whom one stands in; their accounts are
            among `own` meanwhile.
        agent: accounts this person acts for as an agent; they see only what is given.
        centers: Centers whose rows this person sees, as their staff.
        given: conversations given to this person one by one.
        member: whether this person stands for a company.
        staff: whether this person holds a posting.
        admin: whether this person administers the program.
        audits: whether this person reads everything, and writes nothing.
    """

    person: int | None = None
    own: tuple[int, ...] = ()
    agent: tuple[int, ...] = ()
    centers: tuple[int, ...] = ()
    given: tuple[int, ...] = ()
    member: bool = False
    staff: bool = False
    admin: bool = False
    former: tuple[int, ...] = ()
    covers: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int], ...] = ()
    audits: bool = False

    @property
    def queues(self) -> tuple[int, ...]:
        """The Centers whose queue is this person's work; an auditor has none."""
        return () if self.audits else self.centers

    @property
    def whole(self) -> tuple[int, ...]:
        """The accounts that this person reads whole, be it only for a while."""
        return self.own + self.former

    @property
    def accounts(self) -> tuple[int, ...]:
        """The accounts that this person acts for, looks after, or reads for a while."""
        return self.whole + self.agent

    def home_of(self, account: int, center: int) -> tuple[int, int]:
        """Return where a company's matters belong now: the company and its Center.

        That is itself, unless it was merged and one sees the other company whole.
        """
        homes = ((into, at) for former, into, at in self.merged if former == account)
        return next(homes, (account, center))

    def family(self, account: int) -> tuple[int, ...]:
        """Return a company and those that were merged into it, as far as in sight."""
        return (account, *(one for one, into, _ in self.merged if into == account))


NOBODY = Sight()
COLUMNS = (
    "own, agent, centers, given, member, staff, admin, "
    "portal_former({person}), portal_covers({person}), portal_merged(own || agent), "
    "portal_audits({person})"
)


def enter(person: int) -> Sight:
    """Put a person in context until the transaction ends; one query."""
    return ask("portal_enter", person)


def sight(person: int) -> Sight:
    """Return what a person may see, without putting them in context; one query."""
    return ask("portal_sight", person)


def sights(people: Iterable[int]) -> dict[int, Sight]:
    """Return what each of some people may see, with nobody in context; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person, {COLUMNS.format(person='person')} "  # noqa: S608 - names of ours
            "FROM unnest(%s::bigint[]) AS person, portal_sight(person)",
            [list(people)],
        )
        return {person: seen(person, *row) for person, *row in cursor.fetchall()}


def ask(function: str, person: int) -> Sight:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS.format(person='%s')} "  # noqa: S608 - names of ours
            f"FROM {function}(%s)",
            [person] * 4,
        )
        return seen(person, *cursor.fetchone())


def seen(person: int, *row: Any) -> Sight:
    """Return a person's sight from the columns as the database gives them."""
    *lists, member, staff, admin, former, covers, merged, audits = row
    own, agent, centers, given = map(tuple, lists)
    return Sight(
        person=person,
        own=own,
        agent=agent,
        centers=centers,
        given=given,
        member=member,
        staff=staff,
        admin=admin,
        former=tuple(former),
        covers=tuple(covers),
        merged=tuple(map(tuple, merged)),
        audits=audits,
    )


def leave() -> None:
    """Take whoever is in context out of it."""
    put(dict.fromkeys(SETTINGS, ""))


def found() -> None:
    """Let the installation make its first program admin, before there is anybody."""
    put({"portal.staff": "on", "portal.admin": "on"})


def open_door() -> None:
    """Let the sign-in pages find the person who is about to sign in."""
    put({"portal.door": "on"})


def present(digest: str) -> None:
    """Show the one invitation whose link somebody holds; nothing else opens."""
    put({"portal.invitation": digest})


def hold(account: int) -> None:
    """Let the running action write rows of a company that the person does not see.

    INSERT … RETURNING needs sight of the new row, and a person sees the company only
    once they belong to it. An admin who ends an assignment needs it too, to put what
    they do not read into the queue. tests/house/test_rls_callers.py knows who may
    call this.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('portal.own', "
            "array_append(portal_ids('portal.own'), %s)::text, true)",
            [account],
        )


def take_post() -> None:
    """Let the running action write the post of an official who begins with it."""
    put({"portal.staff": "on"})


@contextmanager
def entered(person: int) -> Iterator[Sight]:
    """Open a transaction with a person in context, and put the earlier one back.

    The earlier context matters where transactions nest, as in tests: a setting that
    is local to a savepoint outlives its release.
    """
    with transaction.atomic(), restored():
        yield enter(person)


@contextmanager
def restored() -> Iterator[None]:
    """Put the context back as it is now when the block ends."""
    before = current()
    try:
        yield
    finally:
        if not connection.needs_rollback:
            put(before)


def current() -> dict[str, str]:
    """Return the settings in force; an unset one is empty."""
    columns = ", ".join(["current_setting(%s, true)"] * len(SETTINGS))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", SETTINGS)
        values = [value or "" for value in cursor.fetchone()]
    return dict(zip(SETTINGS, values, strict=True))


def put(values: dict[str, str]) -> None:
    """Set context settings for this transaction."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(values))
    pairs = [part for pair in values.items() for part in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", pairs)


def give(conversation: int) -> None:
    """Let the running action write rows of a conversation given to the person.

    INSERT … RETURNING needs sight of the new row, and an agent sees a conversation
    only once it is theirs. tests/house/test_rls.py knows who may call this.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('portal.given', "
            "array_append(portal_ids('portal.given'), %s)::text, true)",
            [conversation],
        )
