"""How often somebody may try something; counted by allauth, told with its page."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse


def too_many(
    request: HttpRequest, action: str, *, key: str | None = None
) -> HttpResponse | None:
    """Count one try, and return the page that says to wait if it was one too many.

    Args:
        action: one of those in allauth's ACCOUNT_RATE_LIMITS.
        key: what is tried, where that is limited beside the person or address.
    """
    refusal: HttpResponse | None = ratelimit.consume_or_429(
        request, action=action, key=key
    )
    return refusal
