"""How phrases with choices become text."""

import pytest

from portal.demo.crowd import gathering, grammar, people


def written(text: str, seed: int = 1, **facts: str) -> str:
    draw = gathering.drawn(seed, "phrase")
    return grammar.write(grammar.parse(text), facts.__getitem__, draw)


def all_written(text: str, **facts: str) -> set[str]:
    return {written(text, seed, **facts) for seed in range(60)}


def test_plain_words_stay_as_they_are() -> None:
    assert written("Nothing to choose | here.") == "Nothing to choose | here."


def test_one_of_several_ways_is_said() -> None:
    assert all_written("[Good|Fair] day.") == {"Good day.", "Fair day."}


def test_choices_nest() -> None:
    assert all_written("[one|two [a|b]]") == {"one", "two a", "two b"}


def test_a_place_is_filled_in_the_way_that_is_chosen() -> None:
    assert written("From {country}.", country="Peru") == "From Peru."


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("A [|]word.", "A word."),
        ("A word [|].", "A word."),
        ("A word [|], then more.", "A word, then more."),
        ("Done. [|].", "Done."),
        ("So it is, [|].", "So it is."),
        ("Done. [|]", "Done."),
        ("Wait ...", "Wait ..."),
        ("One\n\n[|]\n\nTwo", "One\n\n\n\nTwo"),
    ],
)
def test_an_empty_way_leaves_no_gap(text: str, whole: str) -> None:
    assert written(text) == whole


@pytest.mark.parametrize("text", ["[open", "[a|[b]", "closed]", "[a]]"])
def test_brackets_come_in_pairs(text: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        grammar.parse(text)


def test_the_same_numbers_make_the_same_text() -> None:
    text = "[a|b|c] [d|e|f] [g|h|i]"

    assert written(text, seed=7) == written(text, seed=7)
    assert len(all_written(text)) > 15


def test_ways_are_counted() -> None:
    assert grammar.ways(grammar.parse("[a|b [c|d]] {e} [|f]")) == 6


def test_places_are_found_in_every_way() -> None:
    phrase = grammar.parse("{a} [{b}|c [{d}|e]]")

    assert list(grammar.places(phrase)) == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("I am sure that it is not.", "I'm sure that it isn't."),
        ("We will not and cannot.", "We won't and can't."),
        ("That is what I am.", "That is what I am."),
        ("We have sent it, they have a day.", "We've sent it, they have a day."),
    ],
)
def test_some_people_write_as_they_speak(long: str, short: str) -> None:
    assert people.contracted(long) == short
