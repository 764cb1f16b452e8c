"""Who may open a conversation, and who may write in one."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Membership, User
from accounts.permissions import AUDITORS_READ, goes_on
from accounts.standing import standing_of
from accounts.states import Role, Side
from conversations.models import Conversation, Entry
from conversations.places import Desk
from portal.decisions import ALLOWED, Decision, denied

NO_STANDING = _("You do not write for this company or for its Center.")
VIEWERS_READ = _(
    "You may read here, not write. Ask a contact or an officer of your company to "
    "write, or to change your role."
)


def may_open(user: User, account: Account) -> Decision:
    """Decide whether a person may open a conversation about a company."""
    decision = may_write(user, account=account.pk, center=account.center_id)
    return decision and goes_on(account)


def may_open_somewhere(user: User) -> Decision:
    """Decide whether an official has any company to open a conversation with."""
    if not user.sight.audits and (user.sight.centers or user.sight.own):
        return ALLOWED
    return denied(NO_STANDING)


def may_reply(user: User, conversation: Conversation) -> Decision:
    """Decide whether a person may write in a conversation that they see."""
    decision = may_write(
        user, account=conversation.account_id, center=conversation.center_id
    )
    if not decision:
        return decision
    if not conversation.is_open:
        return denied(_("This conversation is closed. Reopen it, or start a new one."))
    return ALLOWED


def may_close(user: User, conversation: Conversation) -> Decision:
    """Decide whether a person may close a conversation: whoever may answer in it."""
    return may_reply(user, conversation)


def may_take_over(user: User, conversation: Conversation) -> Decision:
    """Decide whether an official may hold a conversation that another held."""
    standing = standing_of(
        user, account=conversation.account_id, center=conversation.center_id
    )
    if standing is None or standing.side is Side.COMPANY:
        return denied(NO_STANDING)
    return may_reply(user, conversation)


def may_reopen(user: User, conversation: Conversation) -> Decision:
    """Decide whether a person may open a closed conversation again.

    Not where nobody serves any more: it would wait in a queue that nobody reads.
    """
    decision = may_write(
        user, account=conversation.account_id, center=conversation.center_id
    )
    if decision and conversation.is_open:
        return denied(_("This conversation is open; you can write in it."))
    if decision and conversation.center.closed_at:
        return denied(
            _(
                "Its Center is closed. Start a new conversation instead; it goes to "
                "the Center that the company belongs to."
            )
        )
    return decision


def may_hand_turn(user: User, conversation: Conversation, to: Side) -> Decision:
    """Decide whether a person may put a side on turn."""
    decision = may_reply(user, conversation)
    if decision and conversation.turn == to:
        return denied(_("That side is on turn already."))
    return decision


def may_correct(user: User, entry: Entry, conversation: Conversation) -> Decision:
    """Decide whether a person may correct an entry of a conversation."""
    if entry.author_id != user.pk or not entry.is_spoken:
        return denied(_("You can correct what you have said yourself."))
    return may_reply(user, conversation)


def may_note(user: User, conversation: Conversation) -> Decision:
    """Decide whether a person may write notes for officials beside a conversation.

    Whoever answers for the government, be it closed or not.
    """
    standing = standing_of(
        user, account=conversation.account_id, center=conversation.center_id
    )
    if standing is None or standing.side is Side.COMPANY:
        return denied(AUDITORS_READ if user.sight.audits else NO_STANDING)
    return ALLOWED


def may_write(user: User, *, account: int, center: int) -> Decision:
    standing = standing_of(user, account=account, center=center)
    if standing is None:
        return denied(AUDITORS_READ if user.sight.audits else NO_STANDING)
    if standing.word is Role.VIEWER:
        return denied(VIEWERS_READ)
    return ALLOWED


def may_draft(user: User, desk: Desk) -> Decision:
    """Decide whether a person may keep what they begin: whoever may write in general.

    Be the conversation closed meanwhile, their words are not lost.
    """
    return may_write(user, account=desk.place.account_id, center=desk.center_id)


def may_share(user: User, conversation: Conversation, agent: User) -> Decision:
    """Decide whether a person may give a conversation to an agent."""
    standing = standing_of(
        user, account=conversation.account_id, center=conversation.center_id
    )
    if standing is None or standing.word not in (Role.OFFICER, Role.CONTACT):
        return denied(_("Only the company itself gives a conversation to its agent."))
    agents = Membership.objects.current().filter(
        account=conversation.account.living_id, role=Role.AGENT
    )
    if not agents.filter(user=agent).exists():
        return denied(_("Only an agent of this company can be given a conversation."))
    return ALLOWED
