"""Signing in at an outside provider that speaks OpenID Connect, as login.gov does.

allauth leads there and back, keeps state and speaks to the provider. It has no client
assertion and no nonce, believes a token it fetched itself, and would keep rows of its
own; so here the portal signs what it says (private_key_jwt), asks with a nonce, checks
every token, and finds the person by the provider's subject id and nothing else.
"""

import logging
import secrets
import time
from pathlib import Path
from typing import Any, Never

import jwt
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.defaults import permission_denied

from accounts.models import User

PROVIDER = "elsewhere"
SUBJECT = "oidc:"  # subject ids of people who sign in there begin with it
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTED_FOR = 300  # seconds
SKEW = 30  # seconds that two clocks may differ
REQUIRED = ["aud", "exp", "iat", "iss", "nonce", "sub"]

log = logging.getLogger(__name__)


class ElsewhereClient(OAuth2Client):  # type: ignore[misc]  # allauth has no types
    """Shows who the portal is by signing, each time anew, and by no shared secret."""

    def get_access_token(
        self,
        code: str,
        pkce_code_verifier: str | None = None,
        extra_data: dict[str, str] | None = None,
    ) -> Any:
        proof = {
            "client_assertion_type": ASSERTION,
            "client_assertion": assertion(self.access_token_url),
        }
        return super().get_access_token(code, pkce_code_verifier, proof)


def assertion(audience: str) -> str:
    """Return what shows to one address that the portal is the one asking."""
    now, client = int(time.time()), settings.OIDC_CLIENT_ID
    words = {
        "iss": client,
        "sub": client,
        "aud": audience,
        "jti": secrets.token_urlsafe(32),
        "iat": now,
        "exp": now + ASSERTED_FOR,
    }
    key = Path(settings.OIDC_KEY_FILE).read_bytes()
    headers = {"kid": settings.OIDC_KEY_ID} if settings.OIDC_KEY_ID else None
    return jwt.encode(words, key, algorithm="RS256", headers=headers)


class ElsewhereWay(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """The way there and back; `state` is what was kept here when it began."""

    client_class = ElsewhereClient
    basic_auth = False
    state: dict[str, Any]

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER) -> None:
        super().__init__(request, provider_id)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return f"{settings.PORTAL_URL}{reverse('elsewhere_back')}"

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Never:
        """Let the person in whom the provider names; allauth is to keep no row."""
        try:
            subject = self.subject(kwargs["response"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"The answer is not as agreed: {error}") from error
        raise ImmediateHttpResponse(enter(request, subject, self.state.get("next")))

    def subject(self, response: dict[str, Any]) -> str:
        """Return whom the provider names, after every check."""
        claims = self.checked(response["id_token"])
        info = self._fetch_user_info(response["access_token"])
        if info["sub"] != claims["sub"]:
            raise OAuth2Error("The token and the userinfo name different people.")
        if info.get("email_verified") is not True:
            raise OAuth2Error("The provider has not verified the address.")
        return str(claims["sub"])

    def checked(self, token: str) -> dict[str, Any]:
        """Return what a token says, if the provider said it to us, now, as we asked."""
        claims: dict[str, Any] = jwt.decode(
            token,
            self.key(str(jwt.get_unverified_header(token).get("kid"))),
            algorithms=["RS256"],
            audience=settings.OIDC_CLIENT_ID,
            issuer=settings.OIDC_ISSUER,
            leeway=SKEW,
            options={"require": REQUIRED},
        )
        if claims["aud"] not in (settings.OIDC_CLIENT_ID, [settings.OIDC_CLIENT_ID]):
            raise OAuth2Error("The token is for others as well.")
        if not secrets.compare_digest(str(claims["nonce"]), self.state["nonce"]):
            raise OAuth2Error("The token does not answer this question.")
        if claims.get("acr") not in settings.OIDC_ACR:
            raise OAuth2Error("The sign-in there was not as strong as asked.")
        return claims

    def key(self, kid: str) -> Any:
        """Return the provider's key of this name."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        for key in jwt.PyJWKSet.from_dict(answer.json()).keys:
            if key.key_id == kid:
                return key.key
        raise OAuth2Error("The token is signed by no key of the provider.")


class Elsewhere(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    """The one provider of this installation, as its settings describe it."""

    id = PROVIDER
    oauth2_adapter_class = ElsewhereWay

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **_asked: Any,
    ) -> HttpResponse:
        """Lead there with a nonce; what the address asks for besides is not heard."""
        nonce = secrets.token_urlsafe(32)
        asked = {
            "acr_values": " ".join(settings.OIDC_ACR),
            "nonce": nonce,
            "prompt": "select_account",
        }
        answer: HttpResponse = super().redirect(
            request,
            process,
            next_url,
            scope=["openid", "email"],
            auth_params=asked,
            nonce=nonce,
        )
        return answer


class ElsewhereAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Knows the provider from the settings, and asks no table for others."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        if not settings.OIDC_ISSUER:
            return []
        described = {
            "server_url": settings.OIDC_ISSUER.rstrip("/"),
            "oauth_pkce_enabled": settings.OIDC_PKCE,
        }
        return [
            SocialApp(
                provider=PROVIDER,
                provider_id=PROVIDER,
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                settings=described,
            )
        ]

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return secrets.token_urlsafe(32)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, **happened: Any
    ) -> None:
        if happened.get("error") == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))
        log.warning("Signing in elsewhere failed: %s", happened.get("exception"))


# --- Views ---------------------------------------------------------------------------


class Back(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """allauth's way back, which hands on what was kept when the way began."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        self.adapter.state, refusal = super()._get_state(request, provider)
        return self.adapter.state, refusal


@require_safe
@login_not_required
def leave(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, and back to the page that was asked for."""
    return walked(OAuth2LoginView, request)


@require_safe
@login_not_required
def back(request: HttpRequest) -> HttpResponse:
    """Let in whoever the provider names, if the portal knows them."""
    return walked(Back, request)


def walked(view: Any, request: HttpRequest) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404(_("Nobody signs in elsewhere here."))
    answer: HttpResponse = view.adapter_view(ElsewhereWay(request))(request)
    return answer


def enter(request: HttpRequest, subject: str, path: str | None) -> HttpResponse:
    """Sign a person in, or take it as shown again who they are."""
    person = User.objects.filter(subject=f"{SUBJECT}{subject}").first()
    if person is None:
        return render(request, "account/elsewhere_unknown.html", status=403)
    if not request.user.is_authenticated:
        record_authentication(request, person, "socialaccount")
        answer: HttpResponse = perform_login(
            request, Login(user=person, redirect_url=path)
        )
        return answer
    if request.user.pk != person.pk:
        words = _("You are signed in as somebody else. Sign out first.")
        return permission_denied(request, PermissionDenied(words))
    record_authentication(request, person, "socialaccount", reauthenticated=True)
    return HttpResponseRedirect(path or reverse("account_overview"))
