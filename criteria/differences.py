"""What one list of criteria has otherwise than another; no database."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from criteria.catalogue import Catalogue


def between(old: Catalogue, new: Catalogue) -> list[str]:
    """Return what is not the same in two lists, as lines; the number does not count."""
    return [
        *changed("The list", bare(old), bare(new)),
        *moved("Phase", by_number(old.phases), by_number(new.phases)),
        *moved("Category", by_number(old.categories), by_number(new.categories)),
        *moved("Criterion", by_number(old.criteria), by_number(new.criteria)),
    ]


def bare(catalogue: Catalogue) -> Catalogue:
    """Return a list without its parts and its number, which have lines of their own."""
    return replace(catalogue, number=0, phases=(), categories=(), criteria=())


def by_number(listed: Iterable[Any]) -> dict[str, Any]:
    return {str(one.number): one for one in listed}


def moved(word: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Name what came, went and changed among things with numbers."""
    for number in [*old, *(number for number in new if number not in old)]:
        if number not in new:
            yield f"{word} {number} is gone."
        elif number not in old:
            yield f"{word} {number} is new."
        else:
            yield from changed(f"{word} {number}", old[number], new[number])


def changed(name: str, old: Any, new: Any) -> Iterator[str]:
    names = [
        field.name.replace("_", " ")
        for field in fields(old)
        if getattr(old, field.name) != getattr(new, field.name)
    ]
    if names:
        yield f"{name} has another {', '.join(names)}."
