"""What changes a conversation beside an answer: correct, hand over, close, reopen."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PersonRequest, for_person
from accounts.states import Side
from conversations import actions, permissions, places
from conversations.forms import CloseForm, CorrectionForm
from conversations.models import Entry
from conversations.screens.drafts import draft_on
from conversations.views.thread import visible_or_404
from portal.http import posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def correct(request: PersonRequest, ref: str, seq: int) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    entries = Entry.objects.filter(conversation=conversation).with_text()
    entry = get_object_or_404(entries, seq=seq)
    permissions.may_correct(request.user, entry, conversation).require()
    draft = draft_on(places.correction_in(conversation, seq), request.user)
    initial = {"text": entry.body.text, **draft.initial}
    form = CorrectionForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            correction = actions.correct(
                entry=entry, by=request.user, **form.cleaned_data
            )
        except actions.SentAlready as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(correction)
    if form.is_bound:
        form.renew_key()
    context = {
        "conversation": conversation,
        "entry": entry,
        "form": form,
        "draft": draft,
    }
    status = 422 if form.is_bound else 200
    return render(request, "conversations/correct.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def close(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    permissions.may_close(request.user, conversation).require()
    form = CloseForm(posted(request))
    if form.is_valid():
        actions.close(conversation=conversation, by=request.user, **form.cleaned_data)
        return redirect(conversation)
    context = {"conversation": conversation, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/close.html", context, status=status)


@require_POST
@for_person
def reopen(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    actions.reopen(conversation=conversation, by=request.user)
    return redirect(conversation)


@require_POST
@for_person
def turn(request: PersonRequest, ref: str) -> HttpResponse:
    """Put the side that the form names on turn."""
    conversation = visible_or_404(request, ref)
    if request.POST.get("to") not in Side.values:
        raise Http404
    side = Side(request.POST["to"])
    actions.hand_turn(conversation=conversation, to=side, by=request.user)
    return redirect(conversation)
