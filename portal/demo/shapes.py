"""The shapes in which the demonstration is told; frozen, and free of any model."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["OFFICER", "CONTACT", "AGENT", "VIEWER"]
Post = Literal["IMPORT_SPECIALIST", "SUPERVISOR", "NAM", "SCSS", "ADMIN", "AUDITOR"]
Duty = Literal["NAM", "IMPORT_SPECIALIST", "SCSS"]
Standing = Literal["active", "pilot", "suspended"]


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; `subject` is what the sign-in provider would say."""

    key: str
    name: str
    email: str
    time_zone: str
    subject: str


@dataclass(frozen=True)
class Company:
    """A member of the program; `profile` is one line on what it imports."""

    key: str
    legal_name: str
    center: str
    importer_numbers: tuple[str, ...]
    accepted_days_ago: int
    letter_days_ago: int | None
    status: Standing
    profile: str


@dataclass(frozen=True)
class Member:
    """A person's role in a company; `kinds` are topic groups given to an agent.

    `since_days_ago` is None for who is there since the company joined.
    """

    person: str
    company: str
    role: Role
    kinds: tuple[str, ...] = ()
    since_days_ago: int | None = None


@dataclass(frozen=True)
class Official:
    """A person's post: at a Center by its code, or at an office by its name."""

    person: str
    duty: Post
    center: str = ""
    office: str = ""


@dataclass(frozen=True)
class Assignment:
    """Who looks after a company, in which duty, and since when."""

    company: str
    official: str
    duty: Duty
    since_days_ago: int


@dataclass(frozen=True)
class Said:
    """One entry: Markdown, with `{d:N}` for the date N days before the seeding.

    `days_ago` counts whole days before today; the fraction is the share of the
    day, in UTC, that was still to come: 12.25 is six in the evening, twelve days ago.
    """

    by: str
    days_ago: float
    text: str


@dataclass(frozen=True)
class Story:
    """One conversation; who speaks first opens it, who spoke last gave the turn.

    `shared_with` names agents who would not see it by its kind; `ended` says that
    nobody waits for anything any more.
    """

    key: str
    company: str
    topic: str
    subject: str
    said: tuple[Said, ...]
    shared_with: tuple[str, ...] = ()
    unread_for: tuple[str, ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class Call:
    """A call, visit or meeting that an official noted; see `accounts.actions`."""

    company: str
    official: str
    kind: Literal["call", "visit", "meeting"]
    days_ago: float
    people: tuple[str, ...]
    shared: str = ""
    internal: str = ""
    follow_up: str = ""
    follow_up_in: int | None = None


@dataclass(frozen=True)
class Passed:
    """A duty that went to another official, who has still to acknowledge it."""

    company: str
    duty: Duty
    predecessor: str
    successor: str
    days_ago: float
    why: str


@dataclass(frozen=True)
class Scene:
    """Everybody and everything that a seeding makes; keys refer within the scene.

    `looked_in_on` are conversations, by key, that the whole staff of the Center has
    read, so that their lists show as unread what is new.
    """

    people: tuple[Person, ...] = ()
    companies: tuple[Company, ...] = ()
    members: tuple[Member, ...] = ()
    officials: tuple[Official, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    stories: tuple[Story, ...] = ()
    looked_in_on: frozenset[str] = frozenset()
    calls: tuple[Call, ...] = ()
    passed: tuple[Passed, ...] = ()

    def beside(self, other: "Scene") -> "Scene":
        """Return both scenes as one, their conversations in the order of opening."""
        stories = (*self.stories, *other.stories)
        return Scene(
            people=(*self.people, *other.people),
            companies=(*self.companies, *other.companies),
            members=(*self.members, *other.members),
            officials=(*self.officials, *other.officials),
            assignments=(*self.assignments, *other.assignments),
            stories=tuple(sorted(stories, key=lambda one: -one.said[0].days_ago)),
            looked_in_on=self.looked_in_on | other.looked_in_on,
            calls=(*self.calls, *other.calls),
            passed=(*self.passed, *other.passed),
        )
