"""Make the demonstration's rows, through the same actions as everybody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache, cached_property

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions import (
    companies,
    contacts,
    duties,
    handovers,
    invitations,
    people,
)
from accounts.models import Account, Center, User
from accounts.states import ContactKind, Duty, ProgramStatus, Role
from onboarding import actions as onboarding_actions
from onboarding.models import Transition
from portal import rls
from portal.demo import calls, cast, crowd, moving, passing, stories
from portal.demo.crowd import Size
from portal.demo.moving import Step
from portal.demo.shapes import (
    Call,
    Company,
    Member,
    Official,
    Passed,
    Person,
    Scene,
)
from portal.demo.speaking import Tellers

PASSWORD = "portal-demo-2026"  # noqa: S105  # printed by `make run`, demo only
ADMIN = "petra"
SEED = 20181001
BEGINNING = timedelta(hours=15)  # of a day in UTC, when what has no hour is dated
COMPANIES = len(cast.COMPANIES) + Size().companies
POSTED = 2000  # days ago, since when the officials have their posts


@dataclass(frozen=True)
class Seeded:
    """How many rows of each kind there are."""

    companies: int
    people: int
    conversations: int
    messages: int


def is_seeded() -> bool:
    """Whether the demo's first admin is there; asked as the sign-in page asks."""
    with transaction.atomic(), rls.restored():
        rls.open_door()
        return bool(User.objects.filter(subject=f"demo:{ADMIN}").exists())


def told() -> Scene:
    """Return the four companies whose conversations were written one by one."""
    return Scene(
        people=cast.PEOPLE,
        companies=cast.COMPANIES,
        members=cast.MEMBERS,
        officials=cast.OFFICIALS,
        assignments=cast.ASSIGNMENTS,
        stories=stories.told(),
        calls=calls.CALLS,
        passed=passing.PASSED,
    )


def scene(*, seed: int = SEED, size: Size | None = None) -> Scene:
    """Return everybody and everything: the told cast, and a crowd beside it."""
    gathered = crowd.gather(seed, timezone.now().date(), size or Size())
    return told().beside(gathered)


@cache
def hashed_password() -> str:
    """Return the password's hash, which takes its time; everybody has the same."""
    return make_password(PASSWORD)


