"""The rows of people and companies, as enrolling, appointing and moving leave them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts import events
from accounts.actions.profile import first_facts
from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Center,
    Membership,
    Posting,
    User,
)
from accounts.states import OfficeKind
from onboarding import actions as onboarding_actions
from onboarding import calendar, states
from onboarding.models import Transition
from onboarding.states import Stage
from portal.demo import moving, seeding
from portal.demo.bulk.loading import OWNER, Loader
from portal.demo.moving import Step
from portal.demo.shapes import Company, Official, Person, Scene


class Rows:
    """The rows of a scene's people and companies, by its keys.

    Attributes:
        known: people who have their rows already, such as the officials.
        admin: in whose name everything is done.
    """

    def __init__(
        self,
        scene: Scene,
        *,
        known: Mapping[str, User],
        now: datetime,
        password: str,
        loader: Loader,
    ) -> None:
        self.scene = scene
        self.people: dict[str, User] = dict(known)
        self.accounts: dict[str, Account] = {}
        self.admin = known[seeding.ADMIN]
        centers = Center.objects.using(OWNER).order_by("pk")
        self.centers = {center.code: center for center in centers}
        self.now = now
        self.password = password
        self.loader = loader
        self.offices: dict[str, Posting] = {}

    def load(self) -> None:
        """Load all rows, table after table, each row before what points to it."""
        for rows in (
            self.users,
            self.companies,
            self.memberships,
            self.postings,
            self.assignments,
            self.transitions,
        ):
            made = list(rows())
            for table in dict.fromkeys(map(type, made)):
                self.loader.load(row for row in made if type(row) is table)

    def users(self) -> Iterator[Model]:
        ids = self.loader.ids(User)
        for person in self.scene.people:
            if person.key not in self.people:
                user = self.user(person, next(ids))
                self.people[person.key] = user
                yield user
                yield self.past(user, "Registered", at=self.now)

    def user(self, person: Person, pk: int) -> User:
        user = User(
            pk=pk,
            subject=person.subject,
            name=person.name,
            email=person.email,
            time_zone=person.time_zone,
            password=self.password,
        )
        user._state.db = OWNER  # where those rows are that will point to it
        return user

    def companies(self) -> Iterator[Model]:
        ids = self.loader.ids(Account)
        for company in self.scene.companies:
            account = self.account(company, next(ids))
            at = self.day(company.accepted_days_ago)
            self.accounts[company.key] = account
            yield account
            yield self.past(account, "Enrolled", at=at)
            yield from first_facts(account, by=self.admin, why="Enrolled", at=at)
            yield self.told(account, "enrolled", events.enrolled(account), at=at)

    def account(self, company: Company, pk: int) -> Account:
        known = seeding.profile(company, self.now)
        return Account(
            pk=pk,
            legal_name=known.legal_name,
            center=self.centers[company.center],
            importer_numbers=list(known.importer_numbers),
            accepted_on=known.accepted_on,
            letter_on=known.letter_on,
            status=known.status,
        )

    def memberships(self) -> Iterator[Model]:
        ids = self.loader.ids(Membership)
        joined = {one.key: one.accepted_days_ago for one in self.scene.companies}
        for member in self.scene.members:
            at = self.day(member.since_days_ago or joined[member.company])
            membership = Membership(
                pk=next(ids),
                user=self.people[member.person],
                account=self.accounts[member.company],
                role=member.role,
                kinds=list(member.kinds),
                since=at,
            )
            words = events.appointed(membership)
            yield membership
            yield self.past(membership, "Appointed", at=at)
            yield self.told(membership.account, "appointed", words, at=at)

    def postings(self) -> Iterator[Model]:
        ids = self.loader.ids(Posting)
        for official in self.scene.officials:
            if official.person != seeding.ADMIN:
                posting = self.posting(official, next(ids))
                self.offices[official.person] = posting
                yield posting
                yield self.past(posting, "Posted", at=self.now)

    def posting(self, official: Official, pk: int) -> Posting:
        away = OfficeKind.FIELD if official.duty == "SCSS" else OfficeKind.HEADQUARTERS
        return Posting(
            pk=pk,
            official=self.people[official.person],
            duty=official.duty,
            office=OfficeKind.CENTER if official.center else away,
            office_name=official.office,
            center=self.centers.get(official.center),
            since=self.day(seeding.POSTED),
        )

    def assignments(self) -> Iterator[Model]:
        ids = self.loader.ids(Assignment)
        for one in self.scene.assignments:
            at = self.day(one.since_days_ago)
            assignment = Assignment(
                pk=next(ids),
                account=self.accounts[one.company],
                official=self.people[one.official],
                duty=one.duty,
                since=at,
            )
            words = events.assigned(assignment)
            yield assignment
            yield self.past(assignment, "Assigned", at=at)
            yield self.told(assignment.account, "assigned", words, at=at)

    # --- The move onto the portal ----------------------------------------------------

    def transitions(self) -> Iterator[Model]:
        """Yield each transition as it stands, and its past step by step.

        Notices of introductions are not among them: the timetable finds what is owed.
        """
        ids = self.loader.ids(Transition)
        today = self.now.date()
        for company, steps in moving.board(self.scene.companies, today):
            planned = moving.planned(company)
            transition = self.planned(company, planned, next(ids))
            at = self.day(planned)
            words = onboarding_actions.planning(transition, anew=False)
            yield self.past(transition, "Planned", at=at)
            yield self.told(transition.account, "transition", words, at=at)
            for step in steps:
                yield from self.step(transition, step)
            yield transition

    def planned(self, company: Company, days_ago: int, pk: int) -> Transition:
        account = self.accounts[company.key]
        on = self.now.date() - timedelta(days=days_ago)
        return Transition(
            pk=pk,
            account=account,
            planned_on=on,
            on_or_about=calendar.on_or_about(
                account.letter_on, account.accepted_on, on
            ),
        )

    def step(self, transition: Transition, step: Step) -> Iterator[Model]:
        """Take a step, and yield what it leaves beside the transition."""
        at, account = self.day(step.days_ago), transition.account
        if step.to:
            words = states.sentence(Stage(transition.stage), step.to)
            why = str(step.to.label)
            transition.stage, transition.stuck_because = step.to, ""
        else:
            words = onboarding_actions.with_reason(_("The move is stuck."), step.why)
            why = transition.stuck_because = step.why
        yield self.past(transition, why, at=at, kind="~")
        yield self.told(account, "transition", words, at=at)

    # --- What is left beside a row ---------------------------------------------------

    def past(self, row: Any, why: str, *, at: datetime, kind: str = "+") -> Model:
        """Return a row's line in its history, as save_as leaves it."""
        model = row.history.model
        values = {
            field.attname: getattr(row, field.attname) for field in model.tracked_fields
        }
        past: Model = model(
            **values,
            history_date=at,
            history_type=kind,
            history_change_reason=why,
            history_user_id=self.admin.pk,
        )
        return past

    def told(self, account: Account, kind: str, words: str, *, at: datetime) -> Model:
        """Return a line of a company's timeline."""
        return AccountEvent(
            account=account,
            kind=kind,
            sentence=events.ended_once(words),
            by=self.admin,
            at=at,
        )

    def day(self, days_ago: int) -> datetime:
        return seeding.day(days_ago, self.now)
