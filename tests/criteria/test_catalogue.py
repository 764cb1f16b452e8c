"""The lists that come with the portal, and what is found in a faulty one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from criteria import catalogue
from criteria.catalogue import Catalogue, Criterion, Point, Unusable
from criteria.states import EntityType, Importers

# By category: its criteria in order, how many bind and how many recommend, and the
# same of those that are for importers. Counted by hand from the public listings.
EXPECTED = {
    "security-vision": ("1 2 3 4", (2, 2), (2, 2)),
    "risk-assessment": ("1 2 3 4", (2, 2), (2, 2)),
    "business-partners": ("1 4 5 6 7 8 9", (6, 1), (5, 1)),
    "cybersecurity": ("1 2 3 4 5 6 7 8 9 10 11 12 13", (10, 3), (10, 3)),
    "conveyance-iit": ("1 2 3 4 5 6 7 8 14 15 16 24 29", (6, 7), (6, 5)),
    "seal": ("1 2 5 6 7", (5, 0), (5, 0)),
    "procedural": ("1 2 4 5 6 7 8 10 23 24 25 27 28 29 30 37", (9, 7), (9, 7)),
    "agricultural": ("1", (1, 0), (1, 0)),
    "physical": ("1 2 4 5 6 7 8 9 10 11 12 13 14 15 16", (7, 8), (7, 8)),
    "access": ("1 2 3 4 7 8 9 10", (5, 3), (5, 2)),
    "personnel": ("1 2 5", (2, 1), (2, 1)),
    "training": ("1 2 4 6 7 8 9 10", (6, 2), (6, 2)),
}
PHASES = {
    1: "cybersecurity conveyance-iit seal",
    2: "risk-assessment business-partners training",
    3: "security-vision physical access",
    4: "procedural agricultural personnel",
}
DOUBTFUL = ["3.8", "5.15", "5.24", "10.9"]


def levels(criteria: list[Criterion]) -> tuple[int, int]:
    words = [one.level for one in criteria]
    return words.count("must"), words.count("should")


def test_one_list_comes_with_the_portal() -> None:
    assert [listed.number for listed in catalogue.known()] == [1]


@pytest.mark.parametrize("key", EXPECTED)
def test_a_category_has_its_criteria(listed: Catalogue, key: str) -> None:
    numbers, all_levels, levels_for_importers = EXPECTED[key]
    category = next(one for one in listed.categories if one.key == key)
    criteria = [one for one in listed.criteria if one.category == key]

    assert [one.number for one in criteria] == [
        f"{category.number}.{position}" for position in numbers.split()
    ]
    assert levels(criteria) == all_levels
    assert levels([one for one in criteria if one.for_importers]) == (
        levels_for_importers
    )


def test_the_whole_list_has_its_size(listed: Catalogue) -> None:
    assert [one.key for one in listed.categories] == list(EXPECTED)
    assert len({one.number for one in listed.criteria}) == 97
    assert levels(list(listed.criteria)) == (61, 36)


def test_four_criteria_are_doubtful_for_importers(listed: Catalogue) -> None:
    doubtful = [one.number for one in listed.criteria if not one.for_importers]

    assert doubtful == DOUBTFUL


@pytest.mark.parametrize("number", PHASES)
def test_a_phase_has_its_categories(listed: Catalogue, number: int) -> None:
    keys = [one.key for one in listed.categories if one.phase == number]

    assert keys == PHASES[number].split()


def test_no_phase_claims_a_date_that_nobody_set(listed: Catalogue) -> None:
    assert {phase.starts_on for phase in listed.phases} == {None}


def test_the_list_says_what_it_is_and_where_the_real_one_stands(
    listed: Catalogue,
) -> None:
    assert listed.note.startswith("Reconstructed from public listings; not CBP text.")
    assert listed.source_url.startswith("https://www.cbp.gov/")


def test_a_level_that_changed_keeps_its_day(listed: Catalogue) -> None:
    changed = [one for one in listed.criteria if one.level_since]

    assert [(one.number, one.earlier_level, one.level) for one in changed] == [
        ("3.9", "should", "must")
    ]
    assert changed[0].level_since == date(2023, 1, 1)


def test_what_is_for_everybody_names_every_kind_of_business(
    listed: Catalogue,
) -> None:
    everybody = [
        one.number
        for one in listed.criteria
        if set(one.applies_to) == set(EntityType.values)
    ]

    assert everybody == ["7.37", "11.5"]


def test_four_ten_stands_behind_four_nine() -> None:
    assert sorted(["4.10", "4.9"], key=lambda number: made(number=number).place) == [
        "4.9",
        "4.10",
    ]


# --- Faults --------------------------------------------------------------------------


def made(**values: Any) -> Criterion:
    whole = {
        "number": "4.1",
        "category": "cybersecurity",
        "level": "must",
        "title": "Title",
        "summary": "Summary",
        "evidence": ("policy",),
        "importers": Importers.PROBABLE.value,
    }
    return Criterion(**{**whole, **values})


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"level": "may"}, "Criterion 4.1 says “may”"),
        ({"points": (Point("shall", "x"),)}, "Criterion 4.1 says “shall”"),
        ({"importers": "perhaps"}, "Criterion 4.1 says “perhaps”"),
        ({"applies_to": ("pirates",)}, "Criterion 4.1 says “pirates”"),
        ({"earlier_level": "should"}, "Criterion 4.1 changed its level"),
        ({"level_since": date(2023, 1, 1)}, "Criterion 4.1 changed its level"),
        ({"title": ""}, "Criterion 4.1 lacks a title"),
        ({"evidence": ()}, "Criterion 4.1 lacks a title, a summary or evidence"),
        ({"number": "5.1"}, "Criterion 5.1 does not belong to cybersecurity."),
        ({"number": "4"}, "Criterion 4 does not belong to cybersecurity."),
        ({"category": "ships"}, "Criterion 4.1 does not belong to ships."),
    ],
)
def test_a_faulty_criterion_is_named(
    listed: Catalogue, fault: dict[str, Any], says: str
) -> None:
    faults = catalogue.check(replace(listed, criteria=(made(**fault),)))

    assert [line for line in faults if line.startswith(says)]


def test_a_doubled_or_misplaced_criterion_is_named(listed: Catalogue) -> None:
    criteria = (made(number="4.2"), made(), made())
    faults = catalogue.check(replace(listed, criteria=criteria))

    assert faults == [
        "Criterion 4.1 is there 2 times.",
        "Criterion 4.1 stands too late in the list.",
    ]


def test_a_category_of_no_phase_is_named(listed: Catalogue) -> None:
    faults = catalogue.check(replace(listed, phases=listed.phases[1:], criteria=()))

    assert faults[0] == "Category cybersecurity is in phase 1, not listed."


def text_of_the_list() -> str:
    return (catalogue.LISTS / "1.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "must = { listed = 10,",
            "must = { listed = 11,",
            "Category cybersecurity says 11 must, 10 of them for importers",
        ),
        ('title = "', 'titel = "', "Criterion 1.1 security-vision: "),
        ("effective_on", "effective_from", "Catalogue 1 "),
    ],
)
def test_a_list_that_contradicts_itself_is_not_read(
    old: str, new: str, says: str
) -> None:
    with pytest.raises(Unusable) as refusal:
        catalogue.parse(text_of_the_list().replace(old, new, 1))

    assert str(refusal.value).startswith(says)
