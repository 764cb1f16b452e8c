"""A company goes on as a part of another one, on a page of program admins."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from accounts.actions import companies
from accounts.models import (
    Account,
    User,
)
from accounts.states import Duty, FactName, Role
from conversations import actions
from conversations.models import Conversation
from tests.accounts.inviting import (
    ADDRESS,
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
    TransitionFactory,
    member,
)
from tests.pages import error_words, filled, one, said_in, words
from tests.portal.merging import (
    WHY,
    fresh,
    lines,
    merged,
    path,
    status,
)

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
