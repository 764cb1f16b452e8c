"""Who stood for a merged company, and what everybody sees of it."""

from accounts.models import (
    Account,
    Membership,
    User,
)
from accounts.states import Role
from conversations.models import Conversation
from tests.accounts.inviting import (
    ADDRESS,
    NEWCOMER,
    accept,
    anew_of,
    did,
    invited,
    roles,
)
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import (
    AccountFactory,
    JoinRequestFactory,
    MembershipFactory,
    UserFactory,
    member,
    opened,
)
from tests.pages import one, words
from tests.portal.merging import (
    merged,
    shared,
    status,
)

# --- People --------------------------------------------------------------------------


def test_people_come_along_and_keep_the_higher_role(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    lena: User,
    ada: User,
    zoe: User,
) -> None:
    MembershipFactory.create(user=lena, account=contoso, role=Role.CONTACT)
    MembershipFactory.create(user=zoe, account=northwind, role=Role.VIEWER)
    MembershipFactory.create(user=olga, account=contoso, role=Role.AGENT)
    merged(northwind, contoso, petra)

    assert roles(northwind) == {}
    assert roles(contoso) == {
        "Ada Brook": "AGENT",
        "Lena Fischer": "CONTACT",
        "Olga Petrenko": "OFFICER",
        "Zoe Marchetti": "OFFICER",
    }


def test_an_agent_brings_no_group_of_topics_along(
    petra: User, northwind: Account, contoso: Account
) -> None:
    broker = member("Bert Broker", northwind, Role.AGENT)
    with as_owner():
        held = Membership.objects.get(user=broker)
        held.kinds = ["goods"]
        held.save()
    merged(northwind, contoso, petra)

    with as_owner():
        here = Membership.objects.get(user=broker, account=contoso)
    assert (here.role, here.kinds, here.since) == ("AGENT", [], northwind.merged_at)


def test_who_leaves_the_one_leaves_the_other_too(
    petra: User,
    northwind: Account,
    contoso: Account,
    carl: User,
    zoe: User,
    question: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    assert status(carl, question) == 200

    PortalClient().sign_in(zoe).post(
        f"/people/{carl.ref}/leave/?account={contoso.ref}", {"successor": "nobody"}
    )

    assert [status(carl, one) for one in (question, northwind, contoso)] == [404] * 3


def test_open_invitations_are_taken_back(
    client: PortalClient, petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    invitation = invited(olga, northwind)
    merged(northwind, contoso, petra)

    assert anew_of(invitation).revoked_by_id == petra.pk
    assert "taken back" in accept(client, invitation).content.decode()


def test_people_of_a_merged_company_are_managed_where_they_are(
    petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    merged(northwind, contoso, petra)
    for who in (olga, petra):
        client = PortalClient().sign_in(who)
        page = client.page(f"/people/?account={northwind.ref}")
        assert "this is done there now" in words(page)
        typed = {"email": ADDRESS, "role": "CONTACT"}
        refused = client.post(f"/people/invite/?account={northwind.ref}", typed)
        assert refused.status_code == 403


def test_who_asks_to_join_the_old_company_is_found_by_the_officers_of_the_new(
    petra: User, northwind: Account, contoso: Account, zoe: User
) -> None:
    JoinRequestFactory(
        asked_by=UserFactory.create(), company=northwind.ref, name="Wilma Stern"
    )
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(zoe)

    page = client.page("/people/")
    assert "Wilma Stern" in words(page)
    declined = one(page, "form[action*=decline]").get("action")
    assert client.post(declined, {}).status_code == 302
    assert "Wilma Stern" not in words(client.page("/people/"))


def test_an_address_of_the_old_company_that_returns_waits_at_the_new(
    client: PortalClient,
    petra: User,
    northwind: Account,
    contoso: Account,
    paul: User,
    zoe: User,
) -> None:
    merged(northwind, contoso, petra)
    invitation = invited(zoe, contoso, paul.email)
    accept(client, invitation, **NEWCOMER)

    assert anew_of(invitation).returns
    page = (
        PortalClient()
        .sign_in(zoe)
        .page(f"/people/invitations/{invitation.ref}/confirm/")
    )
    assert "Paul Anders, company contact" in words(page)


# --- What each person sees -----------------------------------------------------------


def test_everybody_sees_what_they_saw_and_only_both_sides_see_more(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    carl: User,
    lena: User,
    ada: User,
    zoe: User,
    ivan: User,
    theo: User,
    nora: User,
    sam: User,
    rosa: User,
    question: Conversation,
    secret: Conversation,
) -> None:
    """Ada was given one of Northwind's; the third company is nobody's business."""
    third = AccountFactory.create(legal_name="Third Company")
    tom = member("Tom Third", third, Role.OFFICER)
    bert = member("Bert Broker", contoso, Role.AGENT)
    shared(question, ada, carl)
    other = opened(by=carl, account=northwind, subject="Of Northwind")
    theirs = opened(by=tom, account=third, subject="Of the third")
    everybody = (
        olga, carl, lena, ada, bert, zoe, ivan, theo, nora, sam, rosa, tom, petra,
    )  # fmt: skip
    before = {one.name: seen_by(one) for one in everybody}
    merged(northwind, contoso, petra)
    after = {one.name: seen_by(one) for one in everybody}

    ours, both = {question.pk, other.pk}, {question.pk, other.pk, secret.pk}
    lost = {name: before[name] - after[name] for name in before}
    gained = {name: after[name] - before[name] for name in before}
    assert {name for name in lost if lost[name]} == {"Sam Ortiz"}  # whom nobody follows
    assert {name: more for name, more in gained.items() if more} == {
        "Olga Petrenko": {secret.pk},
        "Carl Jensen": {secret.pk},
        "Lena Fischer": {secret.pk},
        "Zoe Marchetti": ours,
        "Theo Lindgren": ours,
        "Rosa Heir": ours,
    }
    assert after["Zoe Marchetti"] == both
    assert after["Tom Third"] == {theirs.pk}


def seen_by(person: User) -> set[int]:
    """Return the conversations that a person may read, by both walls."""

    def both(*, by: User) -> tuple[set[int], set[int]]:
        filtered = Conversation.objects.visible_to(by).values_list("pk", flat=True)
        return set(filtered), set(Conversation.objects.values_list("pk", flat=True))

    by_filter: set[int]
    by_wall: set[int]
    by_filter, by_wall = did(both, by=person)
    assert by_filter == by_wall
    return by_wall
