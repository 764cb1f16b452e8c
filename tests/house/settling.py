"""Build the town: who lives there, and what was said."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from accounts.models import Account, Center, Invitation, User
from accounts.states import Duty, Role
from conversations import actions
from conversations.models import Conversation
from criteria import actions as criteria_actions
from criteria import catalogue
from portal import rls
from tests.database import as_owner
from tests.factories import (
    LONG_AGO,
    AccountEventFactory,
    AccountFactory,
    ContactFactory,
    ContactNoteFactory,
    DraftFactory,
    FollowUpDoneFactory,
    HandoverFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    MentionFactory,
    NoteFactory,
    SavedViewFactory,
    StaffEventFactory,
    StaffReadFactory,
    SuccessionFactory,
    TransitionFactory,
    UserFactory,
    anew,
    assigned,
    closed,
    member,
    official,
    opened,
)
from tests.house.town import Town


def settle() -> Town:
    """Let everybody move in; the caller takes the rows back."""
    northwind = company("Northwind Traders", "CEE007", "12-3456789NW")
    contoso = company("Contoso Outfitters", "CEE004", "98-7654321CO")
    people = members(northwind, contoso) | officials(northwind, contoso)
    certain, doubtful = published()
    question = asked(people["carl"], northwind, "Question of Northwind")
    trail, old = merged_into(northwind, people["petra"])
    SavedViewFactory(user=people["nora"], name="View of Nora")
    DraftFactory(user=people["carl"], conversation=question, text="Begun by Carl")
    return Town(
        people=people,
        northwind=northwind,
        contoso=contoso,
        question=question,
        given=given(asked(people["carl"], northwind, "Matter for Ada"), people),
        secret=asked(people["zoe"], contoso, "Secret of Contoso"),
        trail=trail,
        old=old,
        criterion=certain,
        doubtful=doubtful,
        contact=ContactFactory.create(account=northwind, follow_up="Send it.").pk,
        **invited(northwind, people),
    )


def invited(northwind: Account, people: dict[str, User]) -> dict[str, Invitation]:
    """Let Olga invite two, one of whom waits, one ask to be, and Paul have a heir."""
    olga, newcomer = people["olga"], UserFactory.create(name="Nils Anders")
    asking = UserFactory.create(name="Wilma Stern")
    JoinRequestFactory(asked_by=asking, company=northwind.ref)
    SuccessionFactory(
        account=northwind, leaver=people["paul"], successor=olga, decided_by=olga
    )
    return {
        "invitation": InvitationFactory.create(account=northwind, sent_by=olga),
        "waiting": InvitationFactory.create(
            account=northwind,
            sent_by=olga,
            accepted_at=timezone.now(),
            accepted_by=newcomer,
            name=newcomer.name,
            returns=True,
        ),
    }


def company(legal_name: str, center: str, importer_number: str) -> Account:
    account = AccountFactory.create(
        legal_name=legal_name,
        center=Center.objects.get(code=center),
        importer_numbers=[importer_number],
    )
    AccountEventFactory(account=account, sentence=f"Line of {legal_name}")
    StaffEventFactory(account=account, sentence=f"Staff on {legal_name}")
    contact = ContactFactory(
        account=account,
        shared=f"Shared with {legal_name}",
        follow_up=f"To follow at {legal_name}",
    )
    FollowUpDoneFactory(contact=contact)
    ContactNoteFactory(contact=contact, text=f"Kept from {legal_name}")
    StaffReadFactory(account=account, place=f"Office that opened {legal_name}")
    TransitionFactory(account=account)
    return account


def merged_into(northwind: Account, admin: User) -> tuple[Account, Conversation]:
    """Let Trail, of a third Center, ask something and go on in Northwind."""
    trail = company("Trail Goods", "CEE002", "55-5555555TR")
    tess = member("Tess Trail", trail, Role.CONTACT)
    old = asked(tess, trail, "Matter of Trail")
    bert = member("Bert Broker", trail, Role.AGENT)
    with rls.entered(tess.pk):
        actions.share(conversation=old, agent=bert, by=anew(tess))
    with rls.entered(admin.pk):
        actions.merge_companies(trail, northwind, why="One firm", by=anew(admin))
    with as_owner():
        trail.refresh_from_db()
    return trail, old


def members(northwind: Account, contoso: Account) -> dict[str, User]:
    ada = member("Ada Brook", northwind, Role.AGENT)
    MembershipFactory(user=ada, account=contoso, role=Role.AGENT)
    return {
        "ada": ada,
        "olga": member("Olga Petrenko", northwind, Role.OFFICER),
        "carl": member("Carl Jensen", northwind, Role.CONTACT),
        "lena": member("Lena Fischer", northwind, Role.VIEWER),
        "mona": closed(member("Mona Keller", northwind, Role.CONTACT)),
        "paul": former("Paul Anders", northwind),
        "zoe": member("Zoe Marchetti", contoso, Role.OFFICER),
    }


def former(name: str, account: Account) -> User:
    user = UserFactory.create(name=name)
    left = LONG_AGO + timedelta(days=365)
    MembershipFactory(user=user, account=account, until=left)
    return user


def officials(northwind: Account, contoso: Account) -> dict[str, User]:
    specialist, away = Duty.IMPORT_SPECIALIST, "Los Angeles field office"
    people = {
        "ivan": official("Ivan Reyes", specialist, northwind.center),
        "theo": official("Theo Lindgren", specialist, contoso.center),
        "nora": official("Nora Blake", Duty.NAM, northwind.center),
        "rosa": official("Rosa Heir", Duty.NAM, "Headquarters"),
        "sam": official("Sam Ortiz", Duty.SCSS, away),
        "grace": official("Grace Whitfield", Duty.SUPERVISOR, northwind.center),
        "petra": official("Petra Novak", Duty.ADMIN, "Headquarters"),
        "iris": official("Iris Vance", Duty.AUDITOR, "Headquarters"),
    }
    assigned(people["ivan"], northwind, specialist)
    assigned(people["nora"], northwind, Duty.NAM)
    assigned(people["rosa"], contoso, Duty.NAM)
    assigned(people["sam"], northwind, Duty.SCSS)
    HandoverFactory(
        account=northwind,
        predecessor=people["theo"],
        successor=people["nora"],
        why="Handed Northwind on",
    )
    return people


def asked(by: User, account: Account, subject: str) -> Conversation:
    words = f"Words in {subject}"
    conversation = opened(by=by, account=account, subject=subject, text=words)
    note = NoteFactory.create(conversation=conversation, text=f"Note on {subject}")
    MentionFactory(note=note)
    return conversation


def given(conversation: Conversation, people: dict[str, User]) -> Conversation:
    with rls.entered(people["carl"].pk):
        carl = anew(people["carl"])
        actions.share(conversation=conversation, agent=people["ada"], by=carl)
    return conversation


def published() -> list[str]:
    """Publish a list of two criteria: one for importers, and one perhaps not."""
    listed = catalogue.known()[0]
    certain, doubtful = (
        next(one for one in listed.criteria if (one.importers == "doubtful") is doubt)
        for doubt in (False, True)
    )
    short = replace(listed, criteria=(certain, doubtful))
    with as_owner():
        criteria_actions.publish(short, using="default", at=LONG_AGO)
    return [certain.number, doubtful.number]
