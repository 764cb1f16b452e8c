"""What an open page asks for when it hears that something changed."""

from dataclasses import replace

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import PersonRequest, for_person
from conversations.forms import ReplyForm
from conversations.models import Conversation, Entry
from conversations.screens.drafts import reply_draft
from conversations.screens.entries import EntryView
from conversations.screens.news import announcement
from conversations.screens.stretch import LENGTH, Stretch, number
from conversations.views.thread import thread_context, visible_or_404


@require_safe
@for_person
def news(request: PersonRequest, ref: str) -> HttpResponse:
    """Answer with what came behind the last entry that a page holds, if anything."""
    conversation = visible_or_404(request, ref)
    after = number(request.GET.get("after"))
    if after >= conversation.latest_seq:
        return HttpResponse(status=204)
    stretch = Stretch(entries_behind(conversation, after))
    form = ReplyForm(initial=reply_draft(conversation, request.user).initial)
    context = thread_context(request, conversation, form, stretch)
    views: list[EntryView] = context["entries"]
    added = [entry for entry in views if entry.seq > after]
    context["entries"], context["announcement"] = added, announcement(added)
    context["corrected"] = [
        replace(entry, day=None, first_unread=False)
        for entry in views
        if entry.seq <= after < entry.corrected_by
    ]
    return render(request, "conversations/_news.html", context)


def entries_behind(conversation: Conversation, after: int) -> list[Entry]:
    """Return the entries behind one, with the earlier ones that they bear upon.

    Those are the one before, for the day; the unread ones, for the line above what is
    new; and the corrected ones.
    """
    read_seq: int = conversation.read_seq  # type: ignore[attr-defined]  # annotated
    first = max(min(after, read_seq + 1), after - LENGTH)
    entries = Entry.objects.filter(conversation=conversation)
    corrected = entries.filter(seq__gt=after, regards__gt=after - LENGTH)
    behind = Q(seq__gte=first, seq__lte=after + LENGTH)
    bearing = entries.filter(behind | Q(seq__in=corrected.values("regards")))
    return list(bearing.with_text().in_order())


@require_safe
@for_person
def unread(request: PersonRequest) -> HttpResponse:
    """Answer with the counts that each page carries."""
    return render(request, "portal/_counts.html")
