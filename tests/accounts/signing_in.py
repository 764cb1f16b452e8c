"""What tests around signing in share: coming in, and reading the mail about it."""

from typing import Any
from urllib.parse import urlsplit

from django.core import mail as django_mail

from accounts import notices
from tests.client import PortalClient
from tests.database import as_worker
from tests.factories import PASSWORD

SIGN_IN = "/sign-in/"
OVERVIEW = "/sign-in/overview/"
AGAIN = "/sign-in/again/"
NEW_PASSWORD = "seven lamps over water"


def signed_in(client: PortalClient, email: str, password: str = PASSWORD) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def is_in(client: PortalClient) -> bool:
    return bool(client.get("/help/").context["shell"].side)


def forget(client: PortalClient) -> None:
    """Let so much time pass that the sign-in of a browser is no longer fresh."""
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [r | {"at": 0} for r in records]
    session.save()


def mailed() -> list[tuple[str, str, str]]:
    """Deliver what is owed, and return address, text and link of each mail anew."""
    django_mail.outbox.clear()
    with as_worker():
        notices.sweep()
    return [
        (
            mail.to[0].rpartition("<")[2].rstrip(">"),
            str(mail.body),
            link_in(str(mail.body)),
        )
        for mail in django_mail.outbox
    ]


def link_in(text: str) -> str:
    """Return the path of the link that a mail is about."""
    links = [line for line in text.splitlines() if line.startswith("http")]
    return urlsplit(links[0]).path
