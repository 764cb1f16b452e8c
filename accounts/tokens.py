"""The secret in the link of an invitation, which is stored nowhere.

It follows from the reference of the invitation and this installation's key, so that
the mail can be written again after a fault. The row keeps its digest only: whoever
reads the tables, or a copy of them, cannot make a link.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.utils.crypto import salted_hmac

PURPOSE = "accounts.invitation"


def token_of(ref: str) -> str:
    """Return the secret of an invitation, as it stands in its link."""
    sealed = salted_hmac(PURPOSE, ref, algorithm="sha256").digest()
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """Return what the row keeps of a secret, in hex."""
    return sha256(token.encode()).hexdigest()
