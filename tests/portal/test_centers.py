"""The Centers as program admins keep them: added, renamed, closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.actions import centers, companies, duties, invitations
from accounts.actions import profile as facts
from accounts.models import Account, Center, User
from accounts.states import Duty, FactName, ProgramStatus
from conversations import actions
from conversations.models import Conversation
from conversations.states import Reason
from portal import rls
from portal.history import save_as
from tests.accounts.inviting import ADDRESS, did
from tests.accounts.signing_in import forget
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import (
    LONG_AGO,
    AccountFactory,
    CenterFactory,
    InvitationFactory,
    anew,
    assigned,
    official,
)
from tests.pages import error_words, lands_on, said_in, words

WHY = {"why": "The program was reorganized"}
TOYS = {"code": "cee011", "name": "Toys", "city": "Orlando"}


@pytest.fixture
def steel(db: None) -> Center:
    """A Center at which nobody serves, and which has no company."""
    return Center.objects.get(code="CEE005")


def anew_of(center: Center) -> Center:
    with as_owner():
        return Center.objects.get(pk=center.pk)


def closed(center: Center, *, by: User) -> Center:
    """Close a Center as an admin does."""
    found: Center = did(actions.close_center, center=center, why="Merged", by=by)
    return found


# --- Adding and renaming -------------------------------------------------------------


def test_a_center_is_added_and_offered(admin: PortalClient, petra: User) -> None:
    assert lands_on(admin.post("/centers/add/", TOYS)) == "/centers/CEE011/"

    with as_owner():
        added = Center.objects.get(code="CEE011")
        assert (added.name, added.history.get().history_user) == ("Toys", petra)
    assert "Toys" in words(admin.page("/companies/enroll/"))
    assert "Toys" in words(admin.page("/people/officials/"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"code": "CEE007"}, "Center – Electronics has this code."),
        ({"code": "eleven"}, "Write two or three letters and three digits"),
        ({"name": " "}, "Write the name."),
        ({"city": ""}, "Write the city."),
    ],
)
def test_what_is_wrong_is_said(
    typed: dict[str, str], told: str, admin: PortalClient
) -> None:
    response = admin.post("/centers/add/", TOYS | typed)

    assert response.status_code == 422
    assert error_words(response)[0].startswith(told)
    with as_owner():
        assert Center.objects.count() == 10


def test_a_new_name_shows_at_once_and_the_old_one_stays_on_earlier_days(
    admin: PortalClient,
) -> None:
    lamps = CenterFactory.create(name="Lamps", city="Dayton")
    account = AccountFactory.create(center=lamps)
    nora = assigned(official("Nora Blake", Duty.NAM, lamps), account, Duty.NAM)
    path, sent = f"/centers/{lamps.code}/", {"name": "Light", "city": "Dayton", **WHY}

    assert lands_on(admin.post(f"{path}rename/", sent)) == path

    shown = said_in(admin.page(path), ".portal-timeline__event div")
    assert [line.split(" · ")[0] for line in shown] == [
        "Light, Dayton Petra Novak",
        "Lamps, Dayton The portal",
    ]
    reader, page = PortalClient().sign_in(nora), account.get_absolute_url()
    earlier = timezone.localdate() - timedelta(days=10)
    assert "Center – Light" in words(reader.page(page))
    assert "Center – Lamps" in words(reader.page(f"{page}?as_of={earlier}"))


# --- Closing -------------------------------------------------------------------------


def test_a_closed_center_is_no_longer_offered_and_stays_readable(
    admin: PortalClient, steel: Center, petra: User
) -> None:
    answer = admin.post("/centers/CEE005/close/", WHY)

    assert lands_on(answer) == "/centers/"
    assert anew_of(steel).closed_by_id == petra.pk
    with as_owner():
        assert steel.history.latest().history_change_reason == WHY["why"]
    titles = said_in(admin.page("/centers/"), "main .portal-row__title")
    assert titles[-1] == "Base Metals"
    assert "it takes nothing new" in words(admin.page("/centers/CEE005/"))
    for offering in ("/companies/enroll/", "/people/officials/"):
        assert "Base Metals" not in words(admin.page(offering))
    assert admin.get("/centers/CEE005/close/").status_code == 404
    assert admin.post("/centers/CEE005/rename/", TOYS | WHY).status_code == 404


def test_what_is_left_is_said_with_what_to_do(
    admin: PortalClient, northwind: Account, ivan: User, question: Conversation
) -> None:
    InvitationFactory.create(
        account=None, role="", duty=Duty.NAM, center=northwind.center
    )
    path = "/centers/CEE007/close/"
    left = said_in(admin.page(path), "[aria-labelledby=left] li")
    assert left == [
        "1 post is held here: end it, or give it to another office, first.",
        "1 invitation to a post here is open: revoke it first.",
        "1 company belongs to it: give it another Center first.",
        "1 conversation is open here: it has to be closed first.",
    ]

    assert admin.post(path, WHY).status_code == 422
    posts = admin.page("/people/officials/?q=electronics")
    assert "Ivan Reyes" in said_in(posts, "main .portal-row__title")

    assert anew_of(northwind.center).closed_at is None


def test_each_of_them_alone_stands_in_the_way(
    petra: User, carl: User, northwind: Account, apparel: Center, question: Conversation
) -> None:
    """The company and its people move on; the open conversation stays."""
    home = northwind.center
    did(
        facts.change,
        facts.Change(FactName.CENTER, apparel.code, "It makes shirts now"),
        account=northwind,
        by=petra,
    )
    with pytest.raises(centers.StillUsed, match="1 post"):
        closed(home, by=petra)
    with as_owner():
        for posting in home.postings.all():
            posting.until = timezone.now()
            save_as(posting, by=None, why="Made", at=LONG_AGO, fields=["until"])
    with pytest.raises(centers.StillUsed, match=r"^1 conversation is open"):
        closed(home, by=petra)
    with rls.entered(carl.pk):
        actions.close(conversation=question, reason=Reason.ANSWERED, by=anew(carl))

    assert closed(home, by=petra).closed_at

    with rls.entered(carl.pk), pytest.raises(PermissionDenied, match="Center is clo"):
        actions.reopen(conversation=question, by=anew(carl))


def test_nothing_new_gets_to_a_closed_center(
    steel: Center, petra: User, ivan: User, northwind: Account
) -> None:
    closed(steel, by=petra)
    today = timezone.localdate()
    profile = companies.Profile(
        "Alder Tools", ["12-3456789"], today, None, ProgramStatus.ACTIVE
    )
    moved = facts.Change(FactName.CENTER, steel.code, "It makes beams now")
    with rls.entered(petra.pk):
        by = anew(petra)
        with pytest.raises(centers.IsClosed):
            companies.enroll(profile, center=steel, by=by)
        with pytest.raises(centers.IsClosed):
            duties.post(official=ivan, duty=Duty.SUPERVISOR, office=steel, by=by)
        with pytest.raises(centers.IsClosed):
            invitations.invite_official(ADDRESS, duty=Duty.NAM, office=steel, by=by)
        with pytest.raises(centers.IsClosed):
            facts.change(moved, account=northwind, by=by)
        with pytest.raises(centers.IsClosed):
            centers.close(center=steel, why="Twice", by=by)


def test_only_an_admin_keeps_the_list(olga: User, ivan: User, steel: Center) -> None:
    names = centers.Names("Beams", "Chicago")
    for by in (olga, ivan):
        with pytest.raises(PermissionDenied):
            did(centers.add, "CEE011", names, by=by)
        with pytest.raises(PermissionDenied):
            did(centers.rename, names, center=steel, why="So", by=by)
        for deed in (centers.close, actions.close_center):
            with pytest.raises(PermissionDenied):
                did(deed, center=steel, why="So", by=by)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("add/", TOYS),
        ("CEE005/rename/", TOYS | WHY),
        ("CEE005/close/", WHY),
    ],
)
def test_it_asks_first_who_one_is(
    path: str, sent: dict[str, str], admin: PortalClient, steel: Center
) -> None:
    forget(admin)

    assert admin.post(f"/centers/{path}", sent).status_code == 403

    assert anew_of(steel).history.count() == 1


def test_figures_are_those_of_now(
    admin: PortalClient, northwind: Account, ivan: User, electronics: Center
) -> None:
    AccountFactory.create(center=electronics)
    gone = official("Gone Away", Duty.SUPERVISOR, electronics)
    with as_owner():
        posting = gone.postings.get()
        posting.until = timezone.now()
        save_as(posting, by=None, why="Made", at=LONG_AGO, fields=["until"])
    rows = admin.get("/centers/").context["rows"]

    (shown,) = (one for one in rows if one["code"] == "CEE007")
    assert (shown["posts"], shown["companies"]) == (1, 2)
