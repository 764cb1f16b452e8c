"""Let everybody of a scene say their part, in their own context."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from uuid import NAMESPACE_OID, UUID, uuid5

from accounts.models import Account, User
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from portal.demo import stories
from portal.demo.shapes import Scene, Story

CENTER_POSTS = frozenset({"IMPORT_SPECIALIST", "SUPERVISOR"})


class Tellers:
    """Tells the conversations of a scene, by the rows of its people and companies.

    A person is loaded once, after roles and duties were given: what they may do does
    not change while they speak. Whoever speaks is put in context anew each time, since
    what was given to an agent grows.
    """

    def __init__(
        self,
        scene: Scene,
        people: Mapping[str, User],
        accounts: Mapping[str, Account],
        now: datetime,
    ) -> None:
        self.scene = scene
        self.ids = {key: user.pk for key, user in people.items()}
        self.accounts = accounts
        self.now = now
        self.loaded: dict[str, User] = {}
        self.readers = readers(scene)
        self.told: dict[str, Conversation] = {}

    def tell(self) -> None:
        """Tell every conversation, and then let those whom it concerns read it."""
        with rls.restored():
            for story in self.scene.stories:
                self.told[story.key] = self.telling(story)
            self.let_read()

    def telling(self, story: Story) -> Conversation:
        conversation = self.opened(story)
        self.share(story, conversation)
        for part, said in enumerate(story.said[1:], start=1):
            actions.reply(
                conversation=conversation,
                text=self.words(said.text),
                key=key_of(story, part),
                by=self.speaking(said.by),
                at=stories.moment(said.days_ago, self.now),
            )
        if story.ended:
            self.end(story, conversation)
        return conversation

    def opened(self, story: Story) -> Conversation:
        first = story.said[0]
        opening = actions.Opening(
            topic=story.topic,
            subject=story.subject,
            text=self.words(first.text),
            key=key_of(story, 0),
        )
        return actions.open_conversation(
            opening,
            account=self.accounts[story.company],
            by=self.speaking(first.by),
            at=stories.moment(first.days_ago, self.now),
        )

    def share(self, story: Story, conversation: Conversation) -> None:
        for agent in story.shared_with:
            officer = self.speaking(self.officers[story.company])
            actions.share(
                conversation=conversation, agent=self.person(agent), by=officer
            )

    def end(self, story: Story, conversation: Conversation) -> None:
        latest = story.said[-1]
        actions.close(
            conversation=conversation,
            reason=Reason.ANSWERED,
            by=self.speaking(latest.by),
            at=stories.moment(latest.days_ago, self.now),
        )

    def let_read(self) -> None:
        """Mark as read what each reader has read; who spoke last has done so."""
        self.loaded.clear()  # agents were given threads since they were loaded
        for key, read in self.readers.items():
            by = self.speaking(key)
            ids = {self.told[story.key].pk: story for story in read}
            seen = Conversation.objects.visible_to(by).filter(pk__in=ids)
            for found in seen.order_by("pk"):
                news = key in ids[found.pk].unread_for
                seq = found.said_seq - 1 if news else found.latest_seq
                actions.mark_read(conversation=found, seq=seq, by=by)

    @cached_property
    def officers(self) -> dict[str, str]:
        """The officer of each company, who was there first."""
        officers = [one for one in self.scene.members if one.role == "OFFICER"]
        return {one.company: one.person for one in reversed(officers)}

    def words(self, text: str) -> str:
        return stories.write(text, self.now.date())

    def speaking(self, key: str) -> User:
        """Put a person in context, with what they may see at this point."""
        rls.enter(self.ids[key])
        return self.person(key)

    def person(self, key: str) -> User:
        if key not in self.loaded:
            self.loaded[key] = User.objects.get(pk=self.ids[key])
        return self.loaded[key]


def readers(scene: Scene) -> dict[str, list[Story]]:
    """Return what each reader has read but for its end.

    The company's people and the officials assigned to it read everything; the staff of
    its Center what is no news any more.
    """
    near = concerned(scene)
    staff = staff_of(scene)
    centers = {company.key: company.center for company in scene.companies}
    found: dict[str, list[Story]] = {}
    for story in scene.stories:
        looked_in = (
            staff[centers[story.company]] if story.key in scene.looked_in_on else ()
        )
        for key in dict.fromkeys((*near[story.company], *looked_in)):
            if key != story.said[-1].by:
                found.setdefault(key, []).append(story)
    return found


def concerned(scene: Scene) -> dict[str, list[str]]:
    """Return the people of each company and the officials assigned to it."""
    found: dict[str, list[str]] = {}
    for member in scene.members:
        found.setdefault(member.company, []).append(member.person)
    for assignment in scene.assignments:
        found.setdefault(assignment.company, []).append(assignment.official)
    return found


def staff_of(scene: Scene) -> dict[str, list[str]]:
    """Return who sits at each Center and sees all of its conversations."""
    staff: dict[str, list[str]] = {}
    for official in scene.officials:
        if official.duty in CENTER_POSTS:
            staff.setdefault(official.center, []).append(official.person)
    return staff


def key_of(story: Story, part: int) -> UUID:
    """Return the form's key of one part, the same in every seeding."""
    return uuid5(NAMESPACE_OID, f"{story.key}/{part}")
