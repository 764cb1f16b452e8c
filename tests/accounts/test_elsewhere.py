"""Signing in at an outside provider, and each lie that it is not believed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pytest_django import Settings

from accounts.models import Account, Center, User
from accounts.sessions import is_strong
from accounts.states import Duty, Role
from tests.accounts.provider import ACR, CLIENT, Claims, Provider, new_key, pem
from tests.accounts.signing_in import AGAIN, forget, is_in
from tests.client import PortalClient, parsed
from tests.factories import MembershipFactory, PostingFactory, UserFactory
from tests.pages import lands_on, one, words

ELSEWHERE, BACK = "/sign-in/elsewhere/", "/sign-in/elsewhere/back/"
SUBJECT = "abc-123"


@pytest.fixture(scope="module")
def portal_key() -> rsa.RSAPrivateKey:
    """The key by which the portal shows who it is."""
    return new_key()


@pytest.fixture
def provider(
    portal_key: rsa.RSAPrivateKey, settings: Settings, tmp_path: Path, db: None
) -> Iterator[Provider]:
    """The provider, which knows the portal."""
    file = tmp_path / "portal.pem"
    file.write_bytes(pem(portal_key))
    provider = Provider(portal_key)
    settings.OIDC_ISSUER = provider.issuer
    settings.OIDC_CLIENT_ID = CLIENT
    settings.OIDC_KEY_FILE = str(file)
    settings.OIDC_ACR = [ACR]
    yield provider
    provider.stop()


@pytest.fixture
def ella(provider: Provider, northwind: Account) -> User:
    """Ella, who signs in elsewhere and has no password here."""
    ella = UserFactory.create(name="Ella Wood", subject=f"oidc:{SUBJECT}")
    MembershipFactory.create(user=ella, account=northwind, role=Role.CONTACT)
    return ella


def leave(client: PortalClient, path: str = "/notices/") -> str:
    """Go to the provider, and return the whole address there."""
    return str(client.get(f"{ELSEWHERE}?next={path}")["Location"])


def come_back(client: PortalClient, query: str) -> Any:
    return client.get(f"{BACK}?{query}")


def walk(client: PortalClient, provider: Provider, subject: str = SUBJECT) -> Any:
    """Go there, sign in, and come back."""
    return come_back(client, provider.approve(leave(client), subject))


# --- The way there and back ----------------------------------------------------------


def test_ella_signs_in_elsewhere_and_lands_where_she_wanted(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    answer = walk(client, provider)

    assert lands_on(answer) == "/notices/"
    assert is_in(client)
    assert is_strong(client.session)
    assert provider.faults == []


def test_the_question_is_as_the_provider_wants_it(
    client: PortalClient, provider: Provider
) -> None:
    asked = {k: v[0] for k, v in parse_qs(urlsplit(leave(client)).query).items()}

    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT
    assert asked["acr_values"] == ACR
    assert asked["prompt"] == "select_account"
    assert set(asked["scope"].split()) == {"openid", "email"}
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{BACK}"
    assert len(asked["state"]) >= 22
    assert len(asked["nonce"]) >= 22
    assert asked["code_challenge_method"] == "S256"


def test_each_question_has_its_own_state_and_nonce(
    client: PortalClient, provider: Provider
) -> None:
    asked = [parse_qs(urlsplit(leave(client)).query) for _ in range(3)]

    assert len({each["state"][0] for each in asked}) == 3
    assert len({each["nonce"][0] for each in asked}) == 3


def test_without_pkce_it_goes_as_well(
    client: PortalClient, provider: Provider, ella: User, settings: Settings
) -> None:
    settings.OIDC_PKCE = False
    address = leave(client)
    come_back(client, provider.approve(address))

    assert "code_challenge" not in address
    assert is_in(client)


def test_what_the_address_asks_for_besides_is_not_heard(
    client: PortalClient, provider: Provider
) -> None:
    weak = "auth_params=acr_values%3Dweak%26nonce%3Dknown&scope=address"
    address = str(client.get(f"{ELSEWHERE}?{weak}")["Location"])

    assert "weak" not in address
    assert "known" not in address
    assert "address" not in parse_qs(urlsplit(address).query)["scope"][0]


def test_the_key_is_named_where_there_are_two(
    client: PortalClient, provider: Provider, ella: User, settings: Settings
) -> None:
    settings.OIDC_KEY_ID = "portal-2027"
    walk(client, provider)

    assert is_in(client)


def test_an_official_needs_no_other_factor_here(
    client: PortalClient, provider: Provider, electronics: Center, settings: Settings
) -> None:
    settings.OFFICIALS_NEED_FACTOR = True
    olive = UserFactory.create(name="Olive Grant", subject=f"oidc:{SUBJECT}")
    PostingFactory(official=olive, duty=Duty.IMPORT_SPECIALIST, center=electronics)
    walk(client, provider)

    assert client.get("/conversations/").status_code == 200


def test_the_sign_in_page_offers_it_by_its_name(
    client: PortalClient, provider: Provider
) -> None:
    page = client.page("/sign-in/?next=/notices/")

    assert words(one(page, "section[aria-labelledby=elsewhere] a")) == (
        "Sign in with Login.gov"
    )


def test_coming_back_without_a_wish_to_is_no_error(
    client: PortalClient, provider: Provider
) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    answer = come_back(client, f"error=access_denied&state={state}")

    assert lands_on(answer) == "/sign-in/"


def test_showing_it_again_there_counts_as_fresh(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    walk(client, provider)
    forget(client)
    page = client.page(f"{AGAIN}?next=/sign-in/address/")
    stale = client.get("/sign-in/address/").status_code
    walk(client, provider)

    assert one(page, "main form a").get("href").startswith(f"{ELSEWHERE}?next=")
    assert stale == 302
    assert client.get("/sign-in/address/").status_code == 200


# --- The subject id is the person ----------------------------------------------------


def test_another_subject_with_the_same_address_is_nobody(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    provider.info["email"] = ella.email
    answer = walk(client, provider, subject="def-456")

    assert answer.status_code == 403
    assert words(one(parsed(answer), "h1")) == "Nobody here signs in like this"
    assert not is_in(client)


@pytest.mark.parametrize("subject", ["ABC-123", "abc-123 ", "local:abc-123"])
def test_a_subject_that_only_looks_alike_is_nobody(
    subject: str, client: PortalClient, provider: Provider, ella: User
) -> None:
    assert walk(client, provider, subject).status_code == 403
    assert not is_in(client)


def test_a_subject_cannot_name_a_person_who_signs_in_here(
    client: PortalClient, provider: Provider
) -> None:
    kim = UserFactory.create(name="Kim Vance", subject="local:kim")

    assert walk(client, provider, kim.subject).status_code == 403


def test_somebody_else_is_not_taken_for_whoever_is_in(
    client: PortalClient, provider: Provider, ella: User, carl: User
) -> None:
    answer = walk(client.sign_in(carl), provider)

    assert answer.status_code == 403


def test_a_closed_sign_in_stays_closed(
    client: PortalClient, provider: Provider
) -> None:
    UserFactory.create(name="Gus Lane", subject=f"oidc:{SUBJECT}", is_active=False)

    assert lands_on(walk(client, provider)) == "/sign-in/inactive/"
    assert not is_in(client)


# --- Lies ----------------------------------------------------------------------------


def says(**different: Any) -> Callable[[Provider], None]:
    """Let the token say something else, or with None nothing."""

    def lie(claims: Claims) -> None:
        for name, value in different.items():
            if value is None:
                claims.pop(name)
            else:
                claims[name] = value

    def told(provider: Provider) -> None:
        provider.lie = lie

    return told


def headed(**headers: str) -> Callable[[Provider], None]:
    def told(provider: Provider) -> None:
        provider.headers = headers

    return told


def signed(key: Any, way: str) -> Callable[[Provider], None]:
    def told(provider: Provider) -> None:
        provider.signs_with = (key, way)

    return told


def informed(**info: Any) -> Callable[[Provider], None]:
    def told(provider: Provider) -> None:
        provider.info = info

    return told


LIES = {
    "another audience": says(aud="urn:gov:another"),
    "others as well": says(aud=[CLIENT, "urn:gov:another"]),
    "no audience": says(aud=None),
    "another issuer": says(iss="https://evil.example"),
    "no issuer": says(iss=None),
    "another nonce": says(nonce="x" * 43),
    "no nonce": says(nonce=None),
    "a weaker sign-in": says(acr="urn:acr.login.gov:weak"),
    "no strength": says(acr=None),
    "long ago": says(iat=1_000_000_000, exp=1_000_000_300),
    "just over": says(exp=int(time.time()) - 60),
    "no end": says(exp=None),
    "tomorrow": says(iat=int(time.time()) + 86_400),
    "no subject": says(sub=None),
    "an unknown key": headed(kid="second"),
    "no key": headed(),
    "a key of somebody else": signed(new_key(), "RS256"),
    "no signature": signed(None, "none"),
    "a secret that all know": signed(CLIENT * 3, "HS256"),
    "another way to sign": signed(new_key(), "RS512"),
    "an address that is not verified": informed(email_verified=False),
    "an address verified in words": informed(email_verified="true"),
    "nothing of an address": informed(),
    "another subject beside": informed(sub="def-456", email_verified=True),
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_lets_nobody_in(
    lie: Callable[[Provider], None],
    client: PortalClient,
    provider: Provider,
    ella: User,
) -> None:
    lie(provider)
    answer = walk(client, provider)

    assert answer.status_code == 401
    assert words(one(parsed(answer), "h1")) == "You are not signed in"
    assert not is_in(client)


def test_a_code_is_good_once(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    address = leave(client)
    query = provider.approve(address)
    come_back(client, query)
    client.post("/sign-in/out/")
    again = come_back(client, query)

    assert again.status_code == 401
    assert not is_in(client)


def test_a_code_cannot_be_used_in_a_later_question(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    code = parse_qs(provider.approve(leave(client)))["code"][0]
    later = parse_qs(urlsplit(leave(client)).query)["state"][0]
    answer = come_back(client, f"code={code}&state={later}")

    assert answer.status_code == 401
    assert not is_in(client)


def test_a_state_of_another_browser_lets_nobody_in(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    planted = provider.approve(leave(PortalClient()))
    leave(client)

    assert come_back(client, planted).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("query", ["", "code=x", "state=x", "code=x&state=y"])
def test_coming_back_out_of_nowhere_lets_nobody_in(
    query: str, client: PortalClient, provider: Provider, ella: User
) -> None:
    assert come_back(client, query).status_code == 401


def test_the_provider_must_be_the_one_it_is_taken_for(
    client: PortalClient, provider: Provider, ella: User
) -> None:
    provider.issuer, real = "https://evil.example", provider.issuer
    described = provider.described()
    for name in described.keys() - {"issuer"}:
        described[name] = described[name].replace(provider.issuer, real)
    provider.described = lambda: described  # type: ignore[method-assign]

    assert walk(client, provider).status_code == 401


def test_without_a_provider_there_is_no_such_door(
    client: PortalClient, db: None
) -> None:
    assert client.get(ELSEWHERE).status_code == 404
    assert client.get(BACK).status_code == 404
    assert not client.page("/sign-in/").cssselect("#elsewhere")
