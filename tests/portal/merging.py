"""Merge companies in tests, and see what became of it."""

from accounts.models import (
    Account,
    AccountEvent,
    User,
)
from conversations import actions
from conversations.models import Conversation
from tests.accounts.inviting import (
    did,
)
from tests.client import PortalClient
from tests.database import as_owner

WHY = "The parent merged them"


def path(account: Account) -> str:
    return f"/companies/{account.ref}/merge/"


def merged(account: Account, into: Account, by: User) -> None:
    """Merge two companies, as on the page."""
    did(actions.merge_companies, account, into, why=WHY, by=by)
    with as_owner():
        account.refresh_from_db()


def fresh(account: Account) -> Account:
    with as_owner():
        return Account.objects.get(pk=account.pk)


def status(person: User, thing: Account | Conversation) -> int:
    client = PortalClient().sign_in(person)
    return client.get(thing.get_absolute_url()).status_code


def lines(account: Account) -> list[str]:
    with as_owner():
        events = AccountEvent.objects.filter(account=account, kind="merged")
        return list(events.order_by("pk").values_list("sentence", flat=True))


def shared(question: Conversation, agent: User, by: User) -> None:
    did(actions.share, conversation=question, agent=agent, by=by)