def seed(shown: Scene) -> Seeded:
    """Make all rows of a scene in one transaction, dated back from now."""
    with transaction.atomic(), without_savepoints():
        return Stage(shown).set()


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Let the actions nest without a savepoint around each.

    A fault anywhere ends the whole seeding, so that they would save nothing; and they
    are nearly half of all that is asked of the database.
    """
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, False
    try:
        yield
    finally:
        features.uses_savepoints = before


class Stage:
    """The demonstration while it is set up: rows by the keys of the scene."""

    def __init__(self, shown: Scene) -> None:
        self.scene = shown
        self.now = timezone.now()
        self.people: dict[str, User] = {}
        self.accounts: dict[str, Account] = {}

    def set(self) -> Seeded:
        self.people[ADMIN] = self.admin
        with rls.entered(self.admin.pk):
            self.bring_in_people()
            self.enroll()
            self.give_duties()
            self.move_on()
        Tellers(self.scene, self.people, self.accounts, self.now).tell()
        for call in self.scene.calls:
            self.note(call)
        with rls.entered(self.admin.pk):
            for passed in self.scene.passed:
                self.hand_over(passed)
        return Seeded(
            len(self.accounts),
            len(self.people),
            len(self.scene.stories),
            sum(len(story.said) for story in self.scene.stories),
        )

    @cached_property
    def admin(self) -> User:
        person = next(one for one in self.scene.people if one.key == ADMIN)
        return duties.found(self.registered(person))

    def bring_in_people(self) -> None:
        for person in self.scene.people:
            if person.key != ADMIN:
                user = people.register(self.registered(person), by=self.admin)
                self.people[person.key] = user

    def registered(self, person: Person) -> people.Person:
        return people.Person(
            subject=person.subject,
            name=person.name,
            email=person.email,
            time_zone=person.time_zone,
            password=hashed_password(),
        )

    def enroll(self) -> None:
        for company in self.scene.companies:
            self.accounts[company.key] = self.enrolled(company)
        for member in self.scene.members:
            self.appoint(member)

    def enrolled(self, company: Company) -> Account:
        accepted = self.day(company.accepted_days_ago)
        return companies.enroll(
            profile(company, self.now),
            center=self.centers[company.center],
            by=self.admin,
            at=accepted,
        )

    @cached_property
    def centers(self) -> dict[str, Center]:
        return {center.code: center for center in Center.objects.order_by("pk")}

    @cached_property
    def joined(self) -> dict[str, int]:
        """How many days ago each company joined."""
        return {one.key: one.accepted_days_ago for one in self.scene.companies}

    def appoint(self, member: Member) -> None:
        since = self.day(member.since_days_ago or self.joined[member.company])
        companies.appoint(
            companies.Appointment(Role(member.role), member.kinds),
            user=self.people[member.person],
            account=self.accounts[member.company],
            by=self.admin,
            at=since,
        )

    def give_duties(self) -> None:
        for official in self.scene.officials:
            if official.person != ADMIN:
                self.post(official)
        for assignment in self.scene.assignments:
            companies.assign(
                account=self.accounts[assignment.company],
                official=self.people[assignment.official],
                duty=Duty(assignment.duty),
                by=self.admin,
                at=self.day(assignment.since_days_ago),
            )

    def post(self, official: Official) -> None:
        duties.post(
            official=self.people[official.person],
            duty=Duty(official.duty),
            office=self.centers.get(official.center, official.office),
            since=self.day(POSTED),
            by=self.admin,
        )

    def move_on(self) -> None:
        """Plan each company's introduction, and take the steps since."""
        today = self.now.date()
        for company, steps in moving.board(self.scene.companies, today):
            planned = moving.planned(company)
            transition = onboarding_actions.plan(
                account=self.accounts[company.key],
                by=self.admin,
                on=today - timedelta(days=planned),
                at=self.day(planned),
            )
            for step in steps:
                self.take(step, transition)

    def take(self, step: Step, transition: Transition) -> None:
        at, by = self.day(step.days_ago), self.admin
        if step.to:
            onboarding_actions.move(transition=transition, to=step.to, by=by, at=at)
        else:
            onboarding_actions.hold(transition=transition, why=step.why, by=by, at=at)

    def note(self, call: Call) -> None:
        """Let an official note a call as soon as it is over."""
        at, until = self.now - timedelta(days=call.days_ago), call.follow_up_in
        held = contacts.Held(
            kind=ContactKind(call.kind),
            held_at=at,
            participants=[
                self.people[person].name for person in (call.official, *call.people)
            ],
            shared=call.shared,
            internal=call.internal,
            follow_up=call.follow_up,
            follow_up_date=None if until is None else (at + timedelta(until)).date(),
        )
        account, by = self.accounts[call.company], self.people[call.official]
        with rls.entered(by.pk):
            contacts.log(held, account=account, by=by, at=at)

    def hand_over(self, passed: Passed) -> None:
        """Let the admin give a company to another official when all is said."""
        change = handovers.Change(
            duty=Duty(passed.duty),
            predecessor=self.people[passed.predecessor],
            successor=self.people[passed.successor],
            why=passed.why,
        )
        account = self.accounts[passed.company]
        at = self.now - timedelta(days=passed.days_ago)
        handovers.hand_over(change, accounts=[account], by=self.admin, at=at)

    def day(self, days_ago: int) -> datetime:
        return day(days_ago, self.now)


def invite() -> None:
    """Let Olga of Northwind have invited a colleague yesterday, who has not come yet.

    It stands beside the scene: there is nothing of it to be loaded in bulk.
    """
    with transaction.atomic(), rls.restored():
        rls.open_door()
        olga = User.objects.get(subject="demo:olga")
        rls.enter(olga.pk)
        account = olga.current_memberships[0].account
        offer = invitations.Offer("ida@northwind.example", Role.CONTACT)
        at = day(1, timezone.now())
        invitations.invite(offer, account=account, by=olga, at=at)


def day(days_ago: int, now: datetime) -> datetime:
    """Return a moment of a day so many days ago, for what has no hour."""
    today = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
    return today - timedelta(days=days_ago) + BEGINNING


def profile(company: Company, now: datetime) -> companies.Profile:
    """Return what is known of a company when it is enrolled."""
    letter = company.letter_days_ago
    return companies.Profile(
        legal_name=company.legal_name,
        importer_numbers=company.importer_numbers,
        accepted_on=day(company.accepted_days_ago, now).date(),
        letter_on=None if letter is None else day(letter, now).date(),
        status=ProgramStatus(company.status),
    )
