"""A company goes on as a part of another one, on a page of program admins."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.actions import companies, handovers
from accounts.models import (
    Account,
    AccountEvent,
    Assignment,
    Handover,
    Membership,
    Notice,
    User,
)
from accounts.states import Duty, FactName, Role
from conversations import actions
from conversations.models import Conversation, Entry
from tests.accounts.inviting import (
    ADDRESS,
    NEWCOMER,
    accept,
    anew_of,
    did,
    invited,
    roles,
)
from tests.accounts.signing_in import forget
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import (
    AccountFactory,
    ContactFactory,
    JoinRequestFactory,
    MembershipFactory,
    TransitionFactory,
    UserFactory,
    assigned,
    member,
    official,
    opened,
    said,
)
from tests.pages import asking, error_words, filled, one, said_in, send, words

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


@pytest.fixture
def admin(client: PortalClient, petra: User) -> PortalClient:
    return client.sign_in(petra)


@pytest.fixture
def rosa(contoso: Account) -> User:
    """Rosa, the account manager of Contoso."""
    rosa = official("Rosa Heir", Duty.NAM, "Headquarters")
    return assigned(rosa, contoso, Duty.NAM)


# --- The page ------------------------------------------------------------------------


def test_the_page_says_first_what_will_happen(
    admin: PortalClient,
    northwind: Account,
    contoso: Account,
    olga: User,
    ada: User,
    question: Conversation,
    nora: User,
    rosa: User,
) -> None:
    invited(olga, northwind)
    ContactFactory(account=northwind, follow_up="Send it.")
    shown = admin.post(path(northwind), {"into": contoso.ref, "why": WHY})

    assert shown.status_code == 200
    page = one(parsed(shown), "#preview")
    assert said_in(page, "li")[:3] == [
        "Ada Brook: Agent there already; that stays.",
        "Carl Jensen: Company contact, as before.",
        "Olga Petrenko: Company officer, as before.",
    ]
    said = words(page)
    assert "Import specialist: Ivan Reyes ends, and nobody follows" in said
    assert f"waits in the queue of {northwind.center}" in said
    assert "National account manager: Nora Blake ends; Rosa Heir follows" in said
    assert f"the company that goes on: {ADDRESS}." in said
    assert "1 follow-up of a call or visit is left to do" in said
    assert "1 conversation is open and goes on under its name." in words(page)
    assert fresh(northwind).merged_into is None


def test_what_was_looked_at_is_merged_and_both_pages_say_so(
    admin: PortalClient, northwind: Account, contoso: Account, olga: User, petra: User
) -> None:
    typed = {"into": "contoso outfitters", "why": f"{WHY}."}
    form = one(parsed(admin.post(path(northwind), typed)), "main form")
    done = admin.post(path(northwind), filled(form))

    assert done["Location"] == f"/companies/{contoso.ref}/"
    reader = PortalClient().sign_in(olga)
    old, new = (reader.page(a.get_absolute_url()) for a in (northwind, contoso))
    day = timezone.localdate()
    banner = words(one(old, "#merged .usa-alert"))
    assert f"Contoso Outfitters goes on in its place since {day:%-d %b %Y}" in banner
    assert f"{WHY} (Petra Novak)" in banner
    assert one(old, "#merged a").get("href") == contoso.get_absolute_url()
    assert said_in(new, "#merged .portal-row__title") == ["Northwind Traders"]
    line = (
        f"Northwind Traders ({northwind.ref}) was merged into Contoso Outfitters "
        f"({contoso.ref}): {WHY}"
    )
    assert [lines(northwind), lines(contoso)] == [[line], [line]]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("AC-0000-0000", "No company is called that."),
        ("Northwind Traders", "This is the company itself."),
        ("Twin Lamps", "Several companies are called that."),
        ("Gone Goods", "Gone Goods was merged itself, into Contoso Outfitters (AC-"),
        ("", "Write which company goes on."),
    ],
)
def test_a_refusal_says_what_to_write_and_keeps_what_was_typed(
    typed: str,
    told: str,
    admin: PortalClient,
    northwind: Account,
    contoso: Account,
    petra: User,
) -> None:
    for _ in range(2):
        AccountFactory.create(legal_name="Twin Lamps")
    merged(AccountFactory.create(legal_name="Gone Goods"), contoso, petra)
    refused = admin.post(path(northwind), {"into": typed, "why": WHY})

    assert refused.status_code == 422
    assert error_words(refused)[0].startswith(told)
    assert filled(one(parsed(refused), "main form"))["why"] == WHY
    assert fresh(northwind).merged_into is None


def test_what_changed_meanwhile_is_looked_at_once_more(
    admin: PortalClient, northwind: Account, contoso: Account, olga: User
) -> None:
    typed = {"into": contoso.ref, "why": WHY}
    form = filled(one(parsed(admin.post(path(northwind), typed)), "main form"))
    member("Late Comer", northwind, Role.CONTACT)
    refused = admin.post(path(northwind), form)

    assert error_words(refused) == [
        "Something changed meanwhile. Look at what will happen once more."
    ]
    again = one(parsed(refused), "main form")
    assert "Late Comer" in words(again)
    assert admin.post(path(northwind), filled(again)).status_code == 302


def test_a_form_that_comes_too_late_keeps_what_was_typed(
    admin: PortalClient, petra: User, northwind: Account, contoso: Account
) -> None:
    merged(northwind, contoso, petra)
    refused = admin.post(path(northwind), {"into": contoso.ref, "why": WHY})

    assert error_words(refused)[0].startswith("Northwind Traders was merged already")
    assert filled(one(parsed(refused), "main form"))["why"] == WHY


def test_it_asks_first_who_one_is(
    admin: PortalClient, northwind: Account, contoso: Account
) -> None:
    forget(admin)

    typed = {"into": contoso.ref, "why": WHY}
    assert admin.post(path(northwind), typed).status_code == 403


def test_only_an_admin_merges_companies(
    northwind: Account, contoso: Account, olga: User, ivan: User, nora: User
) -> None:
    for by in (olga, ivan, nora):
        with pytest.raises(PermissionDenied):
            did(actions.merge_companies, northwind, contoso, why=WHY, by=by)


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


# --- Conversations -------------------------------------------------------------------


def test_an_open_conversation_goes_on_and_says_where_it_began(
    petra: User,
    northwind: Account,
    contoso: Account,
    carl: User,
    ivan: User,
    zoe: User,
    question: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    page = PortalClient().sign_in(zoe).page(question.get_absolute_url())

    assert "It began with Northwind Traders" in words(one(page, ".portal-away"))
    assert "2 people of Contoso Outfitters" in words(page)
    answered = send(
        PortalClient().sign_in(zoe), question.get_absolute_url(), "#reply", text="We."
    )
    assert answered.status_code == 302
    with as_owner():
        assert Conversation.objects.get(pk=question.pk).account == northwind
        entry = Entry.objects.filter(conversation=question).latest("seq")
    assert entry.on_behalf_of == "Contoso Outfitters"


def test_the_staff_of_the_old_center_answers_and_everybody_is_told(
    petra: User,
    northwind: Account,
    contoso: Account,
    carl: User,
    ivan: User,
    question: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(ivan)
    page = client.page(question.get_absolute_url())
    assert "1 person of the company that goes on" in words(page)
    assert status(ivan, contoso) == 404

    said(question, by=ivan)

    with as_owner():
        told = Notice.objects.filter(recipient=carl, ref=question.ref)
        assert set(told.values_list("channel", flat=True)) == {"portal", "mail"}


def test_nothing_new_begins_under_the_old_name_and_no_word_is_lost(
    petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    client = PortalClient().sign_in(olga)
    typed = filled(one(client.page(asking(northwind)), "#write"))
    typed |= {"subject": "Lamps", "text": "Which number?"}
    merged(northwind, contoso, petra)
    refused = client.post(asking(northwind), typed)

    assert refused.status_code == 422
    assert "merged into Contoso Outfitters" in error_words(refused)[0]
    form = one(parsed(refused), "#write")
    assert filled(form)["text"] == "Which number?"
    assert client.post(form.get("action"), filled(form)).status_code == 302
    with as_owner():
        assert Conversation.objects.get(subject="Lamps").account == contoso


def test_what_was_begun_under_the_old_name_is_found_under_the_new(
    petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    client = PortalClient().sign_in(olga)
    form = one(client.page(asking(northwind)), "#write")
    begun = filled(form) | {"subject": "Lamps", "text": "Begun before"}
    client.post(form.get("data-portal-draft"), begun)
    merged(northwind, contoso, petra)

    went = client.get(asking(northwind))
    again = one(client.page(went["Location"]), "#write")
    assert filled(again)["text"] == "Begun before"
    client.post(again.get("action"), filled(again))
    assert filled(one(client.page(asking(contoso)), "#write"))["text"] == ""


def test_members_find_both_companies_conversations_in_one_list(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    ivan: User,
    question: Conversation,
    secret: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(olga)

    found = said_in(client.page("/conversations/"), ".portal-row__title")
    assert {line.removeprefix("Unread: ") for line in found} == {
        question.subject,
        secret.subject,
    }
    home = words(client.page("/"))
    assert question.subject in home
    assert "Northwind Traders" in home
    shown = client.page(contoso.get_absolute_url())
    assert question.subject in words(shown)


# --- Officials -----------------------------------------------------------------------


def test_who_has_the_duty_there_takes_the_conversations_up(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    nora: User,
    rosa: User,
) -> None:
    letter = opened(by=olga, account=northwind, topic="annual_letter")
    assert letter.holder == nora
    merged(northwind, contoso, petra)
    assert [status(nora, letter), status(rosa, letter)] == [200, 200]

    client = PortalClient().sign_in(rosa)
    assert "Northwind Traders" in words(client.page("/portfolio/handovers/"))
    client.post("/portfolio/handovers/acknowledge/", {"account": northwind.ref})

    with as_owner():
        letter.refresh_from_db()
        assert letter.holder == rosa
        assert not Assignment.objects.current().filter(account=northwind).exists()


def test_what_nobody_takes_up_waits_in_the_queue(
    petra: User, northwind: Account, contoso: Account, question: Conversation
) -> None:
    merged(northwind, contoso, petra)

    with as_owner():
        question.refresh_from_db()
        assert question.holder is None
        assert question.center == northwind.center
        assert not Handover.objects.exists()


def test_a_later_hand_over_takes_the_conversations_of_both_along(
    petra: User,
    northwind: Account,
    contoso: Account,
    olga: User,
    nora: User,
    rosa: User,
) -> None:
    letter = opened(by=olga, account=northwind, topic="annual_letter")
    merged(northwind, contoso, petra)
    heir = official("Max Heir", Duty.NAM, "Headquarters")
    change = handovers.Change(Duty.NAM, rosa, heir, "Retires")
    (handover,) = did(handovers.hand_over, change, accounts=[contoso], by=petra)
    did(actions.take_over, handover=handover, by=heir)

    with as_owner():
        letter.refresh_from_db()
        assert letter.holder == heir


def test_the_portfolio_lists_the_one_and_counts_for_both(
    petra: User,
    northwind: Account,
    contoso: Account,
    nora: User,
    rosa: User,
    question: Conversation,
    secret: Conversation,
) -> None:
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(rosa)

    page = client.page("/portfolio/")
    assert "Northwind Traders" not in words(page)
    (waiting,) = said_in(page, "tbody td[data-label='Waiting on us']")
    assert waiting.startswith("2 ")
    found = client.page("/portfolio/?words=northwind")
    assert "Contoso Outfitters" in words(one(found, "tbody"))


def test_the_brief_is_that_of_the_company_that_goes_on(
    petra: User,
    northwind: Account,
    contoso: Account,
    rosa: User,
    question: Conversation,
) -> None:
    ContactFactory(account=northwind, follow_up="Send the list.")
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(rosa)

    went = client.get(f"{northwind.get_absolute_url()}brief/")
    assert went["Location"] == f"{contoso.get_absolute_url()}brief/"
    brief = client.page(went["Location"])
    assert question.subject in words(brief)
    assert "Send the list." in words(brief)
    done = one(brief, ".portal-follow form").get("action")
    assert client.post(done, {}).status_code == 302


# --- What else refuses ---------------------------------------------------------------


def test_nothing_else_begins_at_a_merged_company(
    petra: User, northwind: Account, contoso: Account, nora: User, theo: User
) -> None:
    TransitionFactory(account=northwind)
    merged(northwind, contoso, petra)
    client = PortalClient().sign_in(petra)

    for address in (
        f"/companies/{northwind.ref}/split/",
        f"/companies/{northwind.ref}/merge/",
        f"/onboarding/{northwind.ref}/",
        f"/portfolio/reassign/?account={northwind.ref}&duty=NAM",
    ):
        assert client.get(address).status_code == 403, address
    assert "Northwind Traders" not in words(client.page("/onboarding/"))
    named = client.page(f"{northwind.get_absolute_url()}facts/{FactName.STATUS}/")
    assert "this is done there now" in words(named)
    for deed in (
        lambda by: companies.assign(
            account=northwind, official=nora, duty=Duty.NAM, by=by
        ),
        lambda by: companies.appoint(
            companies.Appointment(Role.CONTACT), user=theo, account=northwind, by=by
        ),
    ):
        with pytest.raises(PermissionDenied, match="done there now"):
            did(deed, by=petra)


def test_the_list_of_companies_finds_both_and_says_which_goes_on(
    admin: PortalClient, petra: User, northwind: Account, contoso: Account
) -> None:
    merged(northwind, contoso, petra)
    page = admin.page("/companies/?q=northwind")

    assert said_in(page, ".portal-row__title") == [
        "Contoso Outfitters",
        "Northwind Traders",
    ]
    assert "Merged into Contoso Outfitters" in words(page)
    center = words(admin.page(f"/centers/{northwind.center.code}/close/"))
    assert "no company belongs here" in center


# --- Chains --------------------------------------------------------------------------


def test_who_was_merged_before_goes_along(
    petra: User,
    northwind: Account,
    contoso: Account,
    carl: User,
    question: Conversation,
    zoe: User,
) -> None:
    last = AccountFactory.create(legal_name="Last Holding")
    merged(northwind, contoso, petra)
    first_day = northwind.merged_at
    merged(contoso, last, petra)

    before = fresh(northwind)
    assert (before.merged_into_id, before.merged_at) == (last.pk, first_day)
    assert roles(last) == {"Carl Jensen": "CONTACT", "Zoe Marchetti": "OFFICER"}
    for person in (carl, zoe):
        assert [status(person, a) for a in (northwind, contoso, last)] == [200] * 3
        assert status(person, question) == 200
    assert lines(northwind)[-1].endswith("is seen there now.")


def test_the_database_refuses_a_chain(
    petra: User, northwind: Account, contoso: Account
) -> None:
    merged(northwind, contoso, petra)
    with as_owner():
        for one_of, into in (
            (AccountFactory.create(), northwind),
            (contoso, AccountFactory.create()),
        ):
            one_of.merged_into, one_of.merged_at = into, timezone.now()
            one_of.merged_by = petra
            with (
                pytest.raises(IntegrityError, match="leads to one that goes on"),
                transaction.atomic(),
            ):
                one_of.save()


# --- As of a day ---------------------------------------------------------------------


def test_the_day_before_there_are_two_companies(
    petra: User, northwind: Account, contoso: Account, olga: User
) -> None:
    merged(northwind, contoso, petra)
    yesterday = timezone.localdate() - timedelta(days=1)
    today = timezone.localdate()
    client = PortalClient().sign_in(olga)

    for account in (northwind, contoso):
        then = client.page(f"{account.get_absolute_url()}?as_of={yesterday}")
        assert then.cssselect("#merged") == []
    old = client.page(f"{northwind.get_absolute_url()}?as_of={yesterday}")
    assert "Olga Petrenko" in words(old)
    now = client.page(f"{northwind.get_absolute_url()}?as_of={today}")
    assert "merged" in words(now)


def test_a_name_of_any_length_fits_the_lines(petra: User) -> None:
    long = AccountFactory.create(legal_name="L" * 160)
    longer = AccountFactory.create(legal_name="M" * 160)
    member("N" * 120, long, Role.OFFICER)
    did(actions.merge_companies, long, longer, why="W" * 100, by=petra)

    assert re.search("W{100}$", lines(long)[0])


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
