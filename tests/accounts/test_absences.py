"""An official is away: somebody stands in, all read so, and it ends by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actions import absences, posts
from accounts.actions.absences import Away, NobodyStandsIn
from accounts.models import Absence, Account, Notice, Posting, User
from accounts.states import Channel, Duty
from conversations.models import Conversation
from portal import rls
from tests.accounts.inviting import did, timeline
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import AbsenceFactory, anew, official, opened, said
from tests.pages import words

MONTH = timedelta(days=30)


def day(days: int) -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone()) + timedelta(
        days=days
    )


def tell(
    who: User, stand_in: User, *, by: User | None = None, days: tuple[int, int] = (0, 9)
) -> Absence:
    away = Away(who, stand_in, day(days[0]), day(days[1]), "Kept to herself")
    absence: Absence = did(absences.tell, away, by=by or who)
    return absence


@pytest.fixture
def rosa(apparel: Any) -> User:
    """Rosa, account manager at another Center."""
    return official("Rosa Heir", Duty.NAM, apparel)


@pytest.fixture
def dmitri(northwind: Account) -> User:
    """Dmitri, import specialist at Northwind's Center, assigned to nobody."""
    return official("Dmitri Solano", Duty.IMPORT_SPECIALIST, northwind.center)


@pytest.fixture
def grace(northwind: Account) -> User:
    """Grace, supervisor at Northwind's Center."""
    return official("Grace Whitfield", Duty.SUPERVISOR, northwind.center)


# --- Sight ---------------------------------------------------------------------------


def test_whoever_stands_in_reads_and_answers_until_it_ends(
    client: PortalClient, nora: User, rosa: User, question: Conversation
) -> None:
    path = question.get_absolute_url()
    assert client.sign_in(rosa).get(path).status_code == 404

    absence = tell(nora, rosa)
    assert client.get(path).status_code == 200
    said(question, by=rosa)

    did(absences.end, absence=absence, by=nora)
    assert client.get(path).status_code == 404


def test_an_absence_ends_by_its_date_alone(
    client: PortalClient, nora: User, rosa: User, question: Conversation
) -> None:
    now = timezone.now()
    AbsenceFactory(official=nora, stand_in=rosa, since=now - MONTH, until=now)
    coming = now + MONTH
    AbsenceFactory(official=nora, stand_in=rosa, since=coming, until=coming + MONTH)

    assert client.sign_in(rosa).get(question.get_absolute_url()).status_code == 404


def test_the_end_of_either_post_ends_the_sight(
    petra: User, nora: User, rosa: User, northwind: Account
) -> None:
    tell(nora, rosa)
    with rls.entered(rosa.pk) as sight:
        assert northwind.pk in sight.own

    with as_owner():
        post = Posting.objects.get(official=rosa)
    did(posts.end_post, posting=post, successor=None, by=petra)

    with rls.entered(rosa.pk) as sight:
        assert (sight.own, sight.covers) == ((), ())
    with as_owner():
        absence = Absence.objects.get()
        assert absence.until <= timezone.now()
        assert absence.history.latest().history_user == petra


# --- Work ----------------------------------------------------------------------------


def test_the_stand_in_finds_it_among_what_is_theirs(
    client: PortalClient, ivan: User, dmitri: User, question: Conversation
) -> None:
    mine = "/conversations/?show=mine"
    assert question.subject not in words(client.sign_in(dmitri).page(mine))

    tell(ivan, dmitri)

    with rls.entered(dmitri.pk):
        assert Conversation.objects.held_by(anew(dmitri)).exists()
    page = words(client.page(mine))
    last = f"{day(9):%-d %b %Y}"
    assert f"for Ivan Reyes (away until {last})" in page
    assert "Your turn" in page
    with as_owner():
        assert Conversation.objects.get().holder == ivan


def test_new_work_and_new_words_reach_the_stand_in_too(
    ivan: User, dmitri: User, carl: User, northwind: Account
) -> None:
    tell(ivan, dmitri)
    asked = opened(by=carl, account=northwind)

    with as_owner():
        told = Notice.objects.filter(ref=asked.ref, channel=Channel.PORTAL)
        reasons = dict(told.order_by("pk").values_list("recipient__name", "reason"))
    assert reasons == {
        "Ivan Reyes": "You hold it.",
        "Dmitri Solano": "You stand in for whoever holds it.",
    }


def test_nobody_else_is_told_when_it_is_over(
    ivan: User, dmitri: User, carl: User, northwind: Account
) -> None:
    did(absences.end, absence=tell(ivan, dmitri), by=ivan)
    asked = opened(by=carl, account=northwind)

    with as_owner():
        told = Notice.objects.filter(ref=asked.ref, channel=Channel.PORTAL)
        assert [one.recipient_id for one in told.order_by("pk")] == [ivan.pk]


