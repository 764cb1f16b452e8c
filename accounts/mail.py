"""Write the mail of a notice: a link and a reference, never content."""

import re
from dataclasses import dataclass
from email.utils import formataddr
from hashlib import sha256
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from accounts import tokens
from accounts.models import Invitation, Notice, User
from accounts.states import TO_AN_ADDRESS, NoticeKind
from portal import rls

# Line ends, other control characters, and marks that turn the direction of writing.
UNPRINTED = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069]+"
)
PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+")  # before the @, unquoted
DOMAIN = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
REFUSED_FOR_GOOD = 500  # SMTP's replies from here on are not to be tried again


class NotSent(Exception):
    """A mail did not leave.

    Attributes:
        permanent: whether trying again is no use.
    """

    def __init__(self, answer: str, *, permanent: bool = False) -> None:
        super().__init__(answer)
        self.permanent = permanent


@dataclass(frozen=True)
class Recipient:
    """Where a mail goes.

    Attributes:
        path: where it leads on this portal, if not to where its notice says.
    """

    name: str
    email: str
    path: str = ""

    @property
    def address(self) -> str:
        """Name and address as a header holds them, whatever the name consists of.

        Raises:
            NotSent: if the address is none.
        """
        local, _at, domain = self.email.rpartition("@")
        if not PLAIN.fullmatch(local) or not DOMAIN.fullmatch(punycode(domain)):
            raise NotSent("The address cannot be used.", permanent=True)
        return formataddr((self.name, f"{local}@{punycode(domain)}"))


def recipient(notice: Notice) -> Recipient | None:
    """Return where a notice goes, or None when it is nobody's business any more.

    That is when the person may not sign in, or no longer sees the company. Only these
    columns are granted to the worker.
    """
    if notice.kind in TO_AN_ADDRESS:
        return invited(notice)
    active = User.objects.filter(pk=notice.recipient_id, is_active=True)
    found = active.values_list("pk", "name", "email").first()
    if found is None or not concerns(notice, rls.sight(found[0])):
        return None
    _person, name, email = found
    return Recipient(printed(name), notice.address or email)


def invited(notice: Notice) -> Recipient | None:
    """Return whose invitation a mail is about, or None when none is open any more.

    The link is made here: only its digest is stored. A claim goes to the invited
    address and to no other, if there is one; whoever claims does not learn which.
    """
    standing = Invitation.objects.open(timezone.now())
    if notice.kind == NoticeKind.CLAIM:
        standing = standing.filter(email__iexact=notice.address)
    else:
        standing = standing.filter(ref=notice.ref)
    found = standing.order_by("-pk").values_list("ref", "email").first()
    if found is None:
        return None
    ref, email = found
    return Recipient("", email, f"{notice.path}{tokens.token_of(ref)}/")


def printed(name: str) -> str:
    """Return a name on one line, with nothing that is not seen or stands for more.

    "=?" begins an encoded word, which mail programs read as what it encodes.
    """
    return UNPRINTED.sub(" ", name).replace("=?", "= ?").strip()


def concerns(notice: Notice, sight: rls.Sight) -> bool:
    """Whether a person still sees the company that a notice is about."""
    return (
        notice.account_id is None
        or notice.account_id in sight.accounts
        or notice.center_id in sight.centers
        or sight.admin
    )


def message_id(key: str) -> str:
    """Return the same id for the same notice, however often it is sent."""
    digest = sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{settings.MAIL_DOMAIN}>"


def send(notice: Notice, to: Recipient) -> str:
    """Hand a mail to the mail server, and return what came of it.

    Raises:
        NotSent: if the server cannot be reached, or refuses.
    """
    message = written(notice, to)
    try:
        accepted = message.send()
    except (OSError, SMTPException) as error:
        raise NotSent(str(error), permanent=is_refused_for_good(error)) from error
    if not accepted:
        raise NotSent("The mail server took nothing.")
    return "Accepted."


def is_refused_for_good(error: Exception) -> bool:
    """Whether the server refuses this mail itself, and not just all mail today."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _answer in error.recipients.values()]
        return min(codes) >= REFUSED_FOR_GOOD
    return isinstance(error, SMTPDataError) and error.smtp_code >= REFUSED_FOR_GOOD


def written(notice: Notice, to: Recipient) -> EmailMessage:
    """Return the mail of a notice."""
    notices = f"{settings.PORTAL_URL}/notices/"
    context = {
        "name": to.name,
        "link": f"{settings.PORTAL_URL}{to.path or notice.path}",
        "ref": notice.ref,
        "reason": notice.reason,
        "digest": notice.digest,
        "notices": notices,
    }
    return EmailMessage(
        subject=subject(notice),
        body=render_to_string(f"mail/{notice.kind}.txt", context),
        from_email=settings.MAIL_FROM,
        to=[to.address],
        headers={
            "Message-ID": message_id(notice.key),
            "References": message_id(f"thread:{notice.ref}"),
            "Auto-Submitted": "auto-generated",
            "List-Id": f"{notice.ref} <{notice.ref.lower()}.{settings.MAIL_DOMAIN}>",
            "X-Auto-Response-Suppress": "All",
        },
    )


def subject(notice: Notice) -> str:
    """Name the reference and nothing of what was said."""
    if notice.kind in {NoticeKind.SIGN_IN, NoticeKind.SECURITY}:
        return _("Your sign-in to the Trade Compliance Portal")
    if notice.kind in TO_AN_ADDRESS:
        return _("You are invited to the Trade Compliance Portal")
    return _("%(ref)s: something new in the Trade Compliance Portal") % {
        "ref": notice.ref
    }
