"""A forgotten password: a link by mail, and no word on who is known here."""

import time
from statistics import median

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from time_machine import travel

from accounts.models import Notice, User
from tests.accounts.signing_in import (
    NEW_PASSWORD,
    SIGN_IN,
    is_in,
    mailed,
    signed_in,
)
from tests.client import PortalClient, parsed
from tests.database import as_owner
from tests.factories import PASSWORD, UserFactory
from tests.pages import error_words, lands_on, one, send, words

FORGOTTEN = "/sign-in/password/forgotten/"
UNKNOWN = "nobody@example.test"
ENDS = ("RELEASE", "ROLLBACK")  # taking back is one word more than keeping
TWICE = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}


def link(client: PortalClient, email: str) -> str:
    """Ask for a link, and return where the mail leads."""
    client.post(FORGOTTEN, {"email": email})
    ((_to, _text, path),) = mailed()
    return path


def test_kim_chooses_a_new_password_by_a_link(client: PortalClient, kim: User) -> None:
    sent = send(client, FORGOTTEN, "main form", email="KIM@example.test")
    ((to, text, path),) = mailed()
    form = lands_on(client.get(path))
    done = send(client, form, "main form", **TWICE)
    signed_in(client, kim.email, NEW_PASSWORD)

    assert words(one(client.page(lands_on(sent)), "h1")) == "Look into your mail"
    assert to == kim.email
    assert "Somebody asked for a new password for your address." in text
    assert words(one(client.page(lands_on(done)), "h1")) == "Your password is changed"
    assert is_in(client)
    ((_to, news, _path),) = mailed()
    assert "Your password was replaced by another" in news


def test_the_key_does_not_stay_in_the_address(client: PortalClient, kim: User) -> None:
    path = link(client, kim.email)

    assert lands_on(client.get(path)).endswith("-set-password/")


def test_a_new_password_ends_what_was_signed_in_with_the_old(
    client: PortalClient, kim: User
) -> None:
    elsewhere = PortalClient()
    signed_in(elsewhere, kim.email)
    before = is_in(elsewhere)
    form = lands_on(client.get(link(client, kim.email)))
    client.post(form, TWICE)

    assert (before, is_in(elsewhere)) == (True, False)
    assert not is_in(client), "Choosing one is not signing in."


def test_a_link_is_good_once(client: PortalClient, kim: User) -> None:
    path = link(client, kim.email)
    client.post(lands_on(client.get(path)), TWICE)

    assert words(one(client.page(path), "h1")) == "This link is no longer good"


def test_a_link_is_good_for_an_hour(client: PortalClient, kim: User) -> None:
    path = link(client, kim.email)
    with travel(time.time() + 3601, tick=False):
        late = client.page(path)

    assert words(one(late, "h1")) == "This link is no longer good"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"password1": "short", "password2": "short"}, "at least 15 characters"),
        (TWICE | {"password2": "another one entirely"}, "are not the same"),
        (dict.fromkeys(TWICE, "password1password1"), "Others would try this soon"),
        (dict.fromkeys(TWICE, "kim-vance-portal-1"), "Others would try this soon"),
    ],
)
def test_a_weak_password_is_refused(
    typed: dict[str, str], says: str, client: PortalClient, kim: User
) -> None:
    form = lands_on(client.get(link(client, kim.email)))
    answer = client.post(form, typed)

    assert says in " ".join(error_words(answer))
    assert not is_in(client)


# --- Nobody learns who is known here --------------------------------------------------


def test_an_unknown_address_gets_the_same_words_and_no_mail(
    client: PortalClient, kim: User
) -> None:
    answers = []
    for email in (kim.email, UNKNOWN):
        page = client.post(FORGOTTEN, {"email": email}, follow=True)
        answers.append(words(one(parsed(page), "main")))

    assert answers[0] == answers[1]
    assert [to for to, _text, _path in mailed()] == [kim.email]


def test_an_unknown_address_costs_as_many_statements(
    client: PortalClient, kim: User
) -> None:
    counts = []
    for email in (kim.email, UNKNOWN):
        with CaptureQueriesContext(connection) as asked:
            client.post(FORGOTTEN, {"email": email})
        counts.append([query["sql"].split()[0] for query in asked])

    known, unknown = ([w for w in words if w not in ENDS] for words in counts)
    assert known == unknown
    assert "INSERT" in known


def test_an_unknown_address_takes_as_long(
    client: PortalClient, kim: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    taken: dict[str, list[float]] = {kim.email: [], UNKNOWN: []}
    for _ in range(100):
        for email, times in taken.items():
            start = time.perf_counter()
            client.post(FORGOTTEN, {"email": email})
            times.append(time.perf_counter() - start)

    known, unknown = map(median, taken.values())
    assert abs(known - unknown) < 0.005


def test_signing_in_hashes_for_an_unknown_address_too(
    client: PortalClient, kim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    for email in (kim.email, UNKNOWN):
        client.post(SIGN_IN, {"login": email, "password": "wrong horse"})

    assert hashed == ["wrong horse"] * 2


@pytest.mark.parametrize("kind", ["closed", "elsewhere", "demo"])
def test_who_may_not_come_in_by_a_password_gets_no_link(
    kind: str, client: PortalClient, settings: Settings, db: None
) -> None:
    settings.DEMO = False
    hashed = make_password(PASSWORD)
    UserFactory.create(
        name="Gus Lane",
        is_active=kind != "closed",
        password="!" if kind == "elsewhere" else hashed,
        subject="demo:gus" if kind == "demo" else "local:gus",
    )
    client.post(FORGOTTEN, {"email": "gus@example.test"})

    assert mailed() == []


def test_two_people_with_one_address_get_a_link_each(
    client: PortalClient, kim: User
) -> None:
    UserFactory.create(name="Kay Vance", email=kim.email, password=make_password("x"))
    client.post(FORGOTTEN, {"email": kim.email})
    found = mailed()

    assert {text.partition(",")[0] for _to, text, _path in found} == {
        "Hello Kim Vance",
        "Hello Kay Vance",
    }
    assert len({path for _to, _text, path in found}) == 2


def test_who_asks_too_often_is_told_to_wait(client: PortalClient, kim: User) -> None:
    answers = [client.post(FORGOTTEN, {"email": UNKNOWN}) for _ in range(6)]

    assert [a.status_code for a in answers] == [302] * 5 + [429]


def test_an_address_that_is_none_is_refused(client: PortalClient, db: None) -> None:
    answer = client.post(FORGOTTEN, {"email": "kim"})

    assert (answer.status_code, error_words(answer)) == (
        422,
        ["Enter a valid email address."],
    )


def test_the_ledger_keeps_no_trace_of_nobody(client: PortalClient, kim: User) -> None:
    client.post(FORGOTTEN, {"email": UNKNOWN})

    with as_owner():
        assert not Notice.objects.exists()
