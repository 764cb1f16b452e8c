"""The keys in links that are mailed; each is good for a while, and once."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from accounts.models import User


class AddressKeys(PasswordResetTokenGenerator):
    """Keys that confirm one new address of one person, who has asked for it."""

    key_salt = "accounts.keys.AddressKeys"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.new_email}"


address_keys = AddressKeys()
