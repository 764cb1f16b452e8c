"""The companies as program admins keep them: found, enrolled, assigned."""

import pytest

from accounts.models import Account, AccountEvent, Invitation
from accounts.states import Duty
from portal import companies
from tests.client import PortalClient
from tests.database import as_owner
from tests.factories import AccountFactory
from tests.pages import error_words

TYPED = {
    "center": "CEE007",
    "legal_name": "Harbor Lamps",
    "importer_numbers": "12-3456789\n12-3456789AB",
    "status": "active",
    "accepted_on": "2025-03-01",
    "letter_on": "2025-05-14",
    "officer": "first@example.test",
}


def test_nothing_is_chosen_beforehand(admin: PortalClient) -> None:
    page = admin.page("/companies/enroll/")
    assert not page.xpath("//form//select/option[@selected and @value!='']")

    answer = admin.post("/companies/enroll/", {**TYPED, "center": "", "status": ""})
    assert error_words(answer) == ["Choose one.", "Choose one."]


def test_enrolling_takes_in_the_company_and_invites_its_officer(
    admin: PortalClient,
) -> None:
    response = admin.post("/companies/enroll/", TYPED)
    with as_owner():
        account = Account.objects.get(legal_name="Harbor Lamps")
        history = account.history.count()
        invitation = Invitation.objects.get(account=account)
        told = AccountEvent.objects.filter(account=account)
        kinds = set(told.values_list("kind", flat=True))
    assert response.headers["Location"] == f"/companies/{account.ref}/"
    assert account.importer_numbers == ["12-3456789", "12-3456789AB"]
    assert str(account.anniversary) == "2025-05-14"
    assert history == 1
    assert (invitation.email, invitation.role) == ("first@example.test", "OFFICER")
    assert kinds == {"enrolled", "invitation"}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("importer_numbers", "123-45-6789", "Social Security"),
        ("letter_on", "2025-02-01", "cannot be older"),
        ("accepted_on", "2999-01-01", "this one is to come"),
        ("officer", "", "Write the address."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    admin: PortalClient, field: str, value: str, words: str
) -> None:
    response = admin.post("/companies/enroll/", {**TYPED, field: value})
    assert response.status_code == 422
    assert words in response.content.decode()
    with as_owner():
        assert not Account.objects.exists()


def test_pages_follow_each_other_by_name_also_where_names_are_equal(
    admin: PortalClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companies, "SIZE", 2)
    for name in ("Same", "Same", "Same", "Alpha", "Zeta"):
        AccountFactory.create(legal_name=name)
    seen: list[str] = []
    path = "/companies/"
    while path:
        context = admin.get(path).context
        seen += [row["ref"] for row in context["rows"]]
        path = context["next_path"]
    with as_owner():
        ordered = Account.objects.order_by("legal_name", "ref")
        assert seen == list(ordered.values_list("ref", flat=True))


def test_it_finds_by_name_and_leads_to_assignments(admin: PortalClient) -> None:
    account = AccountFactory.create(legal_name="Harbor Lamps")
    AccountFactory.create(legal_name="Other")
    found = admin.get("/companies/", {"q": "harbor"}).context["rows"]
    assert [row["ref"] for row in found] == [account.ref]
    page = admin.get(f"/companies/{account.ref}/").content.decode()
    for duty in (Duty.NAM, Duty.IMPORT_SPECIALIST, Duty.SCSS):
        path = f"/portfolio/reassign/?account={account.ref}&duty={duty}"
        assert path.replace("&", "&amp;") in page
        assert admin.get(path).status_code == 200
