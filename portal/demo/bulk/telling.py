"""The rows of conversations, chain included, as opening and replying leave them.

The links of a chain are made by `conversations.record`, as for everybody; here they
are only saved in another way.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from accounts.models import Account, User
from accounts.routing import Addressee
from accounts.standing import Standing
from accounts.states import Duty, Role, Side
from conversations import actions, chain, record, topics
from conversations.actions import opening
from conversations.actions.speaking import put_on_turn
from conversations.models import Body, Conversation, Entry, ReadMark, Share
from conversations.record import Voice
from conversations.states import Kind, Reason, State
from portal.demo import speaking, stories
from portal.demo.bulk.loading import Loader
from portal.demo.shapes import Duty as AssignedDuty
from portal.demo.shapes import Member, Said, Scene, Story

TABLES = (Conversation, Share, Entry, Body)


class Book:
    """Who stands how towards whom, by the keys of a scene."""

    def __init__(
        self,
        scene: Scene,
        people: Mapping[str, User],
        accounts: Mapping[str, Account],
        offices: Mapping[str, str],
    ) -> None:
        self.people = people
        self.accounts = accounts
        self.offices = offices
        self.posts = {one.person: Duty(one.duty) for one in scene.officials}
        self.members = {(one.person, one.company): one for one in scene.members}
        self.agents: dict[str, list[Member]] = {}
        self.officers: dict[str, str] = {}
        for member in scene.members:
            if member.role == "AGENT":
                self.agents.setdefault(member.company, []).append(member)
            if member.role == "OFFICER":
                self.officers.setdefault(member.company, member.person)
        self.assigned: dict[str, dict[AssignedDuty, str]] = {}
        for one in scene.assignments:
            self.assigned.setdefault(one.company, {})[one.duty] = one.official

    def standing(self, person: str, company: str) -> Standing:
        member = self.members.get((person, company))
        if member:
            return Standing(Role(member.role), self.accounts[company].legal_name)
        return Standing(self.posts[person], self.offices[person])

    def addressee(self, company: str, duty: Duty) -> Addressee:
        assigned = {
            to: self.people[official] for to, official in self.assigned[company].items()
        }
        official, manager = assigned.get(duty.value), assigned.get("NAM")  # type: ignore[call-overload]  # a Duty is its word
        copied = None if manager == official else manager
        return Addressee(self.accounts[company], duty, official, copied)


class Chains:
    """Makes the rows of conversations, until somebody takes them to load them."""

    def __init__(self, book: Book, loader: Loader, now: datetime) -> None:
        self.book = book
        self.now = now
        self.heads = loader.ids(Conversation)
        self.entries = loader.ids(Entry)
        self.rows: dict[type[Model], list[Model]] = {table: [] for table in TABLES}
        self.given: set[tuple[int, int]] = set()
        self.reading: dict[tuple[int, int], int] = {}

    def taken(self) -> Iterator[Model]:
        """Yield the rows made so far, table after table, and forget them."""
        for rows in self.rows.values():
            yield from rows
            rows.clear()
        for (person, conversation), seq in self.reading.items():
            yield ReadMark(
                user_id=person,
                conversation_id=conversation,
                seq=seq,
                read_at=self.now,
            )
        self.reading.clear()
        self.given.clear()

    def tell(self, story: Story, readers: Iterable[str]) -> Conversation:
        head = self.opened(story)
        for agent in story.shared_with:
            self.give(head, agent, by=self.book.officers[story.company], at=self.now)
        for part, said in enumerate(story.said[1:], start=1):
            self.reply(head, story, part, said)
        if story.ended:
            self.end(head, story)
        for key in readers:
            if self.sees(key, story, head):
                news = key in story.unread_for
                seq = head.said_seq - 1 if news else head.latest_seq
                self.mark_read(head, self.book.people[key], seq)
        return head

    def sees(self, key: str, story: Story, head: Conversation) -> bool:
        """Whether a reader sees a conversation: an agent only what was given."""
        member = self.book.members.get((key, story.company))
        is_agent = member is not None and member.role == "AGENT"
        return not is_agent or (head.pk, self.book.people[key].pk) in self.given

    def opened(self, story: Story) -> Conversation:
        first, duty = story.said[0], topics.TOPICS[story.topic].duty
        voice = self.voice(first, story)
        sent = actions.Opening(
            story.topic, story.subject, self.words(first), speaking.key_of(story, 0)
        )
        addressee = self.book.addressee(story.company, duty)
        head = opening.head_of(sent, addressee, voice)
        head.pk = next(self.heads)
        self.rows[Conversation].append(head)
        group = topics.TOPICS[story.topic].group
        for member in self.book.agents.get(story.company, ()):
            if member.person == first.by or group in member.kinds:
                self.give(head, member.person, by=first.by, at=voice.at)
        facts = opening.opening_facts(head, addressee)
        self.add(head, Kind.OPENED, facts, voice)
        self.add(head, Kind.MESSAGE, sent.text, voice, key=sent.key)
        self.mark_read(head, voice.by, head.latest_seq)
        return head

    def reply(self, head: Conversation, story: Story, part: int, said: Said) -> None:
        voice = self.voice(said, story, head)
        if voice.standing.side is Side.GOVERNMENT and head.holder_id is None:
            head.holder = voice.by
            facts = chain.facts(holder=voice.by.name, holder_ref=voice.by.ref)
            self.add(head, Kind.HANDOVER, facts, voice)
        key = speaking.key_of(story, part)
        self.add(head, Kind.MESSAGE, self.words(said), voice, key=key)
        put_on_turn(head, voice.standing.side.other, at=voice.at)
        self.mark_read(head, voice.by, head.latest_seq)

    def end(self, head: Conversation, story: Story) -> None:
        head.state = State.CLOSED
        voice = self.voice(story.said[-1], story, head)
        facts = chain.facts(state=State.CLOSED, reason=Reason.ANSWERED)
        self.add(head, Kind.STATE, facts, voice)
        self.mark_read(head, voice.by, head.latest_seq)

    def voice(
        self, said: Said, story: Story, head: Conversation | None = None
    ) -> Voice:
        at = stories.moment(said.days_ago, self.now)
        return Voice(
            self.book.people[said.by],
            self.book.standing(said.by, story.company),
            record.moment(head, at) if head else at,
        )

    def words(self, said: Said) -> str:
        return stories.write(said.text, self.now.date())

    # --- Rows ------------------------------------------------------------------------

    def add(
        self,
        head: Conversation,
        kind: Kind,
        text: str,
        voice: Voice,
        *,
        key: UUID | None = None,
    ) -> None:
        entry, body = record.link(head, kind, text, voice=voice, key=key)
        entry.pk = body.entry_id = next(self.entries)
        self.rows[Entry].append(entry)
        self.rows[Body].append(body)

    def give(self, head: Conversation, agent: str, *, by: str, at: datetime) -> None:
        """Give a conversation to an agent; again is harmless."""
        user = self.book.people[agent]
        if (head.pk, user.pk) in self.given:
            return
        self.given.add((head.pk, user.pk))
        share = Share(
            conversation=head,
            account_id=head.account_id,
            center_id=head.center_id,
            user=user,
            given_at=at,
            given_by=self.book.people[by],
        )
        self.rows[Share].append(share)

    def mark_read(self, head: Conversation, by: User, seq: int) -> None:
        """Note how far somebody has read; it never goes back."""
        place = (by.pk, head.pk)
        self.reading[place] = max(seq, self.reading.get(place, 0))
