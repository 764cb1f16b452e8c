"""A decision is true or false and carries the sentence that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may do something, and if not, why not."""

    allowed: bool
    reason: StrOrPromise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Go on only if allowed.

        Raises:
            PermissionDenied: with the reason, in the language of the moment.
        """
        if not self.allowed:
            raise PermissionDenied(str(self.reason))


ALLOWED = Decision(allowed=True)


def denied(reason: StrOrPromise) -> Decision:
    """Refuse with a full sentence that tells the person what stands in the way."""
    return Decision(allowed=False, reason=reason)


class Refused(Exception):
    """What an action foresees and will not do; its text is put on the form."""
