"""One valid row per model, and the few situations that many tests begin with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

import factory
from django.db.models import Model
from django.utils import timezone

from accounts import identifiers, tokens
from accounts.actions import profile
from accounts.models import (
    Absence,
    AbsenceReason,
    Account,
    AccountEvent,
    Assignment,
    Center,
    Contact,
    ContactNote,
    Fact,
    FollowUpDone,
    Handover,
    Invitation,
    JoinRequest,
    Membership,
    Notice,
    Posting,
    SavedView,
    StaffEvent,
    StaffRead,
    Succession,
    User,
)
from accounts.states import (
    Channel,
    ContactKind,
    Duty,
    FactName,
    NoticeKind,
    OfficeKind,
    ProgramStatus,
    Role,
    Side,
    WhyRead,
)
from conversations import actions
from conversations.models import (
    Body,
    Conversation,
    Draft,
    Entry,
    Mention,
    Note,
    ReadMark,
    Share,
)
from conversations.states import Kind
from onboarding.models import Transition
from onboarding.states import Stage
from portal import rls
from portal.history import save_as
from tests.database import as_owner

Row = TypeVar("Row", bound=Model)

LONG_AGO = datetime(2024, 3, 4, 15, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


class RowFactory(factory.django.DjangoModelFactory[Row]):
    """Makes rows as the owner, so that no test needs an admin to begin."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_owner():
            row = model_class(*args, **kwargs)
            if hasattr(model_class, "history"):
                return save_as(row, by=None, why="Made for a test", at=LONG_AGO)
            row.save(force_insert=True)
            return row


class UserFactory(RowFactory[User]):
    class Meta:
        model = User
        exclude = ["first"]

    name = factory.Sequence(lambda number: f"Person {number}")
    first = factory.LazyAttribute(lambda user: user.name.split()[0].lower())
    subject = factory.LazyAttribute(lambda user: f"test:{user.first}:{uuid4()}")
    email = factory.LazyAttribute(lambda user: f"{user.first}@example.test")
    time_zone = "America/New_York"
    password = "!"


class AccountFactory(RowFactory[Account]):
    class Meta:
        model = Account

    legal_name = factory.Sequence(lambda number: f"Company {number}")
    status = ProgramStatus.ACTIVE
    importer_numbers = factory.LazyFunction(lambda: ["89-123456700"])
    accepted_on = date(2024, 2, 29)
    letter_on = date(2026, 3, 29)
    center = factory.LazyFunction(lambda: Center.objects.get(code="CEE007"))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        """Make a company with its first facts, as enrolling leaves it."""
        account = super()._create(model_class, *args, **kwargs)
        with as_owner():
            told = profile.first_facts(account, by=None, why="Made", at=LONG_AGO)
            Fact.objects.bulk_create(told)
        return account


class FactFactory(RowFactory[Fact]):
    class Meta:
        model = Fact

    account = factory.SubFactory(AccountFactory)
    name = FactName.DIVISIONS
    value = factory.LazyFunction(lambda: ["Lamps"])
    since = LONG_AGO
    at = factory.SelfAttribute("since")
    why = "Made for a test"


class CenterFactory(RowFactory[Center]):
    class Meta:
        model = Center

    code = factory.Sequence(lambda number: f"T{number:05}")
    name = factory.Sequence(lambda number: f"Goods {number}")
    city = "Testville"


class MembershipFactory(RowFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    account = factory.SubFactory(AccountFactory)
    role = Role.CONTACT
    since = LONG_AGO


class PostingFactory(RowFactory[Posting]):
    class Meta:
        model = Posting

    official = factory.SubFactory(UserFactory)
    duty = Duty.IMPORT_SPECIALIST
    office = OfficeKind.CENTER
    center = factory.LazyFunction(lambda: Center.objects.get(code="CEE007"))
    since = LONG_AGO


class AssignmentFactory(RowFactory[Assignment]):
    class Meta:
        model = Assignment

    account = factory.SubFactory(AccountFactory)
    official = factory.SubFactory(UserFactory)
    duty = Duty.NAM
    since = LONG_AGO


class AccountEventFactory(RowFactory[AccountEvent]):
    class Meta:
        model = AccountEvent

    account = factory.SubFactory(AccountFactory)
    at = LONG_AGO
    kind = "enrolled"
    sentence = "Company was enrolled."


class StaffEventFactory(RowFactory[StaffEvent]):
    class Meta:
        model = StaffEvent

    account = factory.SubFactory(AccountFactory)
    at = LONG_AGO
    kind = "enrolled"
    sentence = "Company was looked at."


class ContactFactory(RowFactory[Contact]):
    class Meta:
        model = Contact

    account = factory.SubFactory(AccountFactory)
    kind = ContactKind.CALL
    held_at = LONG_AGO
    participants = factory.LazyFunction(lambda: ["Ann Lee"])
    logged_at = LONG_AGO
    logged_by = factory.SubFactory(UserFactory)


class ContactNoteFactory(RowFactory[ContactNote]):
    class Meta:
        model = ContactNote

    contact = factory.SubFactory(ContactFactory)
    account = factory.SelfAttribute("contact.account")
    text = "They were short of time."
    logged_at = LONG_AGO
    logged_by = factory.SubFactory(UserFactory)


class FollowUpDoneFactory(RowFactory[FollowUpDone]):
    class Meta:
        model = FollowUpDone

    contact = factory.SubFactory(ContactFactory, follow_up="Send the list.")
    account = factory.SelfAttribute("contact.account")
    done_at = LONG_AGO
    done_by = factory.SubFactory(UserFactory)


class SavedViewFactory(RowFactory[SavedView]):
    class Meta:
        model = SavedView

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda number: f"View {number}")
    query = "show=silent"
    saved_at = LONG_AGO


