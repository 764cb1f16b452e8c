"""The pages of conversations: load, ask, act, answer."""

import re
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import routing
from accounts.http import PersonRequest, acts_for_one, for_person
from accounts.models import Account
from accounts.states import Duty, Side
from conversations import actions, paging, permissions, screens, topics
from conversations.forms import OpenForm, ReplyForm, fresh
from conversations.models import Conversation, Entry, Share
from portal.decisions import ALLOWED, Decision
from portal.http import render_swap

THREAD, REPLY = "conversations/thread.html", "conversations/_reply.html"
SHOWN = 100  # entries on a thread's page
COMPANIES = 50  # rows to choose from before one has to search


# --- Lists ---------------------------------------------------------------------------


@require_safe
@acts_for_one
def inbox(request: PersonRequest) -> HttpResponse:
    visible = Conversation.objects.visible_to(request.user)
    mine = visible.for_account(request.account).for_inbox(request.user)
    before = request.GET.get("before", "")
    page = paging.page_of(mine, before)
    here = reverse("conversations:inbox")
    context = {
        "rows": [screens.inbox_row(row, request.user) for row in page.rows],
        "older_path": f"{here}?before={page.cursor}" if page.cursor else "",
        "newer_path": here if before else "",
        "may_open": may_open_any(request),
        "new_path": reverse("conversations:new"),
        "empty": _("Nothing has been asked yet. What you ask, or are asked, is here."),
    }
    return render(request, "conversations/inbox.html", context)


def may_open_any(request: PersonRequest) -> Decision:
    """Decide about the company one acts for; officials choose the company later."""
    if request.account is None:
        return ALLOWED
    return permissions.may_open(request.user, request.account)


# --- One conversation ----------------------------------------------------------------


