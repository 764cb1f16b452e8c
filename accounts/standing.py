"""In what role, and for whom, a person speaks about a company."""

from dataclasses import dataclass

from django.db import connection

from accounts.models import Account, User
from accounts.states import ACCOUNT_DUTIES, CENTER_DUTIES, Duty, Role, Side, recorded


@dataclass(frozen=True)
class Standing:
    """A person's role towards one company, as the record words it.

    Attributes:
        on_behalf_of: the company's legal name, or the official's office.
    """

    word: Role | Duty
    on_behalf_of: str

    @property
    def side(self) -> Side:
        return Side.COMPANY if isinstance(self.word, Role) else Side.GOVERNMENT

    @property
    def role(self) -> str:
        return recorded(self.word)


def standing_of(user: User, *, account: int, center: int) -> Standing | None:
    """Return how a person stands towards a company, or None for a stranger.

    To one that was merged they stand as to the one that goes on. An auditor is a
    stranger: they read, and speak for nobody.

    Args:
        account: the company's id.
        center: the id of the Center that the matter belongs to.
    """
    if user.sight.audits:
        return None
    home, its_center = user.sight.home_of(account, center)
    for membership in user.current_memberships:
        if membership.account_id == home:
            role = Role(membership.role)
            return Standing(role, membership.account.legal_name)
    for posting in user.current_postings:
        looks_after = posting.duty in ACCOUNT_DUTIES and home in user.sight.own
        sits_there = posting.duty in CENTER_DUTIES and posting.center_id in (
            center,
            its_center,
        )
        if looks_after or sits_there:
            return Standing(Duty(posting.duty), posting.place)
    return None


def people_at_home(merged: Account) -> dict[int, Role]:
    """Return who stands for the company that a merged one went into; one query.

    Its Center's staff answers on in what was opened there, and sees no membership of
    the other company.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, role FROM portal_people_at_home(%s)", [merged.pk]
        )
        return {person: Role(role) for person, role in cursor.fetchall()}