# --- What is read --------------------------------------------------------------------


def test_the_member_reads_it_and_never_why(
    client: PortalClient,
    ivan: User,
    dmitri: User,
    carl: User,
    northwind: Account,
    question: Conversation,
) -> None:
    tell(ivan, dmitri)
    last = f"{day(9):%-d %b %Y}"
    sentence = f"Ivan Reyes is away until {last}; Dmitri Solano stands in."
    client.sign_in(carl)

    for path in (question.get_absolute_url(), "/", northwind.get_absolute_url()):
        page = words(client.page(path))
        assert sentence in page, path
        assert "Kept to herself" not in page
    assert timeline(northwind)[-1].startswith("Ivan Reyes is away from")
    new = f"/conversations/new/?account={northwind.ref}&topic=classification"
    assert sentence in words(client.page(new))


def test_as_of_a_day_says_who_stood_in_then(
    client: PortalClient, ivan: User, dmitri: User, carl: User, northwind: Account
) -> None:
    now = timezone.now()
    AbsenceFactory(
        official=ivan, stand_in=dmitri, since=now - 2 * MONTH, until=now - MONTH
    )
    path, then = northwind.get_absolute_url(), (now - 1.5 * MONTH).date()
    client.sign_in(carl)

    assert "Dmitri Solano stands in" not in words(client.page(path))
    for known in ("", "&known=then"):
        page = words(client.page(f"{path}?as_of={then}{known}"))
        assert "Dmitri Solano stands in" in page


def test_a_member_sees_no_row_of_it(ivan: User, dmitri: User, carl: User) -> None:
    tell(ivan, dmitri)

    with rls.entered(carl.pk):
        assert not Absence.objects.exists()


# --- Refusals ------------------------------------------------------------------------


def test_they_their_supervisor_and_the_program_office_say_so(
    ivan: User, dmitri: User, grace: User, petra: User, nora: User, rosa: User
) -> None:
    for number, by in enumerate((ivan, grace, petra)):
        tell(ivan, dmitri, by=by, days=(number, number))
    tell(nora, rosa, by=petra)

    for who, instead, by in ((ivan, dmitri, dmitri), (nora, rosa, grace)):
        with pytest.raises(PermissionDenied):
            tell(who, instead, by=by, days=(20, 21))


def test_nobody_without_the_duty_stands_in(
    nora: User, ivan: User, theo: User, sam: User
) -> None:
    for who, instead in ((nora, sam), (nora, ivan), (ivan, theo), (ivan, nora)):
        with pytest.raises(NobodyStandsIn, match="same duty"):
            tell(who, instead)


def test_there_are_no_chains(ivan: User, dmitri: User, grace: User) -> None:
    tell(dmitri, grace, days=(5, 6))

    with pytest.raises(NobodyStandsIn, match="Dmitri Solano is away until"):
        tell(ivan, dmitri)
    with pytest.raises(NobodyStandsIn, match="stands in for Dmitri Solano"):
        tell(grace, ivan)
    with pytest.raises(NobodyStandsIn, match="noted already"):
        tell(dmitri, ivan)
    tell(ivan, dmitri, days=(7, 9))


def test_the_days_are_those_of_the_official_zone(ivan: User, dmitri: User) -> None:
    absence = tell(ivan, dmitri, days=(1, 1))

    zone = timezone.get_default_timezone()
    begins, ends = absence.since.astimezone(zone), absence.until.astimezone(zone)
    assert (begins.date(), begins.hour) == (day(1), 0)
    assert (ends.date(), ends.hour) == (day(2), 0)


# --- The page ------------------------------------------------------------------------


def test_ivan_notes_his_absence_and_calls_it_off(
    client: PortalClient, ivan: User, dmitri: User
) -> None:
    path = f"/away/{ivan.ref}/"
    sent = {
        "first": day(3).isoformat(),
        "last": day(4).isoformat(),
        "stand_in": dmitri.ref,
        "reason": "Kept to himself",
    }
    client.sign_in(ivan)
    assert client.post(path, {**sent, "last": day(2).isoformat()}).status_code == 422

    client.post(path, sent)

    assert "Kept to himself" in words(client.page(path))
    with as_owner():
        absence = Absence.objects.get()
    client.post(f"{path}{absence.pk}/back/")
    with as_owner():
        absence.refresh_from_db()
        assert absence.until == absence.since
        reasons = [one.history_change_reason for one in absence.history.all()]
        assert reasons == ["Ended early", "Told"]
    assert "No absence is noted." in words(client.page(path))
