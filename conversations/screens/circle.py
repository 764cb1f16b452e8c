"""Who reads a conversation, and whom a message goes to."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.events import ended_once
from accounts.models import Account, Assignment, Membership, User
from accounts.routing import Addressee
from accounts.standing import people_at_home
from accounts.states import Duty, Role, Side
from conversations.models import Conversation
from conversations.screens import turns

ASKED = "colleague"  # beside the two sides


@dataclass(frozen=True)
class PersonView:
    name: str
    role: str
    side: str


@dataclass(frozen=True)
class Circle:
    """The people on both sides who read a conversation now.

    Attributes:
        colleagues: whom the reader may ask beside it: each one's name by reference.
    """

    company: list[PersonView]
    officials: list[PersonView]
    colleagues: dict[str, str]

    @property
    def people(self) -> list[PersonView]:
        return [*self.company, *self.officials]


def circle_of(
    account: Account,
    *,
    given_to: QuerySet[Any] | list[int],
    holder: User | None,
    colleagues: QuerySet[User] | None = None,
) -> Circle:
    """Return who reads a conversation of a company; one query, or three once merged.

    Args:
        given_to: ids of the agents to whom it is given.
        holder: the official who holds it, who may be assigned for nothing.
        colleagues: whom the reader may ask beside it, if anybody.
    """
    others = [official_rows(account)]
    if colleagues is not None:
        others.append(colleague_rows(colleagues))
    if account.merged_into_id:
        first, *further = others
        named = sorted([*rows_at_home(account, given_to), *first.union(*further)])
    else:
        named = sorted(company_rows(account, given_to).union(*others))
    company = [
        PersonView(name, str(Role(role).label), Side.COMPANY)
        for name, _pk, role, side, _ref in named
        if side == Side.COMPANY
    ]
    assigned = {
        pk: PersonView(name, str(Duty(duty).label), Side.GOVERNMENT)
        for name, pk, duty, side, _ref in named
        if side == Side.GOVERNMENT
    }
    if holder and holder.pk not in assigned:
        role = _("Holds this conversation")
        assigned[holder.pk] = PersonView(holder.name, role, Side.GOVERNMENT)
    asked = {ref: name for name, _pk, _duty, side, ref in named if side == ASKED}
    return Circle(company, list(assigned.values()), asked)


def company_rows(
    account: Account, given_to: QuerySet[Any] | list[int]
) -> QuerySet[Any]:
    """Return the company's readers: name, id, role, side and reference."""
    memberships = Membership.objects.current().filter(account=account)
    readers = memberships.filter(~Q(role=Role.AGENT) | Q(user__in=given_to))
    side = Value(Side.COMPANY.value)
    columns = ("user__name", "user_id", "role", side, "user__ref")
    return readers.order_by().values_list(*columns)


def rows_at_home(
    account: Account, given_to: QuerySet[Any] | list[int]
) -> list[tuple[str, int, str, str, str]]:
    """Return the same of a merged company: the people of the one that goes on."""
    here = people_at_home(account)
    agents = set(given_to) if isinstance(given_to, list) else {*ids_in(given_to)}
    people = User.objects.filter(pk__in=here).order_by("pk")
    return [
        (person.name, person.pk, here[person.pk].value, Side.COMPANY.value, person.ref)
        for person in people
        if here[person.pk] != Role.AGENT or person.pk in agents
    ]


def ids_in(given_to: QuerySet[Any]) -> list[int]:
    return [pk for row in given_to.order_by() for pk in row.values()]


def official_rows(account: Account) -> QuerySet[Any]:
    """Return the officials assigned to a company, with the same columns."""
    assignments = Assignment.objects.current().filter(account=account.living_id)
    side = Value(Side.GOVERNMENT.value)
    columns = ("official__name", "official_id", "duty", side, "official__ref")
    return assignments.order_by().values_list(*columns)


def colleague_rows(colleagues: QuerySet[User]) -> QuerySet[Any]:
    """Return colleagues with the same columns; their duties are not asked for."""
    columns = ("name", "pk", Value(""), Value(ASKED), "ref")
    return colleagues.order_by().values_list(*columns)


def home_of(account: Account, reader: User) -> str:
    """Return the name of the company whose people read a conversation.

    Staff of the Center of a merged company may not see the one that goes on.
    """
    if not account.merged_into_id:
        return account.legal_name
    visible = Account.objects.visible_to(reader).filter(pk=account.merged_into_id)
    into = visible.first()
    return into.legal_name if into else _("the company that goes on")


def merged_words(account: Account, home: str) -> str:
    """Say that a conversation began with a company that was merged, or nothing."""
    if not account.merged_at:
        return ""
    words = _(
        "It began with %(company)s, which was merged on %(day)s. It goes on here, with "
        "%(home)s."
    ) % {
        "company": account.legal_name,
        "day": dateformat.format(timezone.localtime(account.merged_at), "j F Y"),
        "home": home,
    }
    return ended_once(words)


@dataclass(frozen=True)
class Audience:
    """Who a message goes to, and everybody who will read it, as two sentences."""

    to: str
    seen_by: str


def audience(to: str, company: str, center: str, circle: Circle) -> Audience:
    count = len(circle.company)
    company_people = ngettext(
        "%(count)d person of %(company)s", "%(count)d people of %(company)s", count
    ) % {"count": count, "company": company}
    names = ", ".join(person.name for person in circle.officials)
    officials = (
        _("%(names)s and the staff of %(center)s") if names else "%(center)s"
    ) % {"names": names, "center": center}
    seen_by = _(
        "%(people)s; %(officials)s. Auditors of the program may read it. "
        "No other company."
    ) % {
        "people": company_people,
        "officials": officials,
    }
    return Audience(to, seen_by)


def addressed_to(conversation: Conversation, reader: Side) -> str:
    """Name whom a reply goes to."""
    if reader is Side.GOVERNMENT:
        return conversation.account.legal_name
    if conversation.holder:
        return f"{conversation.holder.name}, {conversation.center}"
    return _("The queue of %(center)s") % {"center": conversation.center}


def send_label(reader: Side) -> str:
    if reader is Side.GOVERNMENT:
        return _("Send and hand the turn to the company")
    return _("Send and hand the turn to the Center")


def opening_to(addressee: Addressee, reader: Side) -> str:
    """Name whom a new conversation goes to."""
    if reader is Side.GOVERNMENT:
        return addressee.account.legal_name
    return addressee.words


def facts_of(conversation: Conversation) -> list[tuple[str, object]]:
    return [
        (_("Reference"), conversation.ref),
        (_("Company"), conversation.account.legal_name),
        (_("Center"), str(conversation.center)),
        (_("Held by"), turns.holder_of(conversation)),
        (_("Topic"), conversation.topic_label),
        (_("Entries"), conversation.latest_seq),
    ]
