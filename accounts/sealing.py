"""Seal what must be read again, but by nobody who only has the database."""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@cache
def box(keys: tuple[str, ...]) -> MultiFernet:
    """Return what seals with the first key and opens with each."""
    digests = (sha256(f"factors:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str) -> str:
    """Return a text that only `unseal` can read; another one each time."""
    return box(tuple(settings.FACTOR_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed.

    Raises:
        InvalidToken: if it was changed, or sealed with a key that is gone.
    """
    return box(tuple(settings.FACTOR_KEYS)).decrypt(sealed.encode()).decode()
