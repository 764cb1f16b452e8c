"""How many statements each page costs: the same for two rows and for twenty.

Counted as in production, where each request is a transaction of its own: the statement
that puts the person in context counts, BEGIN and SAVEPOINT do not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts import notices
from accounts.http import ACTING_FOR
from accounts.models import Account, Center, User
from accounts.states import Channel, Duty, Role
from conversations.models import Conversation
from tests import database
from tests.client import PortalClient
from tests.factories import (
    AbsenceFactory,
    AbsenceReasonFactory,
    AccountEventFactory,
    AccountFactory,
    ContactNoteFactory,
    FactFactory,
    HandoverFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    MentionFactory,
    NoticeFactory,
    StaffEventFactory,
    StaffReadFactory,
    TransitionFactory,
    assigned,
    member,
    official,
    opened,
    said,
)

FEW, MANY = 2, 20
UNCOUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass
class Crowd:
    """A company with its people, around whom everything becomes more."""

    account: Account
    people: dict[str, User]
    thread: Conversation
    others: list[Account] = field(default_factory=list)

    def grow(self, to: int) -> None:
        """Let there be a number of everything that a page lists."""
        for number in range(len(self.others), to):
            self.others.append(self.one_more(number))

    def one_more(self, number: int) -> Account:
        carl, ivan, nora = (self.people[name] for name in ("carl", "ivan", "nora"))
        asked = opened(by=carl, account=self.account)
        if number % 2:
            said(asked, by=ivan)
        said(self.thread, by=ivan if number % 2 else carl)
        MentionFactory(note__conversation=self.thread)
        member(f"Contact {number}", self.account, Role.CONTACT)
        AccountEventFactory(account=self.account, by=carl)
        StaffEventFactory(account=self.account, by=nora)
        FactFactory(account=self.account, by=carl)
        NoticeFactory(recipient=carl, channel=Channel.PORTAL)
        ContactNoteFactory(contact__account=self.account)
        StaffReadFactory(account=self.account)
        InvitationFactory(account=self.account)
        JoinRequestFactory(company=self.account.ref)
        other = AccountFactory.create(center=self.account.center)
        TransitionFactory(account=other)
        assigned(nora, other, Duty.NAM)
        HandoverFactory(account=other, successor=nora)
        manager = official(f"Manager {number}", Duty.NAM, "Newark")
        assigned(manager, other, Duty.SCSS)
        to_come = timezone.now() + timedelta(days=100 + number)
        absence = AbsenceFactory(
            official=nora,
            stand_in=manager,
            since=to_come,
            until=to_come + timedelta(hours=9),
        )
        AbsenceReasonFactory(absence=absence)
        MembershipFactory(user=self.people["ada"], account=other, role=Role.AGENT)
        return other


def crowd() -> Crowd:
    center = Center.objects.get(code="CEE007")
    account = AccountFactory.create(legal_name="Northwind Traders", center=center)
    duty = Duty.IMPORT_SPECIALIST
    people = {
        "olga": member("Olga Petrenko", account, Role.OFFICER),
        "carl": member("Carl Jensen", account, Role.CONTACT),
        "ada": member("Ada Brook", account, Role.AGENT),
        "ivan": assigned(official("Ivan Reyes", duty, center), account, duty),
        "nora": assigned(official("Nora Blake", Duty.NAM, center), account, Duty.NAM),
        "petra": official("Petra Novak", Duty.ADMIN, "Headquarters"),
        "iris": official("Iris Vance", Duty.AUDITOR, "Headquarters"),
        "grace": official("Grace Whitfield", Duty.SUPERVISOR, center),
    }
    return Crowd(account, people, opened(by=people["carl"], account=account))


# --- The table ---------------------------------------------------------------------

NEW = "/conversations/new/"


@dataclass(frozen=True)
class Page:
    """A page with a list, or an answer to a form.

    Attributes:
        costs: its statements in words, in no order.
        most: the budget of design section 10, where there is one.
    """

    who: str
    path: Callable[[Crowd], str]
    costs: str
    most: int | None = None
    sent: bool = False


def at(path: str) -> Callable[[Crowd], str]:
    return lambda _crowd: path


def thread(crowd: Crowd) -> str:
    return crowd.thread.get_absolute_url()


def timeline(crowd: Crowd) -> str:
    return f"{crowd.account.get_absolute_url()}timeline/"


def today() -> str:
    return timezone.localdate().isoformat()


def reply(crowd: Crowd) -> str:
    return f"{thread(crowd)}reply/"


# What every page costs: who asks, for whom, and the count beside the inbox.
MEMBER = "session, context, person, memberships"
OFFICIAL = "session, context, person, postings"
UNREAD = "unread count"
READ = "log of reads"
REPLY = (
    "conversation, its head locked, earlier entry of this form, entry, body, head, "
    "read mark, officials concerned, members concerned, mails due, notices"
)
BRIEF = (
    "company, may manage, contacts, notes, to follow, transition, facts, "
    "company people, officials, threads, moved, events"
)
ACCOUNT = (
    "company, facts, transition, company people, officials, open conversations, "
    "stream, entries, who did it"
)
THREAD = "conversation, entries, circle"
NOTE = "form locked, earlier note of this form, note"
PAGES = {
    "home": Page(
        "carl",
        at("/"),
        f"{MEMBER}, waiting on us, we wait for, coming up, {UNREAD}",
        most=12,
    ),
    "inbox of a member": Page(
        "carl", at("/conversations/"), f"{MEMBER}, rows, filters, {UNREAD}", most=7
    ),
    "inbox of an official": Page(
        "ivan", at("/conversations/"), f"{OFFICIAL}, rows, filters, {UNREAD}", most=7
    ),
    "thread": Page("carl", thread, f"{MEMBER}, {THREAD}, {UNREAD}", most=9),
    "thread of an official": Page(
        "ivan", thread, f"{OFFICIAL}, {THREAD}, notes, {UNREAD}", most=9
    ),
    "note": Page(
        "ivan",
        lambda crowd: f"{thread(crowd)}notes/",
        f"{OFFICIAL}, conversation, colleagues for the form, {NOTE}",
        sent=True,
    ),
    "thread of an auditor": Page(
        "iris", thread, f"{OFFICIAL}, {READ}, {THREAD}, notes", most=9
    ),
    "companies of an auditor": Page(
        "iris", at("/companies/"), f"{OFFICIAL}, companies"
    ),
    "reply": Page("carl", reply, f"{MEMBER}, {REPLY}", most=15, sent=True),
    "reply of an official": Page(
        "ivan", reply, f"{OFFICIAL}, {REPLY}", most=15, sent=True
    ),
    "record": Page(
        "carl",
        lambda crowd: f"{thread(crowd)}record/",
        f"{MEMBER}, factors, conversation, entries",
        sent=True,
    ),
    "choose the company": Page("ivan", at(NEW), f"{OFFICIAL}, companies, {UNREAD}"),
    "choose the topic": Page(
        "carl",
        lambda crowd: f"{NEW}?account={crowd.account.ref}",
        f"{MEMBER}, company, {UNREAD}",
    ),
    # Ada sees no thread as long as none is given to her, so nothing is counted.
    "choose whom to act for": Page("ada", at("/acting-for/"), MEMBER),
    "account": Page(
        "carl",
        lambda crowd: crowd.account.get_absolute_url(),
        f"{MEMBER}, {ACCOUNT}, {UNREAD}",
    ),
    "account for an official": Page(
        "nora",
        lambda crowd: crowd.account.get_absolute_url(),
        f"{OFFICIAL}, {READ}, {ACCOUNT}, {UNREAD}",
    ),
    "brief": Page(
        "nora",
        lambda crowd: f"{crowd.account.get_absolute_url()}brief/",
        f"{OFFICIAL}, {READ}, {BRIEF}, {UNREAD}",
    ),
    "calls and meetings": Page(
        "nora",
        lambda crowd: f"{crowd.account.get_absolute_url()}contacts/",
        f"{OFFICIAL}, {READ}, company, contacts, notes, may manage, {UNREAD}",
    ),
    "people": Page(
        "carl", at("/people/"), f"{MEMBER}, officers, people, invitations, {UNREAD}"
    ),
    "people for an officer": Page(
        "olga",
        at("/people/"),
        f"{MEMBER}, officers, people, invitations, who asks, {UNREAD}",
    ),
    "leave routine": Page(
        "olga",
        lambda crowd: f"/people/{crowd.people['carl'].ref}/leave/",
        f"{MEMBER}, factors, membership, officers, successors, invitations, "
        f"in hand, count, {UNREAD}",
    ),
    "lost factors": Page(
        "olga",
        lambda crowd: f"/people/{crowd.people['carl'].ref}/factors/",
        f"{MEMBER}, factors, person, their sight, officers, {UNREAD}",
    ),
    "account as of a day": Page(
        "nora",
        lambda crowd: f"{crowd.account.get_absolute_url()}?as_of={today()}",
        f"{OFFICIAL}, {READ}, {ACCOUNT}, what the Center was called, their entries, "
        f"their holders, {UNREAD}",
    ),
    # Naming the Centers is one of them.
    "fact": Page(
        "carl",
        lambda crowd: f"{crowd.account.get_absolute_url()}facts/divisions/",
        f"{MEMBER}, company, what stands, permission, facts, Centers, {UNREAD}",
    ),
    "timeline": Page(
        "carl", timeline, f"{MEMBER}, company, stream, entries, people, {UNREAD}"
    ),
    "who opened the pages": Page(
        "carl",
        lambda crowd: f"{crowd.account.get_absolute_url()}opened/",
        f"{MEMBER}, company, rows, {UNREAD}",
    ),
    "timeline for an official, of one person": Page(
        "nora",
        lambda crowd: f"{timeline(crowd)}?by={crowd.people['carl'].ref}",
        f"{OFFICIAL}, {READ}, company, person, stream, entries, people, {UNREAD}",
    ),
    "notices": Page("carl", at("/notices/"), f"{MEMBER}, rows, mails, {UNREAD}"),
    "portfolio": Page(
        "nora",
        at("/portfolio/"),
        f"{OFFICIAL}, rows, figures, contacts, follow-ups, handed, views, {UNREAD}",
    ),
    "handed to you": Page(
        "nora", at("/portfolio/handovers/"), f"{OFFICIAL}, rows, figures, {UNREAD}"
    ),
    "assignments": Page("petra", at("/portfolio/reassign/"), f"{OFFICIAL}, rows"),
    "team": Page(
        "grace",
        at("/team/"),
        f"{OFFICIAL}, waiting, staff, companies, unassigned, their number, {UNREAD}",
    ),
    "hand over": Page(
        "petra",
        lambda crowd: (
            f"/portfolio/reassign/?official={crowd.people['nora'].ref}&duty=NAM"
        ),
        f"{OFFICIAL}, predecessor, companies, officials, counts",
    ),
    # The admin reads no conversations, so nothing is unread.
    "companies": Page("petra", at("/companies/"), f"{OFFICIAL}, companies"),
    "companies called so": Page(
        "petra", at("/companies/?q=trad"), f"{OFFICIAL}, companies"
    ),
    "company for an admin": Page(
        "petra",
        lambda crowd: f"/companies/{crowd.account.ref}/",
        f"{OFFICIAL}, {READ}, company, mergers, who looks after it",
    ),
    "enroll": Page(
        "petra", at("/companies/enroll/"), f"{OFFICIAL}, second factor, Centers"
    ),
    "away": Page(
        "nora",
        lambda crowd: f"/away/{crowd.people['nora'].ref}/",
        f"{OFFICIAL}, official, posts, stand-ins, absences, reasons, {UNREAD}",
    ),
    "centers": Page("petra", at("/centers/"), f"{OFFICIAL}, Centers"),
    "center": Page("petra", at("/centers/CEE007/"), f"{OFFICIAL}, Center, history"),
    "board": Page("petra", at("/onboarding/"), f"{OFFICIAL}, figures, unplanned, rows"),
}


# --- Counting ----------------------------------------------------------------------


def statements(page: Page, crowd: Crowd) -> list[str]:
    """Return what a page asks of the database, once the session is warm."""
    client = PortalClient().sign_in(crowd.people[page.who])
    if page.who == "ada":
        session = client.session
        session[ACTING_FOR] = crowd.account.ref
        session.save()
    path = page.path(crowd)
    answer(client, page, path)
    with CaptureQueriesContext(connection) as captured:
        assert answer(client, page, path).status_code in {200, 302}
    return [
        query["sql"]
        for query in captured.captured_queries
        if not query["sql"].startswith(UNCOUNTED)
    ]


def answer(client: PortalClient, page: Page, path: str) -> Any:
    if not page.sent:
        return client.get(path)
    typed = {"key": str(uuid4()), "text": "Thank you."}
    typed |= {f"note-{name}": value for name, value in typed.items()}
    given = client.post(path, typed)
    if given.streaming:
        b"".join(given)  # to its end, which closes it
    return given


@pytest.fixture(scope="module")
def counted(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, list[list[str]]]]:
    """Each page's statements, first with few rows, then with many."""
    # The bell's own work is no part of what a page costs.
    patched = pytest.MonkeyPatch.context()
    with django_db_blocker.unblock(), patched as patch:
        patch.setattr(notices, "ring", lambda: None)
        try:
            around = crowd()
            found: dict[str, list[list[str]]] = {name: [] for name in PAGES}
            for number in (FEW, MANY):
                around.grow(number)
                for name, page in PAGES.items():
                    found[name].append(statements(page, around))
            yield found
        finally:
            database.flush()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_for_few_rows_and_for_many(
    counted: dict[str, list[list[str]]], name: str
) -> None:
    few, many = counted[name]

    assert len(few) == len(many), listed(many)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_what_the_table_says(
    counted: dict[str, list[list[str]]], name: str
) -> None:
    page, (_few, many) = PAGES[name], counted[name]

    assert page.most is None or len(many) <= page.most, listed(many)
    assert len(many) == len(page.costs.split(", ")), listed(many)


def listed(statements: list[str]) -> str:
    return "\n".join(
        f"{number} {sql[:30]} … {sql[sql.find('FROM') :][:120]}"
        for number, sql in enumerate(statements, 1)
    )
