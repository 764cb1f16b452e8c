"""The first pages: each person's day, built from what every floor knows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import PersonRequest, acts_for_one
from accounts.models import Account, User
from accounts.sessions import LATER, is_strong
from accounts.states import Duty, Side
from conversations.models import Conversation, ConversationQuerySet
from conversations.screens import turns
from conversations.screens.stretch import reading_path
from onboarding.screens import introduction_of
from portal.resolving import nothing_here

ROWS = 10  # of each list; the inbox has the rest


@dataclass(frozen=True)
class HomeRow:
    """What, whose, and since or until when; a click leads to where one acts."""

    title: str
    path: str
    detail: str
    whose: str
    at: date | datetime
    lead: str


@dataclass(frozen=True)
class HomeList:
    id: str
    title: str
    empty: str
    rows: list[HomeRow]
    action_label: str = ""
    action_path: str = ""


@require_safe
@acts_for_one
def home(request: PersonRequest) -> HttpResponse:
    """Show a member what waits; send an official to where their day begins."""
    first = first_page(request.user)
    if first:
        return redirect(first)
    if not request.user.sight.member:
        return nothing_here(request)
    visible = Conversation.objects.visible_to(request.user)
    mine = visible.for_account(request.account, request.user).with_read(request.user)
    coming = coming_up(request.user, request.account)
    lists = [waiting_on_us(mine), we_wait_for(mine), coming]
    offers = not is_strong(request.session) and LATER not in request.session
    return render(
        request, "portal/home.html", {"lists": lists, "offers_factor": offers}
    )


def first_page(user: User) -> str:
    """Return the first page of an official's duty, or nothing for a member."""
    duties = {posting.duty for posting in user.current_postings}
    if user.sight.admin:
        return reverse("onboarding:board")
    if user.sight.audits:
        return reverse("companies")
    if Duty.NAM in duties:
        return reverse("portfolio")
    return reverse("conversations:inbox") if duties else ""


def waiting_on_us(mine: ConversationQuerySet) -> HomeList:
    return HomeList(
        id="waiting-on-us",
        title=_("Waiting on us"),
        empty=_("Nothing waits on you. Questions from the government appear here."),
        rows=rows_of(mine.on_turn(Side.COMPANY)),
        action_label=_("Start a conversation"),
        action_path=reverse("conversations:new"),
    )


def we_wait_for(mine: ConversationQuerySet) -> HomeList:
    return HomeList(
        id="we-wait-for",
        title=_("We wait for"),
        empty=_("You wait for nothing. What you ask is here until it is answered."),
        rows=rows_of(mine.on_turn(Side.GOVERNMENT)),
        action_label=_("Start a conversation"),
        action_path=reverse("conversations:new"),
    )


def rows_of(conversations: ConversationQuerySet) -> list[HomeRow]:
    """Return the conversations that wait, the longest wait first."""
    waiting = conversations.select_related("account", "holder").with_stand_in()
    return [
        HomeRow(
            title=conversation.subject,
            path=reading_path(conversation),
            detail=about(conversation),
            whose=turns.away_words(conversation) or turns.holder_of(conversation),
            at=conversation.turn_since,
            lead=_("since"),
        )
        for conversation in waiting.order_by("turn_since", "pk")[:ROWS]
    ]


def about(conversation: Conversation) -> str:
    """Return the topic, and the company under which it began if that was merged."""
    topic, account = conversation.topic_label, conversation.account
    return f"{topic}, {account.legal_name}" if account.merged_into_id else topic


def coming_up(user: User, account: Account | None) -> HomeList:
    rows = [letter_row(account), *introduction_rows(user, account)] if account else []
    rows.sort(key=lambda row: (row.at, row.title))
    return HomeList(
        id="coming-up",
        title=_("Coming up"),
        empty=_("No date is near. Letters and introductions appear here."),
        rows=rows,
    )


def letter_row(account: Account) -> HomeRow:
    """Return the next anniversary of the letter, from which the year counts."""
    today = timezone.localdate()
    return HomeRow(
        title=_("Annual notification letter"),
        path=account.get_absolute_url(),
        detail=_("The letter of %(company)s comes round.")
        % {"company": account.legal_name},
        whose=_("Company officer"),
        at=account.next_letter(today),
        lead=_("on"),
    )


def introduction_rows(user: User, account: Account) -> list[HomeRow]:
    """Return the introduction that is still to come, if there is one."""
    introduction = introduction_of(user, account)
    if introduction is None:
        return []
    return [
        HomeRow(
            title=introduction.title,
            path=account.get_absolute_url(),
            detail=introduction.detail,
            whose=_("The program office"),
            at=introduction.on_or_about,
            lead=_("on or about"),
        )
    ]


# --- Help and health -----------------------------------------------------------------


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@require_safe
@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """Say that the database answers, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")
