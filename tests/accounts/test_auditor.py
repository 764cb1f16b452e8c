"""An auditor reads every company, leaves a row for it, and changes nothing."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from accounts.actions import invitations, joining, posts
from accounts.models import Account, Center, StaffRead, User
from accounts.states import Duty, OfficeKind, Role, Side
from conversations import actions
from conversations.models import Conversation, ReadMark
from conversations.states import Reason
from portal import rls
from tests.accounts.inviting import did, invited
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import (
    MembershipFactory,
    PostingFactory,
    SavedViewFactory,
    UserFactory,
    anew,
)
from tests.pages import lands_on, said_in, words

READ_ONLY = "An auditor reads everything here"


# --- What they read --------------------------------------------------------------


def test_iris_begins_at_the_companies_and_finds_one(
    client: PortalClient, iris: User, northwind: Account, contoso: Account
) -> None:
    client.sign_in(iris)

    assert lands_on(client.get("/")) == "/companies/"
    assert lands_on(client.get("/conversations/")) == "/"
    page = client.page("/companies/?q=north")
    assert said_in(page, "main .portal-row__title") == [northwind.legal_name]
    (link,) = page.cssselect("main .portal-row__title a")
    assert link.get("href") == northwind.get_absolute_url()
    assert not page.cssselect("main a[href='/companies/enroll/']")


def test_iris_reads_a_conversation_and_is_offered_nothing_to_send(
    client: PortalClient, iris: User, question: Conversation
) -> None:
    page = client.sign_in(iris).page(question.get_absolute_url())

    assert READ_ONLY in words(page.cssselect("#reply")[0])
    (form,) = page.cssselect("main form")
    assert form.get("action").endswith("/record/")
    assert not page.cssselect("#mark-read form, #changes form, #changes a")
    assert said_in(page, "#turn") == ["With the Center"]


@pytest.mark.parametrize("page", ["", "contacts/", "timeline/", "opened/"])
def test_no_page_of_a_company_offers_iris_a_form_to_send(
    client: PortalClient, iris: User, northwind: Account, page: str
) -> None:
    found = client.sign_in(iris).page(f"{northwind.get_absolute_url()}{page}")

    assert found.cssselect("main form[method='post']") == []


def test_the_people_of_a_company_are_read_and_not_managed(
    client: PortalClient, iris: User, northwind: Account, carl: User
) -> None:
    page = client.sign_in(iris).page(f"/people/?account={northwind.ref}")

    assert carl.name in words(page)
    assert page.cssselect("main form[method='post']") == []
    assert not page.cssselect("main a[href*='/leave/'], main a[href*='/role/']")


# --- What is written of it -------------------------------------------------------


def read_by(person: User) -> list[tuple[str, str]]:
    with as_owner():
        rows = StaffRead.objects.filter(opened_by=person).order_by("pk")
        return [(row.why, row.about) for row in rows]


def test_each_account_is_recorded_once_a_sign_in_and_each_conversation_too(
    client: PortalClient, iris: User, northwind: Account, question: Conversation
) -> None:
    client.sign_in(iris)
    for _ in range(2):
        client.page(northwind.get_absolute_url())
        client.page(question.get_absolute_url())
        client.get(f"{question.get_absolute_url()}news/?after=0")

    assert read_by(iris) == [("audit", ""), ("audit", question.ref)]
    PortalClient().sign_in(iris).page(question.get_absolute_url())
    assert read_by(iris)[2:] == [("audit", question.ref)]


def test_another_official_leaves_no_row_for_a_conversation(
    client: PortalClient, ivan: User, question: Conversation
) -> None:
    client.sign_in(ivan).page(question.get_absolute_url())

    assert read_by(ivan) == []


def test_the_company_reads_who_audited_it_and_the_admin_no_reference(
    client: PortalClient,
    iris: User,
    carl: User,
    petra: User,
    question: Conversation,
    northwind: Account,
) -> None:
    client.sign_in(iris).page(question.get_absolute_url())
    here = f"{northwind.get_absolute_url()}opened/"

    def rows(reader: User) -> str:
        page = PortalClient().sign_in(reader).page(here)
        return " ".join(words(one) for one in page.cssselect("main li"))

    assert "Audits the program" in rows(carl)
    assert question.ref in rows(carl)
    assert question.ref not in rows(petra)


# --- What they may not -----------------------------------------------------------


def test_a_post_is_refused_at_the_door_of_the_house(
    client: PortalClient, iris: User, question: Conversation
) -> None:
    answer = client.sign_in(iris).post(
        f"{question.get_absolute_url()}read/", {"seq": 1}
    )

    assert answer.status_code == 403
    assert READ_ONLY in answer.content.decode()


def test_the_actions_refuse_without_the_door(
    iris: User, question: Conversation, northwind: Account
) -> None:
    MembershipFactory(user=iris, account=northwind, role=Role.OFFICER)  # by mistake

    with pytest.raises(PermissionDenied):
        did(actions.reply, conversation=question, text="Hi", key=uuid4(), by=iris)
    with pytest.raises(PermissionDenied):
        did(actions.close, conversation=question, reason=Reason.ANSWERED, by=iris)
    with pytest.raises(PermissionDenied):
        did(actions.hand_turn, conversation=question, to=Side.COMPANY, by=iris)


def test_iris_as_an_officer_by_mistake_still_changes_nothing(
    client: PortalClient, iris: User, northwind: Account, question: Conversation
) -> None:
    MembershipFactory(user=iris, account=northwind, role=Role.OFFICER)
    client.sign_in(iris)

    assert client.post(f"{question.get_absolute_url()}turn/", {}).status_code == 403
    page = client.page(f"/people/?account={northwind.ref}")
    assert page.cssselect("main form[method='post']") == []


def test_no_read_mark_is_written_even_without_the_door(
    iris: User, question: Conversation
) -> None:
    with (
        rls.entered(iris.pk),
        pytest.raises(ProgrammingError, match='policy "audit"'),
        transaction.atomic(),
    ):
        actions.mark_read(conversation=question, seq=1, by=iris)

    with as_owner():
        assert not ReadMark.objects.filter(user=iris).exists()


def test_what_is_their_own_is_written(iris: User, carl: User) -> None:
    with rls.entered(iris.pk):
        SavedViewFactory.build(user=anew(iris)).save(force_insert=True)
        with (
            pytest.raises(ProgrammingError, match='policy "audit"'),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE accounts_user SET name = 'Other' WHERE id = %s", [carl.pk]
            )


# --- How one becomes an auditor --------------------------------------------------


def test_an_auditor_has_no_other_post(petra: User, ivan: User, iris: User) -> None:
    with pytest.raises(posts.NoFurtherPost, match="no other duty"):
        did(
            posts.begin_post,
            official=ivan,
            duty=Duty.AUDITOR,
            office="Headquarters",
            by=petra,
        )
    with pytest.raises(posts.NoFurtherPost, match="no other duty"):
        did(posts.begin_post, official=iris, duty=Duty.NAM, office="Here", by=petra)


def test_the_database_keeps_an_auditor_apart_and_at_headquarters(
    iris: User, electronics: Center
) -> None:
    with pytest.raises(IntegrityError, match="stands_alone"), transaction.atomic():
        PostingFactory(official=iris, duty=Duty.NAM, center=electronics)
    with pytest.raises(IntegrityError, match="at_headquarters"), transaction.atomic():
        PostingFactory(official=UserFactory(), duty=Duty.AUDITOR, center=electronics)


def test_the_form_asks_for_headquarters(
    client: PortalClient, petra: User, electronics: Center
) -> None:
    sent = {"email": "a@cbp.example", "duty": "AUDITOR", "center": electronics.code}

    answer = client.sign_in(petra).post("/people/officials/invite/", sent)

    assert answer.status_code == 422
    assert "An auditor sits at headquarters" in answer.content.decode()


def test_nobody_becomes_both_by_an_invitation(
    iris: User, olga: User, northwind: Account
) -> None:
    invitation = invited(olga, northwind)

    with pytest.raises(invitations.NotOpen, match="no other duty"):
        did(joining.accept, digest=invitation.digest, by=iris, knowing=True)


def test_who_became_an_auditor_is_not_told_of_what_they_held(
    ivan: User, question: Conversation, electronics: Center
) -> None:
    colleague = UserFactory.create(name="Dmitri Solano")
    PostingFactory(official=colleague, center=electronics)
    with as_owner(), connection.cursor() as cursor:
        at = timezone.now()
        cursor.execute(
            "UPDATE accounts_posting SET until = %s WHERE official_id = %s",
            [at, ivan.pk],
        )
        office = {"office": OfficeKind.HEADQUARTERS, "office_name": "Headquarters"}
        PostingFactory(
            official=ivan, duty=Duty.AUDITOR, center=None, since=at, **office
        )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_concerned_officials(%s, %s, %s)",
            [question.account_id, question.center_id, ivan.pk],
        )
        assert [row[0] for row in cursor.fetchall()] == [colleague.pk]
