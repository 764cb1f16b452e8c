"""One conversation: read it, answer in it, mark it read."""

import re
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.http import PersonRequest, for_person
from accounts.states import Side
from conversations import actions, permissions, topics
from conversations.forms import ReplyForm
from conversations.models import Conversation, Entry, Share
from conversations.screens import circle, turns
from conversations.screens.changes import changes_for
from conversations.screens.drafts import reply_draft
from conversations.screens.entries import entry_views
from conversations.screens.waiting import waiting_for
from portal.decisions import Decision
from portal.http import render_swap

THREAD, REPLY = "conversations/thread.html", "conversations/_reply.html"
SHOWN = 100  # entries on a thread's page


@require_safe
@for_person
def thread(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    form = ReplyForm(initial=reply_draft(conversation, request.user).initial)
    return render(request, THREAD, thread_context(request, conversation, form))


@require_POST
@for_person
def reply(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    form = ReplyForm(request.POST)
    decision = permissions.may_reply(request.user, conversation)
    if not decision:
        return refused(request, conversation, form, decision)
    if form.is_valid():
        try:
            entry = actions.reply(
                conversation=conversation, by=request.user, **form.cleaned_data
            )
        except actions.SentAlready as refusal:
            form.add_error(None, str(refusal))
        else:
            return go_to(request, after_sending(request, entry))
    form.renew_key()
    context = thread_context(request, conversation, form)
    return render_swap(request, THREAD, REPLY, context, status=422)


def after_sending(request: PersonRequest, entry: Entry) -> str:
    """Return where the sender goes on: to their entry, or to the next that waits."""
    if request.POST.get("then") == "next":
        waiting = Conversation.objects.visible_to(request.user).held_by(request.user)
        ours = waiting.on_turn(turns.side_of(request.user)).oldest_first()
        if upcoming := ours.exclude(pk=entry.conversation_id).first():
            return upcoming.get_absolute_url()
        return reverse("conversations:inbox")
    return entry.get_absolute_url()


def refused(
    request: PersonRequest,
    conversation: Conversation,
    form: ReplyForm,
    decision: Decision,
) -> HttpResponse:
    """Say why nothing was sent, and keep the words: it may have closed meanwhile."""
    form.add_error(None, str(decision.reason))
    context = thread_context(request, conversation, form)
    return render_swap(request, THREAD, REPLY, context, status=403)


@require_POST
@for_person
def read(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    seq = number(request.POST.get("seq"))
    actions.mark_read(conversation=conversation, seq=seq, by=request.user)
    if request.htmx:
        return render(request, "conversations/_marked_read.html")
    return redirect(conversation)


def visible_or_404(request: PersonRequest, ref: str) -> Conversation:
    """Load a conversation, or say that there is none; the two look the same."""
    other_side = turns.side_of(request.user).other
    visible = Conversation.objects.visible_to(request.user)
    known = visible.with_read(request.user).with_seen(by=other_side)
    joined = known.with_draft(request.user).select_related(
        "account", "center", "holder"
    )
    return get_object_or_404(joined, ref=ref)


def go_to(request: PersonRequest, path: str) -> HttpResponse:
    """Send the reader on, by whichever way the form came.

    A path that differs from the page's only behind the # would not be loaded.
    """
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": path})
    return redirect(path)


def thread_context(
    request: PersonRequest,
    conversation: Conversation,
    form: ReplyForm,
    shown: tuple[list[Entry], int] | None = None,
) -> dict[str, Any]:
    """Return all that the page of a thread shows.

    Args:
        shown: as `shown_entries` returns it, which is asked if it is not given.
    """
    path, reader = conversation.get_absolute_url(), turns.side_of(request.user)
    read_seq: int = conversation.read_seq  # type: ignore[attr-defined]  # annotated
    entries, earlier = shown or shown_entries(conversation, request.GET)
    shares = Share.objects.filter(conversation=conversation)
    readers = circle.circle_of(
        conversation.account_id,
        given_to=shares.values("user"),
        holder=conversation.holder,
    )
    topic = topics.TOPICS[conversation.topic]
    may_reply = permissions.may_reply(request.user, conversation)
    return {
        "conversation": conversation,
        "tag": turns.tag_of(conversation, request.user),
        "entries": list(entry_views(entries, user=request.user, read_seq=read_seq)),
        "earlier_path": f"{path}?before={earlier}" if earlier else "",
        "audience": circle.audience(
            circle.addressed_to(conversation, reader),
            conversation.account.legal_name,
            str(conversation.center),
            readers,
        ),
        "people": readers.people,
        "facts": circle.facts_of(conversation),
        "notice": topic.channel,
        "reply_form": form,
        "draft": reply_draft(conversation, request.user),
        "reply_path": reverse("conversations:reply", args=[conversation.ref]),
        "may_reply": may_reply,
        "may_send_next": bool(reader is Side.GOVERNMENT and may_reply),
        "waiting": waiting_for(conversation, request.user),
        "changes": changes_for(conversation, request.user),
        "send_label": circle.send_label(reader),
        "unread": conversation.said_seq > read_seq,
        "read_path": reverse("conversations:read", args=[conversation.ref]),
    }


def shown_entries(
    conversation: Conversation, query: QueryDict
) -> tuple[list[Entry], int]:
    """Return a page of entries in order, and where an earlier page would end.

    A permalink (`entry`) shows the page that its entry is on; `before` the page that
    ends there; else the latest. The second value is 0 when nothing is earlier.
    """
    entries = Entry.objects.filter(conversation=conversation).with_text()
    last = conversation.latest_seq
    if wanted := number(query.get("entry")):
        last = min(last, wanted + SHOWN // 2)
    if (before := number(query.get("before"))) > 1:
        last = min(last, before - 1)
    page = list(entries.filter(seq__gt=last - SHOWN, seq__lte=last).in_order())
    first = page[0].seq if page else 1
    return page, first if first > 1 else 0


def number(text: str | None) -> int:
    """Return the number of an entry as an address or a form gives it, else 0."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0