class StaffReadFactory(RowFactory[StaffRead]):
    class Meta:
        model = StaffRead

    account = factory.SubFactory(AccountFactory)
    name = factory.SelfAttribute("opened_by.name")
    why = WhyRead.ASSIGNED
    duty = Duty.NAM
    place = "Headquarters"
    visit = factory.Sequence(lambda number: f"{number:064x}")
    opened_at = LONG_AGO
    opened_by = factory.SubFactory(UserFactory)


class HandoverFactory(RowFactory[Handover]):
    class Meta:
        model = Handover

    account = factory.SubFactory(AccountFactory)
    duty = Duty.NAM
    predecessor = factory.SubFactory(UserFactory)
    successor = factory.SubFactory(UserFactory)
    why = "She retired."
    handed_at = LONG_AGO
    handed_by = factory.SubFactory(UserFactory)
    reads_until = LONG_AGO + timedelta(days=30)


class AbsenceFactory(RowFactory[Absence]):
    class Meta:
        model = Absence

    official = factory.SubFactory(UserFactory)
    stand_in = factory.SubFactory(UserFactory)
    since = LONG_AGO
    until = LONG_AGO + timedelta(days=14)


class AbsenceReasonFactory(RowFactory[AbsenceReason]):
    class Meta:
        model = AbsenceReason

    absence = factory.SubFactory(AbsenceFactory)
    official = factory.SelfAttribute("absence.official")
    text = "Summer leave"
    noted_at = LONG_AGO
    noted_by = factory.SelfAttribute("official")


class TransitionFactory(RowFactory[Transition]):
    class Meta:
        model = Transition

    account = factory.SubFactory(AccountFactory)
    stage = Stage.WAITING
    planned_on = date(2026, 11, 24)
    on_or_about = date(2027, 3, 29)


class NoticeFactory(RowFactory[Notice]):
    class Meta:
        model = Notice

    key = factory.Sequence(lambda number: f"mail:{number}")
    kind = NoticeKind.ENTRY
    channel = Channel.MAIL
    recipient = factory.SubFactory(UserFactory)
    ref = factory.LazyFunction(lambda: identifiers.new_ref("TC"))
    seq = 3
    path = factory.LazyAttribute(lambda notice: f"/conversations/{notice.ref}/")
    reason = "You take part in it."
    due_at = LONG_AGO
    next_at = factory.SelfAttribute("due_at")


class InvitationFactory(RowFactory[Invitation]):
    class Meta:
        model = Invitation
        exclude = ["token"]

    ref = factory.LazyFunction(lambda: identifiers.new_ref("IN"))
    token = factory.LazyAttribute(lambda invitation: tokens.token_of(invitation.ref))
    digest = factory.LazyAttribute(
        lambda invitation: tokens.digest_of(invitation.token)
    )
    email = factory.Sequence(lambda number: f"invited{number}@example.test")
    account = factory.SubFactory(AccountFactory)
    on_behalf_of = "A company that invites"
    role = Role.CONTACT
    sent_at = factory.LazyFunction(timezone.now)
    sent_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyAttribute(
        lambda invitation: invitation.sent_at + timedelta(days=7)
    )


class SuccessionFactory(RowFactory[Succession]):
    class Meta:
        model = Succession

    account = factory.SubFactory(AccountFactory)
    leaver = factory.SubFactory(UserFactory)
    successor = factory.SubFactory(UserFactory)
    decided_at = LONG_AGO
    decided_by = factory.SubFactory(UserFactory)


class JoinRequestFactory(RowFactory[JoinRequest]):
    class Meta:
        model = JoinRequest

    company = "AC-0000-0000"
    name = factory.SelfAttribute("asked_by.name")
    email = factory.SelfAttribute("asked_by.email")
    asked_at = LONG_AGO
    asked_by = factory.SubFactory(UserFactory)


# --- Conversations: rows outside any chain; `opened` and `said` make whole ones ------


