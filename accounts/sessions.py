"""Who is behind a session, for the door that has no request: the event stream.

It holds as long as the pages would let the session in, and it changes nothing: no
limit moves on, and a session that has ended is left for the pages to clear.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    load_backend,
)
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from portal import rls

SEEN = "seen"  # the session's key for the idle clock, in seconds of the epoch
PROOFS = "account_authentication_methods"  # allauth's: how somebody showed who
LATER = "factor_later"  # the session's key for: a second factor is not offered
STRONG = frozenset({"mfa", "socialaccount"})  # ways of signing in beyond a password

Kept = Mapping[str, Any] | SessionBase  # what a session keeps, by its keys

SINCE = "since"  # the session's key for when it began, in seconds of the epoch


def sights(keys: Iterable[str]) -> dict[str, rls.Sight]:
    """Return what the person behind each session may see; ended ones are missing.

    Four queries, however many sessions. It is for a thread of its own, whose database
    connection it closes behind itself.
    """
    try:
        with transaction.atomic():
            kept = kept_by(keys)
            people = people_behind(kept)
            seen = rls.sights(set(people.values()))
    finally:
        connection.close()
    return {
        key: seen[person]
        for key, person in people.items()
        if not is_led_to_factor(kept[key], seen[person])
    }


def kept_by(keys: Iterable[str]) -> dict[str, Kept]:
    """Return what the sessions keep that have not ended."""
    now = timezone.now()
    found = Session.objects.filter(pk__in=list(keys), expire_date__gt=now)
    return {session.pk: session.get_decoded() for session in found}


def people_behind(kept: Mapping[str, Kept]) -> dict[str, int]:
    """Return whose each session is, where the pages would let it in."""
    named = {int(each[SESSION_KEY]) for each in kept.values() if SESSION_KEY in each}
    rls.open_door()
    users = User.objects.in_bulk(named)
    return {
        key: int(each[SESSION_KEY])
        for key, each in kept.items()
        if not is_too_long(each) and lets_in(each, users)
    }


def is_too_long(kept: Kept) -> bool:
    """Whether a session has lasted longer than any may, busy or not."""
    since = kept.get(SINCE)
    longest = settings.SESSION_LONGEST.total_seconds()
    return since is not None and timezone.now().timestamp() - since > longest


@dataclass(frozen=True)
class Left:
    """How long a session still lasts, in seconds.

    Attributes:
        idle: if nothing more is done; less by up to a minute than it does.
        longest: whatever is done.
    """

    idle: int
    longest: int

    @property
    def soonest(self) -> int:
        return min(self.idle, self.longest)


def left(kept: Kept) -> Left:
    """Return how long a session still lasts; reading it makes it no longer."""
    now = timezone.now().timestamp()
    idle = kept.get(SEEN, now) + settings.IDLE_LIMIT.total_seconds() - now
    longest = kept.get(SINCE, now) + settings.SESSION_LONGEST.total_seconds() - now
    return Left(max(0, int(idle)), max(0, int(longest)))


def is_strong(kept: Kept) -> bool:
    """Whether somebody signed in with a second factor, or at a provider that asks."""
    records = kept.get(PROOFS) or []
    return any(record["method"] in STRONG for record in records)


def is_led_to_factor(kept: Kept, sight: rls.Sight) -> bool:
    """Whether somebody may see nothing yet: an official, by a password alone."""
    return settings.OFFICIALS_NEED_FACTOR and sight.staff and not is_strong(kept)


def lets_in(kept: Kept, users: Mapping[int, User]) -> bool:
    """Whether a session names somebody who may be in, as Django's `get_user` decides.

    That function itself would end the session, or give it another key.
    """
    path = kept.get(BACKEND_SESSION_KEY)
    user = users.get(int(kept.get(SESSION_KEY, 0)))
    if user is None or path not in settings.AUTHENTICATION_BACKENDS:
        return False
    backend: Any = load_backend(path)
    return backend.user_can_authenticate(user) and is_sealed(kept, user)


def is_sealed(kept: Kept, user: User) -> bool:
    """Whether a session began with the password that the person still has."""
    sealed = kept.get(HASH_SESSION_KEY, "")
    seals = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(sealed, seal) for seal in seals)
