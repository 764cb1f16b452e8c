"""How numbers of criteria look in addresses."""

from django.urls import register_converter

from criteria.catalogue import NUMBER_PATTERN


class NumberConverter:
    """The number of a criterion, such as 4.10."""

    regex = NUMBER_PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "number")
