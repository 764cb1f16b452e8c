"""The mails of the demo, which the file backend catches in a folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

SHOWN = 50  # mails in the list
HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "References")


@dataclass(frozen=True)
class Caught:
    """One mail of the folder; `name` is that of its file, without its ending."""

    name: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def at(self) -> datetime:
        """When it was written; it says so in UTC, as a time without a zone."""
        at: datetime = self.message["Date"].datetime
        return at if at.tzinfo else at.replace(tzinfo=UTC)

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(self.message[name])) for name in HEADERS]

    @property
    def text(self) -> str:
        return str(self.message.get_content())


def mails() -> Iterator[Caught]:
    """Return the mails in the folder, the latest first; some at most."""
    names = sorted((path.stem for path in folder().glob("*.log")), reverse=True)
    return (mail for name in names[:SHOWN] if (mail := caught(name)))


def caught(name: str) -> Caught | None:
    """Return the mail in a file of the folder.

    The file's name begins with the second in which it was written. The line that the
    backend puts under a mail is cut off.
    """
    path = folder() / f"{name}.log"
    if not path.is_file():
        return None
    written, _line, _next = path.read_bytes().partition(b"\n" + b"-" * 79)
    return Caught(name, message_from_bytes(written, policy=policy.default))


def folder() -> Path:
    return Path(settings.MAIL_FOLDER)
