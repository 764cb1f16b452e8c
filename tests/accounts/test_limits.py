"""How often somebody may try, over all web workers, and whoever they say they are."""

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import caches
from pytest_django import Settings

from accounts.models import User
from portal.cache import Json, SharedCache
from tests.accounts.signing_in import SIGN_IN, is_in, signed_in
from tests.client import PortalClient
from tests.pages import error_words

CLOSED = "redis://127.0.0.1:9/0"  # nobody answers there
WAIT = ["Too many failed login attempts. Try again later."]


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were checked."""
    found: list[str] = []
    encode = MD5PasswordHasher.encode

    def noted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
        found.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noted)
    return found


def guess(client: PortalClient, email: str, came_by: str = "192.0.2.7") -> Any:
    sent = {"login": email, "password": "wrong horse"}
    return client.post(SIGN_IN, sent, headers={"x-forwarded-for": came_by})


def test_one_account_is_guessed_five_times_and_no_more(
    kim: User, hashed: list[str]
) -> None:
    answers = [
        guess(PortalClient(), kim.email, f"192.0.2.{number}") for number in range(30)
    ]

    assert len(hashed) == 5
    assert error_words(answers[-1]) == WAIT


def test_one_machine_guesses_ten_times_a_minute(db: None, hashed: list[str]) -> None:
    for number in range(20):
        guess(PortalClient(), f"person{number}@example.test")

    assert len(hashed) == 10


def test_naming_another_machine_each_time_gains_nothing(
    db: None, hashed: list[str]
) -> None:
    for number in range(20):
        forged = f"203.0.113.{number}, 198.51.100.{number}, 192.0.2.7"
        guess(PortalClient(), f"person{number}@example.test", forged)

    assert len(hashed) == 10


def test_behind_two_proxies_the_one_before_counts(
    db: None, hashed: list[str], settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    for number in range(20):
        path = f"203.0.113.{number}, 198.51.100.9, 192.0.2.{number}"
        guess(PortalClient(), f"person{number}@example.test", path)

    assert len(hashed) == 10


# --- Over all workers ----------------------------------------------------------------


def cache_at(address: str) -> SharedCache:
    options = {"serializer": "portal.cache.Json", "socket_timeout": 1}
    return SharedCache(address, {"KEY_PREFIX": str(uuid4()), "OPTIONS": options})


@pytest.fixture(autouse=True)
def _together() -> Iterator[None]:
    SharedCache.alone_until = 0.0
    yield
    SharedCache.alone_until = 0.0


def test_two_workers_count_together() -> None:
    one = cache_at(os.environ["REDIS_URL"])
    other = cache_at(os.environ["REDIS_URL"])
    other.shared.key_prefix = one.shared.key_prefix
    one.set("tries", [1.5, 2.5], 60)

    assert other.get("tries") == [1.5, 2.5]
    assert one.add("used", "y", 60) is True
    assert other.add("used", "y", 60) is False
    assert other.delete("tries") is True
    assert one.get("tries") is None


def test_without_valkey_a_worker_counts_alone(caplog: pytest.LogCaptureFixture) -> None:
    cache = cache_at(CLOSED)
    key = str(uuid4())

    assert (cache.add(key, "y", 60), cache.add(key, "y", 60)) == (True, False)
    assert len(caplog.records) == 1, "It is not asked again each time."


def test_without_valkey_people_sign_in_and_guessers_wait(
    kim: User, hashed: list[str], settings: Settings
) -> None:
    backend = {"BACKEND": "portal.cache.SharedCache", "LOCATION": CLOSED}
    settings.CACHES = {"default": backend}
    guesses = [guess(PortalClient(), kim.email) for _ in range(6)]
    client = PortalClient()
    caches["default"].own.clear()  # type: ignore[attr-defined]
    signed_in(client, kim.email)

    assert error_words(guesses[-1]) == WAIT
    assert len(hashed) == 6
    assert is_in(client)


def test_nothing_that_lies_there_is_ever_run() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        Json().loads(b"cos\nsystem\n(S'true'\ntR.")


def test_it_is_never_emptied_since_tasks_lie_beside() -> None:
    with pytest.raises(NotImplementedError):
        cache_at(CLOSED).clear()
