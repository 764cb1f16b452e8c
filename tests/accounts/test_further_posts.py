"""An official who serves already is given another post."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import posts
from accounts.models import Center, Posting, User
from accounts.states import Duty
from tests.accounts.inviting import did
from tests.accounts.signing_in import forget
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import PASSWORD, UserFactory, closed, official
from tests.pages import error_words, filled, lands_on, one, said_in

SENT = {"duty": "SUPERVISOR", "center": "CEE007"}


def path(user: User) -> str:
    return f"/people/officials/{user.ref}/post/"


def held(user: User) -> set[tuple[str, str]]:
    with as_owner():
        current = Posting.objects.current().filter(official=user)
        return {(p.duty, p.place) for p in current.select_related("center")}


def given(user: User, *, by: User, duty: Duty = Duty.SCSS) -> Posting:
    posting: Posting = did(
        posts.begin_post, official=user, duty=duty, office="Newark", by=by
    )
    return posting


def test_ivan_supervises_his_center_as_well(
    client: PortalClient, petra: User, ivan: User, electronics: Center
) -> None:
    page = client.sign_in(petra).page(path(ivan))
    assert said_in(page, "main .portal-row__title") == ["Import specialist"]

    assert lands_on(client.post(path(ivan), SENT)) == "/people/officials/"

    place = str(electronics)
    assert held(ivan) == {("IMPORT_SPECIALIST", place), ("SUPERVISOR", place)}
    with as_owner():
        begun = Posting.objects.get(official=ivan, duty=Duty.SUPERVISOR)
        assert begun.history.get().history_user == petra
    assert client.sign_in(ivan).get("/team/").status_code == 200


def test_the_same_duty_twice_is_refused_with_a_sentence(
    client: PortalClient, petra: User, ivan: User
) -> None:
    sent = {"duty": "IMPORT_SPECIALIST", "center": "CEE004"}
    response = client.sign_in(petra).post(path(ivan), sent)

    assert response.status_code == 422
    assert (
        "Ivan Reyes has this duty already, at Center – Electronics."
        in (error_words(response)[0])
    )
    assert len(held(ivan)) == 1


@pytest.mark.parametrize("office", [{}, {"center": "CEE007", "office": "Newark"}])
def test_a_post_is_at_one_office(
    office: dict[str, str], client: PortalClient, petra: User, ivan: User
) -> None:
    response = client.sign_in(petra).post(path(ivan), {"duty": "NAM", **office})

    assert error_words(response) == ["Choose a Center, or name another office."]


def test_nobody_posts_themselves(petra: User) -> None:
    with pytest.raises(posts.NoFurtherPost, match="ask another admin"):
        given(petra, by=petra)

    assert held(petra) == {("ADMIN", "Headquarters")}


def test_who_serves_nowhere_is_invited_instead(petra: User, ivan: User) -> None:
    for nobody in (UserFactory.create(name="Nils"), closed(ivan)):
        with pytest.raises(posts.NoFurtherPost, match="Invite them again"):
            given(nobody, by=petra)


def test_only_an_admin_gives_a_post(olga: User, ivan: User, nora: User) -> None:
    for by in (olga, ivan, nora):
        with pytest.raises(PermissionDenied):
            given(nora, by=by)


def test_a_duty_that_ended_may_begin_again(petra: User) -> None:
    sven = official("Sven Holt", Duty.NAM, "Headquarters")
    given(sven, by=petra)
    with as_owner():
        first = Posting.objects.get(official=sven, duty=Duty.SCSS)
    did(posts.end_post, posting=first, successor=None, by=petra)

    again = given(sven, by=petra)

    assert again.since >= first.since
    with as_owner():
        assert Posting.objects.filter(official=sven, duty=Duty.SCSS).count() == 2


def test_it_is_given_after_one_has_shown_who_one_is(
    client: PortalClient, petra: User, ivan: User
) -> None:
    with as_owner():
        petra.set_password(PASSWORD)
        petra.save()
    client.sign_in(petra)
    forget(client)

    asked = client.post(path(ivan), SENT)

    assert asked.status_code == 403
    assert len(held(ivan)) == 1
    form = filled(one(parsed(asked), "main form"), again_password=PASSWORD)
    client.post(path(ivan), form)
    assert len(held(ivan)) == 2