class ConversationFactory(RowFactory[Conversation]):
    class Meta:
        model = Conversation

    account = factory.SubFactory(AccountFactory)
    center = factory.SelfAttribute("account.center")
    topic = "classification"
    subject = factory.Sequence(lambda number: f"Question {number}")
    duty = Duty.IMPORT_SPECIALIST
    turn = Side.GOVERNMENT
    turn_since = LONG_AGO
    opened_at = LONG_AGO
    opened_by = factory.SubFactory(UserFactory)
    key = factory.LazyFunction(uuid4)
    latest_at = LONG_AGO
    latest_digest = "0" * 64


class ToldFactory(RowFactory[Row]):
    class Meta:
        abstract = True

    conversation: Any = factory.SubFactory(ConversationFactory)
    account = factory.SelfAttribute("conversation.account")
    center = factory.SelfAttribute("conversation.center")


class EntryFactory(ToldFactory[Entry]):
    class Meta:
        model = Entry

    seq = factory.Sequence(lambda number: number + 1)
    kind = Kind.MESSAGE
    at = LONG_AGO
    author = factory.SubFactory(UserFactory)
    author_ref = factory.SelfAttribute("author.ref")
    role = "Company contact"
    on_behalf_of = factory.SelfAttribute("account.legal_name")
    body_digest = prev = digest = "0" * 64


class BodyFactory(ToldFactory[Body]):
    class Meta:
        model = Body

    conversation = factory.SelfAttribute("entry.conversation")
    entry = factory.SubFactory(EntryFactory)
    salt = b"\0" * 32
    text = "Thank you."


class ShareFactory(ToldFactory[Share]):
    class Meta:
        model = Share

    user = factory.SubFactory(UserFactory)
    given_at = LONG_AGO
    given_by = factory.SubFactory(UserFactory)


class NoteFactory(ToldFactory[Note]):
    class Meta:
        model = Note

    at = LONG_AGO
    author = factory.SubFactory(UserFactory)
    role = "Import specialist"
    office = "Electronics"
    text = "Short of time."
    key = factory.LazyFunction(uuid4)


class MentionFactory(ToldFactory[Mention]):
    class Meta:
        model = Mention

    conversation = factory.SelfAttribute("note.conversation")
    note = factory.SubFactory(NoteFactory)
    official = factory.SubFactory(UserFactory)


class DraftFactory(RowFactory[Draft]):
    class Meta:
        model = Draft

    user = factory.SubFactory(UserFactory)
    conversation = factory.SubFactory(ConversationFactory)
    account = factory.SelfAttribute("conversation.account")
    text = "Words that are not sent."
    saved_at = LONG_AGO


class ReadMarkFactory(RowFactory[ReadMark]):
    class Meta:
        model = ReadMark

    user = factory.SubFactory(UserFactory)
    conversation = factory.SubFactory(ConversationFactory)
    seq = 1
    read_at = LONG_AGO


# --- Situations ----------------------------------------------------------------------


def member(name: str, account: Account, role: Role) -> User:
    """Make a person who stands for a company."""
    user = UserFactory.create(name=name)
    MembershipFactory(user=user, account=account, role=role)
    return user


def closed(user: User) -> User:
    """Close a person's sign-in."""
    with as_owner():
        user.is_active = False
        return save_as(user, by=None, why="Made for a test", at=LONG_AGO)


def official(name: str, duty: Duty, office: Center | str) -> User:
    """Make an official with a duty at a Center, or at another office by its name."""
    user = UserFactory.create(name=name)
    if isinstance(office, Center):
        PostingFactory(official=user, duty=duty, center=office)
    else:
        audits = duty is Duty.AUDITOR
        away = OfficeKind.HEADQUARTERS if audits else OfficeKind.FIELD
        PostingFactory(
            official=user, duty=duty, office=away, office_name=office, center=None
        )
    return user


def assigned(user: User, account: Account, duty: Duty) -> User:
    """Let an official look after a company."""
    AssignmentFactory(account=account, official=user, duty=duty)
    return user


def opened(
    *,
    by: User,
    account: Account,
    subject: str = "Which number fits the lamp?",
    text: str = "A lamp with a **speaker** in its foot.",
    topic: str = "classification",
) -> Conversation:
    """Open a conversation as a person does, in their own context."""
    opening = actions.Opening(topic=topic, subject=subject, text=text, key=uuid4())
    with rls.entered(by.pk):
        return actions.open_conversation(opening, account=account, by=anew(by))


def said(conversation: Conversation, *, by: User, text: str = "Thank you.") -> Entry:
    """Reply as a person does, in their own context."""
    with rls.entered(by.pk):
        return actions.reply(
            conversation=conversation, text=text, key=uuid4(), by=anew(by)
        )


def anew(user: User) -> User:
    """Return a person as the next request would load them."""
    loaded: User = User.objects.get(pk=user.pk)
    return loaded
