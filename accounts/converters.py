"""How public references look in addresses."""

from django.urls import register_converter

from accounts.identifiers import REF_PATTERN


class RefConverter:
    """A public reference such as TC-7F3K-2Q9M."""

    regex = REF_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RefConverter, "ref")
