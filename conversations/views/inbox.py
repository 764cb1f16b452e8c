"""The list of conversations."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import PersonRequest, acts_for_one
from conversations import filters, paging, permissions
from conversations.models import Conversation
from conversations.screens import rows, turns
from portal.decisions import Decision
from portal.http import render_swap

INBOX, FRESH_ROWS = "conversations/inbox.html", "conversations/_fresh_rows.html"


@require_safe
@acts_for_one
def inbox(request: PersonRequest) -> HttpResponse:
    if request.user.sight.audits:  # nothing is theirs; they begin at the companies
        return redirect("home")
    visible = Conversation.objects.visible_to(request.user)
    all_mine = visible.for_account(request.account, request.user).with_read(
        request.user
    )
    names = filters.chosen(request.GET.getlist(filters.SHOW))
    keeps = filters.conditions(request.user, turns.side_of(request.user))
    kept = filters.narrowed(all_mine, names, keeps).for_inbox()
    before = request.GET.get("before", "")
    page = paging.page_of(kept, before)
    here = reverse("conversations:inbox")
    older = filters.address(here, names, page.cursor) if page.cursor else ""
    context = {
        "rows": [rows.inbox_row(row, request.user) for row in page.rows],
        "filters": filters.links(all_mine, names, keeps, here),
        "older_path": older,
        "newer_path": filters.address(here, names) if before else "",
        "all_path": here if names else "",
        "may_open": may_open_any(request),
        "new_path": reverse("conversations:new"),
        "empty": filters.empty_words(names),
    }
    return render_swap(request, INBOX, FRESH_ROWS, context)


def may_open_any(request: PersonRequest) -> Decision:
    """Decide about the company one acts for; officials choose the company later."""
    if request.account is None:
        return permissions.may_open_somewhere(request.user)
    return permissions.may_open(request.user, request.account)
