"""Choosing another password, by knowing the old one or by a link in a mail."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.password_change import finalize_password_change
from allauth.account.internal.flows.password_reset import finalize_password_reset
from allauth.account.views import PasswordResetFromKeyView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.actions import sign_ins
from accounts.door.forms import ForgottenForm, PasswordForm
from accounts.door.freshness import freshly
from accounts.door.limits import too_many
from accounts.http import PersonRequest, for_person
from portal.http import posted

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever has an address; the answer is the same if nobody has."""
    form = ForgottenForm(posted(request))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        page = "account/password_reset.html"
        return render(request, page, {"form": form}, status=status)
    email = form.cleaned_data["email"]
    if refusal := too_many(request, "reset_password", key=email):
        return refusal
    sign_ins.owe_reset_links(email=email)
    return redirect("account_reset_password_done")


@require_safe
@login_not_required
def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset_done.html")


@require_safe
@login_not_required
def chosen(request: HttpRequest) -> HttpResponse:
    return render(request, "account/password_reset_from_key_done.html")


class ByLink(PasswordResetFromKeyView):  # type: ignore[misc]  # allauth has no types
    """allauth's page behind the link, which takes the key out of the address first."""

    http_method_names = ("get", "head", "post")
    template_name = "account/password_reset_from_key.html"

    def get_form_class(self) -> Any:
        return PasswordForm

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        get_adapter().set_password(self.reset_user, form.cleaned_data["password1"])
        finalize_password_reset(self.request, self.reset_user)
        return redirect("account_reset_password_from_key_done")


@READ_OR_SEND
@sensitive_post_parameters("password1", "password2")
@for_person
@freshly
def password(request: PersonRequest) -> HttpResponse:
    """Let a person who has just shown who they are choose another password."""
    permissions.may_have_password(request.user).require()
    form = PasswordForm(posted(request), user=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        page = "account/password_change.html"
        return render(request, page, {"form": form}, status=status)
    get_adapter().set_password(request.user, form.cleaned_data["password1"])
    finalize_password_change(request, request.user)
    messages.success(request, _("Your password is changed."))
    return redirect("account_overview")
