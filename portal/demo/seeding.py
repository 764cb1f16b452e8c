"""Make the demonstration's rows, through the same actions as everybody's."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import NAMESPACE_OID, UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.actions import companies, duties, people
from accounts.models import Account, Center, User
from accounts.states import Duty, ProgramStatus, Role
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from portal.demo import cast, stories
from portal.demo.shapes import Company, Person, Story

PASSWORD = "portal-demo-2026"  # noqa: S105  # printed by `make run`, demo only
ADMIN = "petra"


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
        return User.objects.filter(subject=f"demo:{ADMIN}").exists()


def seed() -> Seeded:
    """Make all rows of the demonstration in one transaction, dated back from now."""
    with transaction.atomic():
        return Stage().set()


class Stage:
    """The demonstration while it is set up: rows by the keys of the cast."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.people: dict[str, User] = {}
        self.accounts: dict[str, Account] = {}

    def set(self) -> Seeded:
        self.bring_in_people()
        with rls.entered(self.admin.pk):
            self.enroll()
            self.give_duties()
        told = stories.told()
        for story in told:
            self.tell(story)
        said = sum(len(story.said) for story in told)
        return Seeded(len(self.accounts), len(self.people), len(told), said)

    @cached_property
    def admin(self) -> User:
        person = next(one for one in cast.PEOPLE if one.key == ADMIN)
        return duties.found(self.registered(person))

    def bring_in_people(self) -> None:
        self.people[ADMIN] = self.admin
        with rls.entered(self.admin.pk):
            for person in cast.PEOPLE:
                if person.key != ADMIN:
                    user = people.register(self.registered(person), by=self.admin)
                    self.people[person.key] = user

    def registered(self, person: Person) -> people.Person:
        return people.Person(
            subject=person.subject,
            name=person.name,
            email=person.email,
            time_zone=person.time_zone,
            password=self.password,
        )

    @cached_property
    def password(self) -> str:
        """The hash, which takes its time; everybody here has the same."""
        return make_password(PASSWORD)

    def enroll(self) -> None:
        for company in cast.COMPANIES:
            self.accounts[company.key] = self.enrolled(company)
        for member in cast.MEMBERS:
            account = self.accounts[member.company]
            companies.appoint(
                user=self.people[member.person],
                account=account,
                role=Role(member.role),
                kinds=member.kinds,
                since=self.ago(days=(self.now.date() - account.accepted_on).days),
                by=self.admin,
            )

    def enrolled(self, company: Company) -> Account:
        accepted = self.ago(company.accepted_days_ago).date()
        letter = company.letter_days_ago
        return companies.enroll(
            companies.Profile(
                legal_name=company.legal_name,
                importer_numbers=company.importer_numbers,
                accepted_on=accepted,
                letter_on=None if letter is None else self.ago(letter).date(),
                status=ProgramStatus(company.status),
            ),
            center=Center.objects.get(code=company.center),
            by=self.admin,
        )

    def give_duties(self) -> None:
        centers = {center.code: center for center in Center.objects.order_by("pk")}
        for official in cast.OFFICIALS:
            if official.person != ADMIN:
                duties.post(
                    official=self.people[official.person],
                    duty=Duty(official.duty),
                    office=centers.get(official.center, official.office),
                    since=self.ago(days=2000),
                    by=self.admin,
                )
        for assignment in cast.ASSIGNMENTS:
            companies.assign(
                account=self.accounts[assignment.company],
                official=self.people[assignment.official],
                duty=Duty(assignment.duty),
                since=self.ago(assignment.since_days_ago),
                by=self.admin,
            )

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    # --- Stories ---------------------------------------------------------------------

    def tell(self, story: Story) -> Conversation:
        """Let each speaker of a story say their part, in their own context."""
        conversation = self.opened(story)
        self.share(story, conversation)
        for part, said in enumerate(story.said[1:], start=1):
            with self.speaking(said.by) as by:
                actions.reply(
                    conversation=conversation,
                    text=self.words(said.text),
                    key=key_of(story, part),
                    by=by,
                    at=stories.moment(said.days_ago, self.now),
                )
        if story.ended:
            self.end(story, conversation)
        self.let_read(story, conversation)
        return conversation

    def opened(self, story: Story) -> Conversation:
        first = story.said[0]
        opening = actions.Opening(
            topic=story.topic,
            subject=story.subject,
            text=self.words(first.text),
            key=key_of(story, 0),
        )
        with self.speaking(first.by) as by:
            return actions.open_conversation(
                opening,
                account=self.accounts[story.company],
                by=by,
                at=stories.moment(first.days_ago, self.now),
            )

    def share(self, story: Story, conversation: Conversation) -> None:
        with self.speaking(officer_of(story.company)) as by:
            for agent in story.shared_with:
                actions.share(
                    conversation=conversation, agent=self.people[agent], by=by
                )

    def end(self, story: Story, conversation: Conversation) -> None:
        latest = story.said[-1]
        with self.speaking(latest.by) as by:
            actions.close(
                conversation=conversation,
                reason=Reason.ANSWERED,
                by=by,
                at=stories.moment(latest.days_ago, self.now),
            )

    def let_read(self, story: Story, conversation: Conversation) -> None:
        """Mark the thread read for those it concerns, but for whom it is news."""
        for key in readers_of(story):
            with self.speaking(key) as by:
                seen = Conversation.objects.visible_to(by).filter(pk=conversation.pk)
                for found in seen:
                    news = key in story.unread_for
                    seq = found.said_seq - 1 if news else found.latest_seq
                    actions.mark_read(conversation=found, seq=seq, by=by)

    def words(self, text: str) -> str:
        return stories.write(text, self.now.date())

    @contextmanager
    def speaking(self, key: str) -> Iterator[User]:
        """Put a person in context, with what they may see at this point."""
        person = self.people[key].pk
        with rls.entered(person):
            yield User.objects.get(pk=person)


def officer_of(company: str) -> str:
    return next(
        member.person
        for member in cast.MEMBERS
        if member.company == company and member.role == Role.OFFICER
    )


def readers_of(story: Story) -> list[str]:
    """Return the company's people and the officials assigned to it."""
    members = [m.person for m in cast.MEMBERS if m.company == story.company]
    assigned = [a.official for a in cast.ASSIGNMENTS if a.company == story.company]
    return [*members, *assigned]


def key_of(story: Story, part: int) -> UUID:
    """Return the form's key of one part, the same in every seeding."""
    return uuid5(NAMESPACE_OID, f"{story.key}/{part}")
