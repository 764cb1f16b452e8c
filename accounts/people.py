"""What the page of a company's people shows, and the page behind an invitation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Account, Invitation, JoinRequest, Membership, User
from accounts.states import STILL_OPEN, InvitationState, Role

TAKES_OVER = (Role.OFFICER, Role.CONTACT)


@dataclass(frozen=True)
class MemberRow:
    """One person of a company, as what, and since when."""

    ref: str
    name: str
    email: str
    role: str
    kinds: str
    since: datetime
    signed_in: datetime | None
    is_you: bool
    is_agent: bool


@dataclass(frozen=True)
class InvitationRow:
    """One invitation that is not settled.

    Attributes:
        moment: a word before the moment `at`.
        waits: whether somebody accepted it and has to be confirmed.
    """

    ref: str
    email: str
    name: str
    as_what: str
    state: str
    moment: str
    at: datetime
    waits: bool


def member_rows(
    account: Account, user: User, kinds: Mapping[str, object]
) -> list[MemberRow]:
    """Return a company's people, by name; one query."""
    memberships = Membership.objects.current().filter(account=account)
    return [
        member_row(membership, user, kinds)
        for membership in memberships.select_related("user").order_by(
            "user__name", "pk"
        )
    ]


def member_row(
    membership: Membership, user: User, kinds: Mapping[str, object]
) -> MemberRow:
    person = membership.user
    given = ", ".join(str(kinds.get(kind, kind)) for kind in membership.kinds)
    return MemberRow(
        ref=person.ref,
        name=person.name,
        email=person.email,
        role=str(Role(membership.role).label),
        kinds=given,
        since=membership.since,
        signed_in=person.latest_sign_in,
        is_you=person == user,
        is_agent=membership.role == Role.AGENT,
    )


def invitation_rows(
    user: User, account: Account | None, at: datetime
) -> list[InvitationRow]:
    """Return the invitations of a company, or to posts, that are not settled."""
    visible = Invitation.objects.visible_to(user).filter(account=account)
    unanswered = visible.unanswered().order_by("-sent_at", "-pk")
    return [invitation_row(invitation, at) for invitation in unanswered]


def invitation_row(invitation: Invitation, at: datetime) -> InvitationRow:
    state = invitation.state(at)
    is_open = state in STILL_OPEN
    waits = state is InvitationState.WAITING
    moment = _("good until") if is_open else _("since")
    return InvitationRow(
        ref=invitation.ref,
        email=invitation.email,
        name=invitation.name,
        as_what=invitation.as_what,
        state=str(state.label),
        moment=moment,
        at=(waits and invitation.accepted_at) or invitation.expires_at,
        waits=waits,
    )


def requests_of(account: Account) -> list[JoinRequest]:
    """Return who asks the officers of a company to invite them."""
    asked = JoinRequest.objects.waiting_at(account)
    return list(asked.order_by("asked_at", "pk"))


def successors(
    account: Account, leaving: Membership, at: datetime
) -> list[tuple[str, str]]:
    """Return who may take over from a leaver, each with a key; two queries."""
    current = Membership.objects.current(at).filter(account=account)
    people = current.filter(role__in=TAKES_OVER).exclude(pk=leaving.pk)
    invited = Invitation.objects.open(at).filter(account=account, role__in=TAKES_OVER)
    offered = _("%(email)s, invited as %(role)s")
    return [
        *(
            (m.user.ref, f"{m.user.name}, {Role(m.role).label.lower()}")
            for m in people.select_related("user").order_by("user__name", "pk")
        ),
        *(
            (i.ref, offered % {"email": i.email, "role": i.as_what.lower()})
            for i in invited.order_by("-sent_at", "-pk")
        ),
    ]


def formerly(invitation: Invitation) -> list[str]:
    """Say who had the address before, and as what they stood for the company."""
    if invitation.account is None:
        return []
    family = Account.objects.family(invitation.account)
    earlier = Membership.objects.filter(
        account__in=family, user__email__iexact=invitation.email
    )
    names = earlier.select_related("user").order_by("since", "pk")
    words = _("%(name)s, %(role)s")
    return [
        words % {"name": m.user.name, "role": Role(m.role).label.lower()} for m in names
    ]


# --- The page behind the link --------------------------------------------------------


@dataclass(frozen=True)
class Closed:
    """Why a link does not lead on, and what to do."""

    title: str
    sentence: str


def closed_words(invitation: Invitation | None, at: datetime) -> Closed | None:
    """Return why an invitation cannot be followed, or None when it can."""
    if invitation is None:
        return Closed(
            _("This link leads to no invitation"),
            _(
                "Copy the whole address out of the mail. If that does not help, ask "
                "whoever invited you to send the invitation again."
            ),
        )
    match invitation.state(at):
        case InvitationState.EXPIRED:
            return Closed(
                _("This invitation has run out"),
                _("It was good for a week. Ask whoever invited you to send it again."),
            )
        case InvitationState.REVOKED:
            return Closed(
                _("This invitation was taken back"),
                _(
                    "Perhaps a later mail brought you another one. Otherwise ask "
                    "whoever invited you."
                ),
            )
        case InvitationState.ACCEPTED:
            return Closed(
                _("This invitation was used"),
                _(
                    "Sign in as you did then. If you did not use it yourself, tell "
                    "whoever invited you at once."
                ),
            )
        case InvitationState.WAITING:
            return Closed(
                _("You have joined, and one step is left"),
                _(
                    "The address belonged to somebody else before, so that an officer "
                    "of the company confirms that it is yours now. Tell them that you "
                    "wait; nothing more is needed from you."
                ),
            )
        case _:
            return None