@require_safe
@for_person
def thread(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    form = ReplyForm(initial=fresh())
    return render(request, THREAD, thread_context(request, conversation, form))


@require_POST
@for_person
def reply(request: PersonRequest, ref: str) -> HttpResponse:
    conversation = visible_or_404(request, ref)
    permissions.may_reply(request.user, conversation).require()
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            entry = actions.reply(
                conversation=conversation, by=request.user, **form.cleaned_data
            )
        except actions.SentAlready as refusal:
            form.add_error(None, str(refusal))
        else:
            path = conversation.get_absolute_url()
            return go_to(request, f"{path}#entry-{entry.seq}")
    form.renew_key()
    context = thread_context(request, conversation, form)
    return render_swap(request, THREAD, REPLY, context, status=422)


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
    visible = Conversation.objects.visible_to(request.user).with_read(request.user)
    joined = visible.select_related("account", "center", "holder")
    return get_object_or_404(joined, ref=ref)


def go_to(request: PersonRequest, path: str) -> HttpResponse:
    """Send the reader on, by whichever way the form came."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": path})
    return redirect(path)


def thread_context(
    request: PersonRequest, conversation: Conversation, form: ReplyForm
) -> dict[str, Any]:
    """Return all that the page of a thread shows."""
    path, reader = conversation.get_absolute_url(), screens.side_of(request.user)
    read_seq: int = conversation.read_seq  # type: ignore[attr-defined]  # annotated
    entries, earlier = shown_entries(conversation, request.GET)
    shares = Share.objects.filter(conversation=conversation)
    given_to = frozenset(shares.values_list("user_id", flat=True))
    circle = screens.circle_of(
        conversation.account_id, given_to=given_to, holder=conversation.holder
    )
    topic = topics.TOPICS[conversation.topic]
    return {
        "conversation": conversation,
        "tag": screens.tag_of(conversation, request.user),
        "entries": list(
            screens.entry_views(
                entries, path=path, user=request.user, read_seq=read_seq
            )
        ),
        "earlier_path": f"{path}?before={earlier}" if earlier else "",
        "audience": screens.audience(
            screens.addressed_to(conversation, reader),
            conversation.account.legal_name,
            str(conversation.center),
            circle,
        ),
        "people": circle.people,
        "facts": screens.facts_of(conversation),
        "notice": topic.channel,
        "reply_form": form,
        "reply_path": reverse("conversations:reply", args=[conversation.ref]),
        "may_reply": permissions.may_reply(request.user, conversation),
        "send_label": screens.send_label(reader),
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
    if before := number(query.get("before")):
        last = min(last, before - 1)
    page = list(entries.filter(seq__gt=last - SHOWN, seq__lte=last).in_order())
    first = page[0].seq if page else 1
    return page, first if first > 1 else 0


def number(text: str | None) -> int:
    """Return the number of an entry as an address or a form gives it, else 0."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 0


# --- A new conversation --------------------------------------------------------------


@acts_for_one
def new(request: PersonRequest) -> HttpResponse:
    """Lead from the company over the topic to the form, one question a page."""
    if "account" not in request.GET:
        return begin(request)
    account = asked_account(request)
    permissions.may_open(request.user, account).require()
    topic = topics.TOPICS.get(request.GET.get("topic", ""))
    if topic is None:
        return choose_topic(request, account)
    return write(request, account, topic)


def begin(request: PersonRequest) -> HttpResponse:
    """Put the company into the address: the one acted for, or one to choose.

    From then on the address decides. Whoever switches companies in another tab still
    sends what is on the page to the company that the page names.
    """
    if request.account is None:
        return choose_company(request)
    return redirect(new_path(request.account, request.GET.get("topic", "")))


def asked_account(request: PersonRequest) -> Account:
    """Return the company in the address, or say that there is none."""
    visible = Account.objects.visible_to(request.user).select_related("center")
    return get_object_or_404(visible, ref=request.GET["account"])


def new_path(account: Account, topic: str = "") -> str:
    query = QueryDict(mutable=True)
    query["account"] = account.ref
    if topic:
        query["topic"] = topic
    return f"{reverse('conversations:new')}?{query.urlencode()}"


def choose_company(request: PersonRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    visible = Account.objects.visible_to(request.user)
    found = visible.named(words) if words else visible
    accounts = [
        {"legal_name": a.legal_name, "ref": a.ref, "path": new_path(a)}
        for a in found.order_by("legal_name", "pk")[:COMPANIES]
    ]
    context = {"accounts": accounts, "q": words}
    return render(request, "conversations/choose_company.html", context)


def choose_topic(request: PersonRequest, account: Account) -> HttpResponse:
    groups = [
        {
            "label": group.label,
            "topics": [
                {"label": t.label, "hint": t.hint, "path": new_path(account, t.key)}
                for t in members
            ],
        }
        for group, members in topics.grouped()
    ]
    context = {"groups": groups, "account": account}
    return render(request, "conversations/choose_topic.html", context)


def write(
    request: PersonRequest, account: Account, topic: topics.Topic
) -> HttpResponse:
    form = OpenForm(request.POST or None, initial=fresh())
    if request.method == "POST" and form.is_valid():
        try:
            opening = actions.Opening(topic=topic.key, **form.cleaned_data)
            conversation = actions.open_conversation(
                opening, account=account, by=request.user
            )
        except actions.SentAlready as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(conversation)
    if form.is_bound:
        form.renew_key()
    context = write_context(request, account, topic, form)
    status = 422 if form.is_bound else 200
    return render(request, "conversations/write.html", context, status=status)


def write_context(
    request: PersonRequest, account: Account, topic: topics.Topic, form: OpenForm
) -> dict[str, Any]:
    reader = screens.side_of(request.user)
    addressee = routing.addressee(account, Duty(topic.duty))
    circle = screens.circle_of(
        account.pk, given_to=frozenset({request.user.pk}), holder=addressee.official
    )
    to_company = reader is Side.GOVERNMENT
    return {
        "topic": {
            "label": topic.label,
            "hint": topic.hint,
            "notice": topic.channel,
            "caution": topic.official_caution if to_company else topic.caution,
        },
        "account": account,
        "addressee": {
            "words": screens.opening_to(addressee, reader),
            "because": "" if to_company else addressee.because,
        },
        "audience": screens.audience(
            screens.opening_to(addressee, reader),
            account.legal_name,
            str(account.center),
            circle,
        ),
        "form": form,
        "send_label": screens.send_label(reader),
        "change_topic_path": new_path(account),
    }
