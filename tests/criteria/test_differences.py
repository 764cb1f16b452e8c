"""What one list has otherwise than another."""

from dataclasses import replace

from criteria import differences
from criteria.catalogue import Catalogue


def test_a_list_does_not_differ_from_itself_under_another_number(
    listed: Catalogue,
) -> None:
    assert differences.between(listed, replace(listed, number=2)) == []


def test_what_came_went_and_changed_is_named(listed: Catalogue) -> None:
    first, second, *others = listed.criteria
    reworded = replace(second, title="Other", level="must")
    added = replace(others[-1], number="12.11")
    new = replace(listed, name="Other", criteria=(reworded, *others, added))

    assert differences.between(listed, new) == [
        "The list has another name.",
        f"Criterion {first.number} is gone.",
        f"Criterion {second.number} has another level, title.",
        "Criterion 12.11 is new.",
    ]
