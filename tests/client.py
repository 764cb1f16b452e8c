"""A browser for tests that refuses what no page of the portal may do."""

import re
import time
from collections import Counter
from typing import Any

from django.db import connection
from django.test import Client
from lxml import html

from accounts.models import User
from tests.database import as_owner

INVALID = "⟦undefined variable⟧"
# Anywhere in a statement, since a query may write inside; locks are no writes.
WRITES = re.compile(
    r"\b(INSERT\s+INTO|(?<!FOR )(?<!KEY )UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\b",
    re.IGNORECASE,
)
SESSION = "django_session"
# A sign-in provider leads back by a GET, which begins a session and notes where.
OF_SESSIONS = (SESSION, "usersessions_usersession")
READS = "accounts_staffread"  # the log of what officials open, which a GET writes


class WroteOnGet(AssertionError):
    """A page changed rows while it was only read."""


class BadPage(AssertionError):
    """A page carries what the content security policy or the house forbids."""


class PortalClient(Client):
    """Signs people in, holds GETs to reading, and reads every page it gets."""

    def sign_in(self, user: User) -> "PortalClient":
        with as_owner():
            self.force_login(user, backend="accounts.adapters.SignInBackend")
        self.prove(user)
        return self

    def prove(self, user: User) -> None:
        """Note that a person has just shown who they are, as signing in does."""
        session = self.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time()}
        ]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()

    def request(self, **request: Any) -> Any:
        if request["REQUEST_METHOD"] in {"GET", "HEAD"}:
            with connection.execute_wrapper(refuse_writes):
                response = super().request(**request)
        else:
            response = super().request(**request)
        check_page(response)
        return response

    def page(self, path: str, **extra: Any) -> html.HtmlElement:
        """Return the parsed page behind a path, which must be there."""
        response = self.get(path, **extra)
        assert response.status_code == 200, (path, response.status_code)
        return parsed(response)


def refuse_writes(
    execute: Any, statement: str, params: Any, many: bool, context: Any
) -> Any:
    may_be = any(table in statement for table in (*OF_SESSIONS, READS))
    if WRITES.search(statement) and not may_be:
        raise WroteOnGet(statement)
    return execute(statement, params, many, context)


def parsed(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def check_page(response: Any) -> None:
    """Refuse inline script and style, undefined variables and doubled ids."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    if not is_page or not response.content.strip():
        return
    if INVALID in response.content.decode():
        raise BadPage("A template uses a variable that its view does not give.")
    root = html.document_fromstring(response.content.decode())
    faults = [fault for element in root.iter("*") for fault in faults_of(element)]
    ids = Counter(element.get("id") for element in root.iterfind(".//*[@id]"))
    faults += [f"two #{one}" for one, count in ids.items() if count > 1]
    if faults:
        raise BadPage("; ".join(faults))


def faults_of(element: html.HtmlElement) -> list[str]:
    names = [
        name
        for name, value in element.attrib.items()
        if name == "style"
        or name.startswith(("on", "hx-on"))
        or value.strip().lower().startswith(("js:", "javascript:"))
    ]
    inline = element.tag == "style" or (
        element.tag == "script" and not element.get("src")
    )
    return [f"<{element.tag} {name}>" for name in names] + (
        [f"inline <{element.tag}>"] if inline else []
    )
