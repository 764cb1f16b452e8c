"""The page behind the link of an invitation; whoever holds the link sees it."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import people, tokens
from accounts.actions import joining
from accounts.models import Invitation, User
from accounts.people_forms import AcceptForm, JoinForm
from accounts.states import InvitationState
from portal.decisions import Refused
from portal.http import posted

SIGN_IN = "accounts.adapters.SignInBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Show to what somebody is invited, and let them in with a sign-in of theirs."""
    invitation = joining.presented(tokens.digest_of(token))
    closed = people.closed_words(invitation, timezone.now())
    if invitation is None or closed:
        status = 404 if invitation is None else 410
        context = {"closed": closed, "signed_in": isinstance(request.user, User)}
        return render(request, "accounts/invited_closed.html", context, status=status)
    if isinstance(request.user, User):
        return accept(request, invitation, request.user)
    return join(request, invitation)


@require_POST
@login_not_required
def invited_seen(request: HttpRequest, token: str) -> HttpResponse:
    """Note that the page was looked at, which the page itself says."""
    with suppress(Refused):  # nothing to note, and nothing to learn from it
        joining.see(digest=tokens.digest_of(token))
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)
    return redirect("invited", token)


def join(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Make a sign-in for a newcomer, who is in with it at once."""
    form = JoinForm(posted(request))
    if form.is_valid():
        newcomer = joining.NewSignIn(**form.cleaned_data)
        try:
            user = joining.join(newcomer, digest=invitation.digest)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            login(request, user, backend=SIGN_IN)
            return welcome(request, invitation)
    return page(request, invitation, form)


def accept(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    """Take the invitation up with the sign-in that somebody uses now."""
    same = invitation.went_to(user)
    form = AcceptForm(posted(request))
    if form.is_valid():
        knowing = form.cleaned_data["knowing"]
        try:
            joining.accept(digest=invitation.digest, by=user, knowing=knowing)
        except joining.OtherAddress as refused:
            form.add_error("knowing", str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return welcome(request, invitation)
    return page(request, invitation, form, other=not same)


def welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Lead on to the first page, or to the sentence that somebody has to confirm."""
    accepted = joining.presented(invitation.digest)
    if accepted and accepted.state(timezone.now()) is InvitationState.WAITING:
        return redirect(request.path)
    words = _("You have joined %(company)s as %(role)s.")
    messages.success(
        request,
        words
        % {"company": invitation.on_behalf_of, "role": invitation.as_what.lower()},
    )
    return redirect("home")


def page(
    request: HttpRequest,
    invitation: Invitation,
    form: JoinForm | AcceptForm,
    *,
    other: bool = False,
) -> HttpResponse:
    context = {
        "invitation": invitation,
        "form": form,
        "other": other,
        "signed_in": isinstance(form, AcceptForm),
        "unseen": invitation.seen_at is None,
        "here": request.path,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/invited.html", context, status=status)
