"""Fill the portal with as many companies and messages as a measurement asks for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connections
from django.utils import timezone

from accounts.models import Account, User
from conversations.models import Entry
from conversations.states import Kind
from portal.demo import seeding, speaking
from portal.demo.bulk.loading import OWNER, Loader, loading
from portal.demo.bulk.people import Rows
from portal.demo.bulk.telling import Book, Chains
from portal.demo.crowd import multitude
from portal.demo.crowd.multitude import Multitude
from portal.demo.shapes import Scene, Story

COMPANIES_AT_ONCE = 500
STORIES_AT_ONCE = 500
SAY_EVERY = 50_000  # messages

Say = Callable[[str], object]


@dataclass(frozen=True)
class Volume:
    """How many companies and messages there are."""

    companies: int
    messages: int

    @staticmethod
    def present() -> "Volume":
        """Count what is there, as the owner, who sees it all."""
        said = Entry.objects.using(OWNER).filter(kind=Kind.MESSAGE)
        return Volume(Account.objects.using(OWNER).count(), said.count())


def add(more: Volume, *, seed: int, say: Say) -> None:
    """Load so many companies and about so many messages, in one transaction.

    The last conversation is told whole, so that there may be some messages more.

    Args:
        say: is told how far it has come.
    """
    many = multitude.raise_up(seed, more.companies)
    with loading() as loader:
        check_at_once()
        filling = Filling(many, loader)
        filling.bring_in()
        stories = multitude.stories(seed, many, filling.now.date())
        said = 0
        for told in filling.tell(stories, more.messages):
            if told // SAY_EVERY > said // SAY_EVERY:
                say(f"{told:,} messages …")
            said = told
        say(f"{more.companies:,} companies and {said:,} messages more.")


def check_at_once() -> None:
    """Check each row's references with its statement.

    Until the end of the transaction PostgreSQL would keep a note of each in memory.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Filling:
    """Loads people, companies and conversations, some at a time."""

    def __init__(self, many: Multitude, loader: Loader) -> None:
        self.many = many
        self.loader = loader
        self.now = timezone.now()
        self.people: dict[str, User] = {seeding.ADMIN: admin()}
        self.accounts: dict[str, Account] = {}
        self.offices: dict[str, str] = {}
        self.scenes: list[Scene] = []
        self.password = seeding.hashed_password()

    def bring_in(self) -> None:
        for scene in self.many.scenes(COMPANIES_AT_ONCE):
            rows = Rows(
                scene,
                known=self.people,
                now=self.now,
                password=self.password,
                loader=self.loader,
            )
            rows.load()
            self.people |= rows.people
            self.accounts |= rows.accounts
            self.offices |= {key: post.place for key, post in rows.offices.items()}
            self.scenes.append(scene)

    def tell(self, stories: Iterator[Story], messages: int) -> Iterator[int]:
        """Tell as many conversations as it takes; yield how many messages went in."""
        whole = merged(self.scenes)
        chains = Chains(
            Book(whole, self.people, self.accounts, self.offices), self.loader, self.now
        )
        readers = readers_of(whole)
        said = 0
        while said < messages:
            for story in islice(stories, STORIES_AT_ONCE):
                chains.tell(story, readers(story))
                said += len(story.said)
                if said >= messages:
                    break
            self.loader.load(chains.taken())
            yield said


def admin() -> User:
    subject = f"demo:{seeding.ADMIN}"
    found: User = User.objects.using(OWNER).get(subject=subject)
    return found


def merged(scenes: Sequence[Scene]) -> Scene:
    """Return all scenes as one."""
    return Scene(
        companies=tuple(one for scene in scenes for one in scene.companies),
        members=tuple(one for scene in scenes for one in scene.members),
        officials=tuple(one for scene in scenes for one in scene.officials),
        assignments=tuple(one for scene in scenes for one in scene.assignments),
    )


def readers_of(scene: Scene) -> Callable[[Story], list[str]]:
    """Return who reads a conversation but for who spoke last."""
    concerned: Mapping[str, list[str]] = speaking.concerned(scene)
    return lambda story: [
        key for key in concerned[story.company] if key != story.said[-1].by
    ]
