"""A new conversation: the company, the topic, the form, one question a page."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import routing
from accounts.http import PersonRequest, acts_for_one
from accounts.models import Account
from accounts.states import Duty, Side
from conversations import actions, permissions, topics
from conversations.forms import OpenForm
from conversations.screens import circle, turns
from conversations.screens.drafts import draft_about
from portal.http import posted

MERGED = gettext_lazy(
    "The company was merged into %(company)s meanwhile, so that others will read this. "
    "Look at who receives it, and send it again."
)
COMPANIES = 50  # rows to choose from before one has to search


@require_http_methods(["GET", "HEAD", "POST"])
@acts_for_one
def new(request: PersonRequest) -> HttpResponse:
    """Lead from the company over the topic to the form, one question a page."""
    if "account" not in request.GET:
        return begin(request)
    account = asked_account(request)
    topic = topics.TOPICS.get(request.GET.get("topic", ""))
    if into := home_of(account, request):
        return lead_on(request, into, topic)
    permissions.may_open(request.user, account).require()
    if topic is None:
        return choose_topic(request, account)
    return write(request, account, topic)


def home_of(account: Account, request: PersonRequest) -> Account | None:
    """Return the company into which another was merged, if the person sees it."""
    if account.merged_into_id is None:
        return None
    visible = Account.objects.visible_to(request.user).select_related("center")
    return visible.filter(pk=account.merged_into_id).first()


def lead_on(
    request: PersonRequest, into: Account, topic: topics.Topic | None
) -> HttpResponse:
    """Lead from a merged company to the one that goes on; nothing typed is lost.

    Whoever wrote to the one looks first at who of the other will read it.
    """
    if request.method != "POST" or topic is None:
        return redirect(new_path(into, topic.key if topic else ""))
    permissions.may_open(request.user, into).require()
    return write(request, into, topic, merged=True)


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
    visible = Account.objects.served_by(request.user).living()
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
    request: PersonRequest,
    account: Account,
    topic: topics.Topic,
    *,
    merged: bool = False,
) -> HttpResponse:
    """Show the form and open the conversation, unless it was meant for another one.

    Args:
        merged: whether the form was sent to a company that was merged into this one.
    """
    draft = draft_about(account, topic.key, request.user)
    form = OpenForm(posted(request), initial=draft.initial)
    if merged:
        form.add_error(None, str(MERGED) % {"company": account.legal_name})
    if form.is_valid():
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
    context = {**write_context(request, account, topic, form), "draft": draft}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/write.html", context, status=status)


def write_context(
    request: PersonRequest, account: Account, topic: topics.Topic, form: OpenForm
) -> dict[str, Any]:
    reader = turns.side_of(request.user)
    addressee = routing.addressee(account, Duty(topic.duty))
    readers = circle.circle_of(
        account, given_to=[request.user.pk], holder=addressee.official
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
            "words": circle.opening_to(addressee, reader),
            "because": "" if to_company else addressee.because,
        },
        "audience": circle.audience(
            circle.opening_to(addressee, reader),
            account.legal_name,
            str(account.center),
            readers,
        ),
        "form": form,
        "send_path": new_path(account, topic.key),
        "send_label": circle.send_label(reader),
        "change_topic_path": new_path(account),
    }
