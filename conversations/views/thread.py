"""One conversation: read it, answer in it, mark it read."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import reads
from accounts.http import PersonRequest, for_person
from accounts.states import Side
from conversations import actions, permissions, topics
from conversations.colleagues import colleagues_of
from conversations.forms import NoteForm, ReplyForm
from conversations.models import Conversation, Entry, Share
from conversations.screens import circle, turns
from conversations.screens.changes import changes_for
from conversations.screens.drafts import reply_draft
from conversations.screens.entries import entry_views
from conversations.screens.notes import notes_for
from conversations.screens.stretch import Stretch, number, stretch_of
from conversations.screens.waiting import waiting_for
from portal.decisions import Decision
from portal.http import render_swap

THREAD, REPLY = "conversations/thread.html", "conversations/_reply.html"
EARLIER = "conversations/_earlier_entries.html"


@require_safe
@for_person
def thread(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    form = ReplyForm(initial=reply_draft(conversation, request.user).initial)
    context = thread_context(request, conversation, form)
    return render_swap(request, THREAD, EARLIER, context)


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
    joined = (
        known.with_draft(request.user)
        .with_stand_in()
        .select_related("account", "center", "holder")
    )
    conversation: Conversation = get_object_or_404(joined, ref=ref)
    reads.note_audit(request, conversation.account, conversation.ref)
    return conversation


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
    stretch: Stretch | None = None,
    *,
    note_form: NoteForm | None = None,
) -> dict[str, Any]:
    """Return all that the page of a thread shows.

    Args:
        stretch: what is shown of it; what the address asks for if it is not given.
        note_form: a note that could not be taken, if there is one.
    """
    path, reader = conversation.get_absolute_url(), turns.side_of(request.user)
    read_seq: int = conversation.read_seq  # type: ignore[attr-defined]  # annotated
    stretch = stretch or stretch_of(conversation, request.GET)
    shares = Share.objects.filter(conversation=conversation)
    asks = permissions.may_note(request.user, conversation)
    readers = circle.circle_of(
        conversation.account,
        given_to=shares.values("user"),
        holder=conversation.holder,
        colleagues=colleagues_of(conversation, but=request.user) if asks else None,
    )
    home = circle.home_of(conversation.account, request.user)
    topic = topics.TOPICS[conversation.topic]
    may_reply = permissions.may_reply(request.user, conversation)
    may_mark = not request.user.sight.audits
    return {
        "conversation": conversation,
        "tag": turns.tag_of(conversation, request.user),
        "entries": list(
            entry_views(stretch.entries, user=request.user, read_seq=read_seq)
        ),
        "earlier_path": f"{path}?before={stretch.earlier}" if stretch.earlier else "",
        "later_path": f"{path}?entry={stretch.later}" if stretch.later else "",
        "joins": stretch.joins,
        "new_path": new_path(conversation, stretch, read_seq),
        "audience": circle.audience(
            circle.addressed_to(conversation, reader),
            home,
            str(conversation.center),
            readers,
        ),
        "people": readers.people,
        "facts": circle.facts_of(conversation),
        "notice": topic.channel,
        "merged": circle.merged_words(conversation.account, home),
        "away": turns.away_words(conversation),
        "reply_form": form,
        "draft": reply_draft(conversation, request.user),
        "reply_path": reverse("conversations:reply", args=[conversation.ref]),
        "may_reply": may_reply,
        "may_send_next": bool(reader is Side.GOVERNMENT and may_reply),
        "waiting": waiting_for(conversation, request.user),
        "changes": changes_for(conversation, request.user),
        "notes": notes_for(
            conversation,
            request.user,
            colleagues=readers.colleagues,
            form=note_form,
        ),
        "send_label": circle.send_label(reader),
        "unread": may_mark and conversation.said_seq > read_seq,
        "read_path": reverse("conversations:read", args=[conversation.ref]),
    }


def new_path(conversation: Conversation, stretch: Stretch, read_seq: int) -> str:
    """Return where the first unread entry is shown; empty if nowhere, or right here."""
    first = stretch.entries[0].seq if stretch.entries else 1
    if not read_seq < conversation.said_seq or first <= read_seq + 1:
        return ""
    return (
        f"{conversation.get_absolute_url()}?entry={read_seq + 1}#entry-{read_seq + 1}"
    )
