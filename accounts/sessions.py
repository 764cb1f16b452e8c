"""Who is behind a session, for the door that has no request: the event stream.

It holds as long as the pages would let the session in, and it changes nothing: no
limit moves on, and a session that has ended is left for the pages to clear.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    load_backend,
)
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from portal import rls

SINCE = "since"  # the session's key for when it began, in seconds of the epoch
STORE: Any = import_module(settings.SESSION_ENGINE).SessionStore


def sights(keys: Iterable[str]) -> dict[str, rls.Sight]:
    """Return what the person behind each session may see; ended ones are missing.

    It is for a thread of its own, whose database connection it closes behind itself.
    """
    try:
        with transaction.atomic():
            found = {key: sight_behind(STORE(key)) for key in keys}
    finally:
        connection.close()
    return {key: sight for key, sight in found.items() if sight}


def sight_behind(session: SessionBase) -> rls.Sight | None:
    """Put whoever a session names in context; None when the pages would refuse it."""
    person = session.get(SESSION_KEY)
    if person is None or is_too_long(session):
        return None
    sight = rls.enter(int(person))
    return sight if person_behind(session) else None


def is_too_long(session: SessionBase) -> bool:
    """Whether a session has lasted longer than any may, busy or not."""
    since = session.get(SINCE)
    longest = settings.SESSION_LONGEST.total_seconds()
    return since is not None and timezone.now().timestamp() - since > longest


def person_behind(session: SessionBase) -> User | None:
    """Return whose session it is, by the rules of Django's `get_user`.

    That function itself would end the session, or give it another key.
    """
    backend = session.get(BACKEND_SESSION_KEY)
    if backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = load_backend(backend).get_user(session[SESSION_KEY])
    return user if isinstance(user, User) and is_sealed(session, user) else None


def is_sealed(session: SessionBase, user: User) -> bool:
    """Whether a session began with the password that the person still has."""
    sealed = session.get(HASH_SESSION_KEY, "")
    seals = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(sealed, seal) for seal in seals)
