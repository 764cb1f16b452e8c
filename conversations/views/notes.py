"""Notes among officials, which no member learns of."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest, for_person
from conversations import actions
from conversations.colleagues import colleagues_of
from conversations.forms import NoteForm, ReplyForm
from conversations.screens.drafts import reply_draft
from conversations.views.thread import THREAD, thread_context, visible_or_404


@require_POST
@for_person
def note(request: PersonRequest, ref: str) -> HttpResponse:
    """Write a note; for a member there is no such address."""
    conversation = visible_or_404(request, ref)
    if not request.user.sight.staff:
        raise Http404
    colleagues = {one.ref: one for one in colleagues_of(conversation, but=request.user)}
    names = {ref: one.name for ref, one in colleagues.items()}
    form = NoteForm(request.POST, colleagues=names)
    if form.is_valid():
        asked = [colleagues[ref] for ref in form.cleaned_data.pop("asked")]
        try:
            written = actions.note(
                conversation=conversation,
                by=request.user,
                asked=asked,
                **form.cleaned_data,
            )
        except actions.SentAlready as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{conversation.get_absolute_url()}#{written.anchor}")
    form.renew_key()
    reply = ReplyForm(initial=reply_draft(conversation, request.user).initial)
    context = thread_context(request, conversation, reply, note_form=form)
    return render(request, THREAD, context, status=422)
