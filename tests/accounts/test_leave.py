"""The leave routine: one act ends a membership, hands over and tells the officials."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.actions import memberships
from accounts.actions.memberships import Successor
from accounts.models import Account, Notice, User
from accounts.states import Channel, Role
from conversations import telling
from conversations.models import Conversation
from portal import rls
from tests.accounts.inviting import NEWCOMER, accept, did, invited, roles, timeline
from tests.accounts.test_notices import swept
from tests.accounts.test_people import membership
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import member, said
from tests.pages import said_in


def leave(user: User, *, by: User, successor: User | None = None, **to: Any) -> Any:
    chosen = Successor(user=successor, **to)
    return did(memberships.leave, membership=membership(user), successor=chosen, by=by)


def told(conversation: Conversation, by: User) -> set[str]:
    """Return who of the company would be told of news."""
    with rls.entered(by.pk):
        people = telling.company_people(conversation)
    with as_owner():
        return set(User.objects.filter(pk__in=people).values_list("name", flat=True))


def test_the_page_shows_what_goes_over_and_one_click_does_it(
    client: PortalClient, olga: User, carl: User, lena: User, question: Conversation
) -> None:
    path = f"/people/{carl.ref}/leave/"
    page = client.sign_in(olga).page(path)
    assert said_in(page, ".portal-row__title") == [question.subject]
    choices = said_in(page, ".usa-radio__label")
    assert choices[0] == "Olga Petrenko, company officer"
    assert not [words for words in choices if "Lena" in words], "A viewer only reads."

    client.post(path, {"successor": olga.ref})

    assert "Carl Jensen" not in roles(question.account)


def test_the_successor_is_told_of_what_the_leaver_took_part_in(
    olga: User, carl: User, ivan: User, question: Conversation, northwind: Account
) -> None:
    priya = member("Priya Raman", northwind, Role.CONTACT)
    assert told(question, ivan) == {"Carl Jensen"}

    leave(carl, by=olga, successor=priya)

    assert told(question, ivan) == {"Priya Raman"}
    said(question, by=ivan)
    with as_owner():
        notices = Notice.objects.filter(recipient=priya, ref=question.ref)
        assert notices.filter(channel=Channel.PORTAL).count() == 1


def test_without_a_successor_everybody_who_writes_is_told(
    olga: User, carl: User, ivan: User, question: Conversation
) -> None:
    leave(carl, by=olga)

    assert told(question, ivan) == {"Olga Petrenko"}


def test_whoever_accepts_the_invitation_takes_over(
    olga: User, carl: User, ivan: User, question: Conversation, northwind: Account
) -> None:
    invitation = invited(olga, northwind)
    leave(carl, by=olga, invitation=invitation)
    assert told(question, ivan) == {"Olga Petrenko"}, "Until somebody has joined."

    accept(PortalClient(), invitation, **NEWCOMER)

    assert told(question, ivan) == {"Anna Berg"}


def test_a_successor_who_leaves_hands_on_what_was_taken_over(
    olga: User, carl: User, ivan: User, question: Conversation, northwind: Account
) -> None:
    priya = member("Priya Raman", northwind, Role.CONTACT)
    leave(carl, by=olga, successor=priya)

    leave(priya, by=olga, successor=olga)

    assert told(question, ivan) == {"Olga Petrenko"}


def test_who_cannot_answer_takes_nothing_over(
    olga: User, carl: User, lena: User, zoe: User, northwind: Account
) -> None:
    viewer = invited(olga, northwind, role=Role.VIEWER)

    for successor in ({"successor": lena}, {"successor": zoe}, {"invitation": viewer}):
        with pytest.raises(memberships.NoSuccessor):
            leave(carl, by=olga, **successor)
    assert "Carl Jensen" in roles(northwind)


def test_the_officials_are_told_and_the_timeline_says_so(
    client: PortalClient, olga: User, carl: User, nora: User, northwind: Account
) -> None:
    leave(carl, by=olga, successor=olga)
    swept()

    sentence = (
        "Carl Jensen, company contact, left Northwind Traders; "
        "Olga Petrenko takes over."
    )
    assert timeline(northwind) == [sentence]
    assert sentence in " ".join(
        said_in(client.sign_in(nora).page("/notices/"), ".portal-row")
    )
    (message,) = [each for each in mail.outbox if nora.email in each.to[0]]
    assert "Carl" not in message.body


def test_while_nobody_is_assigned_the_staff_of_the_center_are_told(
    olga: User, carl: User, theo: User, northwind: Account
) -> None:
    with as_owner():
        posting = theo.postings.get()
        posting.center = northwind.center
        posting.save()

    leave(carl, by=olga)

    with as_owner():
        assert Notice.objects.filter(recipient=theo, ref=northwind.ref).exists()


def test_the_leaver_loses_sight_with_the_next_request_and_gets_no_mail(
    client: PortalClient, olga: User, carl: User, ivan: User, question: Conversation
) -> None:
    client.sign_in(carl)
    said(question, by=ivan, text="One more thing.")

    leave(carl, by=olga)
    swept()

    assert client.get(question.get_absolute_url()).status_code == 404
    assert said_in(client.page("/"), "h1") == ["Nothing hangs on this sign-in"]
    assert said_in(client.page("/notices/"), ".portal-row") == []
    assert not [each for each in mail.outbox if carl.email in each.to[0]]


def test_nothing_names_the_leaver_as_current_and_history_still_does(
    client: PortalClient, olga: User, carl: User, question: Conversation
) -> None:
    leave(carl, by=olga)

    page = client.sign_in(olga).page(question.account.get_absolute_url())
    assert "Carl" not in " ".join(said_in(page, ".portal-people__person"))
    thread = client.page(question.get_absolute_url())
    assert said_in(thread, ".portal-entry__author") == ["Carl Jensen"]
    assert "Carl" not in " ".join(said_in(thread, ".portal-rail"))


def test_invitations_of_the_leaver_stay(olga: User, northwind: Account) -> None:
    other = member("Other Officer", northwind, Role.OFFICER)
    invitation = invited(other, northwind)

    leave(other, by=olga)
    accept(PortalClient(), invitation, **NEWCOMER)

    assert "Anna Berg" in roles(northwind)


def test_an_officer_may_leave_where_another_one_stays(
    client: PortalClient, olga: User, northwind: Account
) -> None:
    path = f"/people/{olga.ref}/leave/"
    assert "always keeps one officer" in client.sign_in(olga).page(path).text_content()
    with pytest.raises(PermissionDenied):
        leave(olga, by=olga)
    member("Other Officer", northwind, Role.OFFICER)

    answer = client.post(path, {"successor": "nobody"})

    assert answer["Location"] == "/"
    assert roles(northwind) == {"Other Officer": Role.OFFICER}
