"""What an open page asks for when it hears that something changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import PersonRequest, for_person
from conversations.forms import ReplyForm, fresh
from conversations.models import Conversation, Entry
from conversations.screens.news import announcement
from conversations.views.thread import SHOWN, number, thread_context, visible_or_404


@require_safe
@for_person
def news(request: PersonRequest, ref: str) -> HttpResponse:
    """Answer with what came behind the last entry that a page holds, if anything."""
    conversation = visible_or_404(request, ref)
    after = number(request.GET.get("after"))
    if after >= conversation.latest_seq:
        return HttpResponse(status=204)
    shown = entries_behind(conversation, after), 0
    context = thread_context(request, conversation, ReplyForm(initial=fresh()), shown)
    context["entries"] = [entry for entry in context["entries"] if entry.seq > after]
    context["announcement"] = announcement(context["entries"])
    return render(request, "conversations/_news.html", context)


def entries_behind(conversation: Conversation, after: int) -> list[Entry]:
    """Return the entries behind one, with those that decide how the first is shown.

    Those are the one before it, for the day, and the unread ones, for the line above
    what is new.
    """
    read_seq: int = conversation.read_seq  # type: ignore[attr-defined]  # annotated
    first = max(min(after, read_seq + 1), after - SHOWN)
    entries = Entry.objects.filter(conversation=conversation).with_text()
    return list(entries.filter(seq__gte=first, seq__lte=after + SHOWN).in_order())


@require_safe
@for_person
def unread(request: PersonRequest) -> HttpResponse:
    """Answer with the counts that each page carries."""
    return render(request, "portal/_counts.html")
