"""Where the words of a form belong, by the address that the form is sent to."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from accounts.models import Account, User
from conversations import topics
from conversations.models import Conversation, Place


@dataclass(frozen=True)
class Desk:
    """A place with what lies around it.

    Attributes:
        center_id: whose staff may write here, too.
        page: where one goes on writing.
        draft_path: where what is written is kept meanwhile.
    """

    place: Place
    center_id: int
    page: str
    draft_path: str


def answer_in(conversation: Conversation) -> Desk:
    ref = conversation.ref
    return Desk(
        Place(conversation.account_id, conversation.pk),
        conversation.center_id,
        page=conversation.get_absolute_url(),
        draft_path=reverse("conversations:draft", args=[ref]),
    )


def correction_in(conversation: Conversation, seq: int) -> Desk:
    where = [conversation.ref, seq]
    return Desk(
        Place(conversation.account_id, conversation.pk, regards=seq),
        conversation.center_id,
        page=reverse("conversations:correct", args=where),
        draft_path=reverse("conversations:correction_draft", args=where),
    )


def opening_about(account: Account, topic: str) -> Desk:
    query = urlencode({"account": account.ref, "topic": topic})
    return Desk(
        Place(account.pk, topic=topic),
        account.center_id,
        page=f"{reverse('conversations:new')}?{query}",
        draft_path=f"{reverse('conversations:new_draft')}?{query}",
    )


def desk_at(address: str, user: User) -> Desk | None:
    """Return the desk that an address of this app belongs to, if a person sees it.

    The page of a form, the address it is sent to and that of its draft have one desk.
    """
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.app_names != ["conversations"]:
        return None
    if "ref" in match.kwargs:
        return desk_in_conversation(**match.kwargs, user=user)
    return desk_about_topic(parse_qs(parts.query), user)


def desk_in_conversation(*, ref: str, user: User, seq: int = 0) -> Desk | None:
    found = Conversation.objects.visible_to(user).filter(ref=ref).first()
    if found is None:
        return None
    return correction_in(found, seq) if seq else answer_in(found)


def desk_about_topic(query: dict[str, list[str]], user: User) -> Desk | None:
    ref, topic = (query.get(name, [""])[0] for name in ("account", "topic"))
    account = Account.objects.visible_to(user).filter(ref=ref).first()
    if account is None or topic not in topics.TOPICS:
        return None
    return opening_about(account, topic)
