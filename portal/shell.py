"""What every page shows around its content: who one is, for whom, and where to go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.models import Account, User
from accounts.states import Duty, Role
from conversations.models import Conversation

MOST = 99  # an unread count that is higher is no more use


class NavLink(NamedTuple):
    """One link of the main navigation; templates unpack it in this order."""

    label: str
    path: str
    current: bool
    number: int


@dataclass(frozen=True)
class Shell:
    """The frame of one page for one person; computed when the page asks for it."""

    request: HttpRequest
    user: User | None

    @property
    def banner(self) -> str:
        return str(settings.BANNER)

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def live_path(self) -> str:
        """Where the page hears what changed, or nothing."""
        return str(settings.LIVE_PATH)

    @property
    def poll_every(self) -> int:
        """After how many seconds the page asks by itself, while it hears nothing."""
        return int(settings.POLL_EVERY)

    @property
    def side(self) -> str:
        """member, official, admin, auditor, or nothing when nobody is signed in."""
        if self.user is None:
            return ""
        if self.user.sight.admin:
            return "admin"
        if self.user.sight.audits:
            return "auditor"
        return "official" if self.user.sight.staff else "member"

    @cached_property
    def left(self) -> sessions.Left | None:
        """How long the session still lasts, for the warning that it ends."""
        return sessions.left(self.request.session) if self.user else None

    @property
    def ends_at(self) -> datetime | None:
        """When the session ends if nothing more is done."""
        return (
            timezone.now() + timedelta(seconds=self.left.soonest) if self.left else None
        )

    @property
    def person_name(self) -> str:
        return self.user.name if self.user else ""

    @property
    def account(self) -> Account | None:
        return getattr(self.request, "account", None)

    @property
    def acting_name(self) -> str:
        """The company or office one acts for now."""
        if self.user is None:
            return ""
        if self.user.current_postings:
            return self.user.current_postings[0].place
        return self.account.legal_name if self.account else ""

    @property
    def role_label(self) -> str:
        if self.user is None:
            return ""
        if self.user.current_postings:
            return str(Duty(self.user.current_postings[0].duty).label)
        roles = [
            Role(membership.role).label
            for membership in self.user.current_memberships
            if membership.account == self.account
        ]
        return str(roles[0]) if roles else ""

    @property
    def may_switch(self) -> bool:
        return self.user is not None and len(self.user.current_memberships) > 1

    @property
    def converses(self) -> bool:
        """Whether conversations wait for this person, so that a count is of use."""
        return self.side in {"member", "official"}

    @cached_property
    def unread(self) -> int:
        """How many conversations that concern this person hold something new."""
        if self.user is None or not self.converses:
            return 0
        visible = Conversation.objects.visible_to(self.user)
        visible = visible.for_account(self.account, self.user)
        mine = visible.held_by(self.user) if self.user.sight.staff else visible
        return mine.unread_by(self.user)[:MOST].count()

    @cached_property
    def nav(self) -> list[NavLink]:
        return [
            NavLink(label, path, self.is_current(path), count)
            for label, path, count in self.places()
        ]

    def is_current(self, path: str) -> bool:
        here = page_of(self.request)
        return here == path or (path != "/" and here.startswith(path))

    def places(self) -> list[tuple[str, str, int]]:
        """Return the pages that this person's work happens on, the first one first."""
        inbox = reverse("conversations:inbox")
        criteria = (_("Criteria"), reverse("criteria:index"), 0)
        if self.side == "admin":
            return [
                (_("Onboarding"), reverse("onboarding:board"), 0),
                (_("Companies"), reverse("companies"), 0),
                (_("Assignments"), reverse("reassign"), 0),
                criteria,
                (_("Officials"), reverse("officials"), 0),
                (_("Centers"), reverse("centers"), 0),
            ]
        if self.side == "auditor":
            return [(_("Companies"), reverse("companies"), 0), criteria]
        if self.side == "official":
            portfolio = (_("Portfolio"), reverse("portfolio"), 0)
            inbox_link = (_("Inbox"), inbox, self.unread)
            manages = Duty.NAM in self.duties
            mine = [portfolio, inbox_link] if manages else [inbox_link, portfolio]
            if Duty.SUPERVISOR in self.duties:
                mine.append((_("Team"), reverse("team"), 0))
            return [*mine, criteria]
        links = [
            (_("Home"), reverse("home"), 0),
            (_("Conversations"), inbox, self.unread),
            criteria,
        ]
        if self.account:
            links.append((_("Our account"), self.account.get_absolute_url(), 0))
            links.append((_("People"), reverse("people"), 0))
        return links

    @property
    def duties(self) -> set[str]:
        postings = self.user.current_postings if self.user else []
        return {posting.duty for posting in postings}


def page_of(request: HttpRequest) -> str:
    """Return the path of the page that is shown, also to a request for a part of it."""
    details = getattr(request, "htmx", None)
    address = details.current_url_abs_path if details else None
    return urlsplit(address).path if address else request.path


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Give every template its frame; a context processor."""
    user = getattr(request, "user", None)
    return {"shell": Shell(request, user if isinstance(user, User) else None)}
