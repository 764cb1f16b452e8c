"""Sign in, and find again what one had sent after one's session had ended.

Nobody is there for whom the words could be stored when they come. So they go back to
the browser that sent them, inside the sign-in form, and are kept as a draft of their
writer, and of nobody else, as soon as that person is in.
"""

import json
from dataclasses import dataclass
from typing import Any

from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import views
from accounts.door.keyring import Keyring
from accounts.models import User
from conversations import actions, permissions, places
from conversations.forms import DraftForm
from portal import rls
from portal.http import safe_path


@dataclass(frozen=True)
class Kept:
    """Words on their way through the sign-in page.

    Attributes:
        sent_to: the address that they were sent to.
        fields: what carries them on, by name.
    """

    sent_to: str
    fields: dict[str, str]

    @property
    def text(self) -> str:
        return self.fields["text"]


CARRIED = ("text", "subject", "key", "writer")


def kept_in(request: HttpRequest) -> Kept | None:
    """Return the words that came to the sign-in page, if there are any."""
    sent_to = request.POST.get("sent_to") or request.GET.get("sent_to")
    if not sent_to or not request.POST.get("text"):
        return None
    fields = {name: request.POST.get(name, "") for name in CARRIED}
    return Kept(sent_to, fields)


class SignIn(views.SignIn):
    """The sign-in page, which hands on what was sent too late."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        if "login" not in self.request.POST:  # words came, and nobody signs in yet
            kwargs = {**kwargs, "data": None, "files": None}
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        enter = super().post if "login" in request.POST else self.get
        answer: HttpResponse = enter(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "kept": kept_in(self.request)}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        if kept_in(self.request) and not self.request.user.is_authenticated:
            # The second factor is asked for first; the words go with it.
            return HttpResponseRedirect(answer["Location"], preserve_request=True)
        return back_to_words(self.request) or answer


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """allauth's page for the second factor, which hands on what was sent too late."""

    http_method_names = ("get", "head", "post")
    template_name = "account/second_factor.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not {"code", "credential"} & request.POST.keys():
            self.form = None  # words came, and nothing was typed here yet
            self.auth_form = self.get_form_class()(user=self.stage.login.user)
            page: HttpResponse = self.get(request, *args, **kwargs)
            return page
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return back_to_words(request) or answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        ring = Keyring(self.stage.login.user)
        options = found["js_data"]["request_options"] if ring.has_passkey else None
        return {
            **found,
            "kept": kept_in(self.request),
            "options": json.dumps(options) if options else "",
        }


class Passkey(LoginWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in by a passkey alone, which leads back like any other."""

    http_method_names = ("get", "head", "post")

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey is not known here."))
        return redirect("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        factor = form.cleaned_data["credential"]
        path = safe_path(self.request, self.request.POST.get("next", ""), "")
        login = Login(user=factor.user, redirect_url=path or None)
        answer: HttpResponse = perform_passwordless_login(self.request, factor, login)
        return back_to_words(self.request) or answer


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    answer = views.demo_sign_in(request)
    return back_to_words(request) or answer


def back_to_words(request: HttpRequest) -> HttpResponse | None:
    """Keep what was sent too late as a draft, and lead to its form, if it is there."""
    kept, user = kept_in(request), request.user
    if kept is None or not isinstance(user, User) or kept.fields["writer"] != user.ref:
        return None
    form = DraftForm(kept.fields)
    with rls.entered(user.pk):
        desk = places.desk_at(kept.sent_to, user)
        if desk is None or not permissions.may_draft(user, desk) or not form.is_valid():
            return None
        key = form.cleaned_data["key"]
        actions.save_draft(form.begun(), place=desk.place, key=key, by=user)
    return redirect(f"{desk.page}#draft")
