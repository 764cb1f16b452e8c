"""Keep what somebody writes, before it is sent."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest, for_person
from conversations import actions, permissions, places
from conversations.forms import DiscardForm, DraftForm
from conversations.places import Desk
from conversations.screens.drafts import draft_on
from portal.http import is_poll


@require_POST
@for_person
def keep(request: PersonRequest, /, **_where: object) -> HttpResponse:
    """Save or discard a draft on the desk that the address belongs to."""
    desk = places.desk_at(request.get_full_path(), request.user)
    if desk is None:
        raise Http404
    permissions.may_draft(request.user, desk).require()
    if request.POST.get("writer", request.user.ref) != request.user.ref:
        raise PermissionDenied(_("Somebody else is signed in here by now."))
    if "discard" in request.POST:
        return discard(request, desk)
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    saved_at = actions.save_draft(
        form.begun(), place=desk.place, key=form.cleaned_data["key"], by=request.user
    )
    if not is_poll(request):
        return redirect(f"{desk.page}#draft")
    if saved_at is None:
        return HttpResponse(status=204)
    draft = draft_on(desk, request.user)
    return render(request, "conversations/_draft.html", {"draft": draft})


def discard(request: PersonRequest, desk: Desk) -> HttpResponse:
    form = DiscardForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    actions.forget_draft(place=desk.place, by=request.user, **form.cleaned_data)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": desk.page})
    return redirect(f"{desk.page}#draft")
