from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.proof import Fault, Head
from tests.conversations.chains import (
    Chain,
    Numbering,
    Said,
    found,
    histories,
    of_length,
    renumbered,
    with_other_text,
)

places = st.integers(min_value=0, max_value=6)
whether_renumbered = pytest.mark.parametrize(
    "closed_up", [renumbered, list], ids=["renumbered", "as numbered"]
)


@whether_renumbered
@given(whole=histories(at_least=2), place=places)
def test_a_dropped_entry_is_named(
    closed_up: Numbering, whole: Chain, place: int
) -> None:
    place %= len(whole.links)
    head = whole.head

    del whole.links[place]

    assert found(closed_up(whole.links), head) == (place + 1, Fault.DROPPED)


@whether_renumbered
@pytest.mark.parametrize("first", [1, 2, 5])
def test_several_dropped_entries_are_named_by_the_first(
    closed_up: Numbering, first: int
) -> None:
    whole = of_length(9)
    head = whole.head

    del whole.links[first - 1 : first + 2]

    assert found(closed_up(whole.links), head) == (first, Fault.DROPPED)


@given(histories(at_least=1), places)
def test_a_cut_tail_is_named(whole: Chain, place: int) -> None:
    place %= len(whole.links)

    assert found(whole.links[:place], whole.head) == (place + 1, Fault.DROPPED)


@whether_renumbered
@given(whole=histories(at_least=2), one=places, other=places)
def test_two_exchanged_entries_are_named(
    closed_up: Numbering,
    whole: Chain,
    one: int,
    other: int,
) -> None:
    one, other = sorted((one % len(whole.links), other % len(whole.links)))
    head, links = whole.head, list(whole.links)
    if one == other:
        return

    links[one], links[other] = links[other], links[one]

    assert found(closed_up(links), head) == (one + 1, Fault.REORDERED)


@whether_renumbered
@given(whole=histories(at_least=2), data=st.data())
def test_any_other_order_is_named(
    closed_up: Numbering, whole: Chain, data: st.DataObject
) -> None:
    links = data.draw(st.permutations(whole.links))
    displaced = [
        seq
        for seq, (now, then) in enumerate(zip(links, whole.links, strict=True), 1)
        if now is not then
    ]

    expected = (displaced[0], Fault.REORDERED) if displaced else None
    assert found(closed_up(links), whole.head) == expected


@whether_renumbered
@given(whole=histories(at_least=1), place=places)
def test_a_foreign_entry_is_named(
    closed_up: Numbering, whole: Chain, place: int
) -> None:
    place %= len(whole.links)
    stranger = Chain("TC-0000-0001")
    stranger.say(Said("From another conversation."))

    whole_links = list(whole.links)
    whole_links.insert(place, stranger.links[0])

    assert found(closed_up(whole_links), whole.head) == (place + 1, Fault.INSERTED)


@whether_renumbered
@given(whole=histories(at_least=1), place=places)
def test_a_carefully_forged_entry_is_named(
    closed_up: Numbering, whole: Chain, place: int
) -> None:
    place %= len(whole.links)
    here = whole.links[place]
    forged = with_other_text(here, f"{here.text} Really.")

    links = [*whole.links[:place], forged, *whole.links[place:]]

    assert found(closed_up(links), whole.head) == (place + 1, Fault.INSERTED)


@whether_renumbered
@given(whole=histories(at_least=2), one=places, other=places)
def test_a_repeated_entry_is_named(
    closed_up: Numbering,
    whole: Chain,
    one: int,
    other: int,
) -> None:
    one, other = sorted((one % len(whole.links), other % len(whole.links)))
    links = list(whole.links)

    links.insert(other + 1, links[one])

    assert found(closed_up(links), whole.head) == (other + 2, Fault.INSERTED)


@whether_renumbered
def test_a_forged_twin_behind_the_last_entry_is_named(closed_up: Numbering) -> None:
    whole = of_length(2)
    twin = with_other_text(whole.links[1], "Sealed onto the same predecessor.")

    links = closed_up([*whole.links, twin])

    assert found(links, whole.head) == (3, Fault.INSERTED)


@whether_renumbered
@pytest.mark.parametrize("place", [1, 2, 3])
def test_an_entry_of_another_conversation_in_its_place_is_named(
    closed_up: Numbering, place: int
) -> None:
    whole, stranger = of_length(4), Chain("TC-0000-0001")
    for _ in range(4):
        stranger.say(Said("From another conversation."))

    whole.links[place] = stranger.links[place]

    assert found(closed_up(whole.links), whole.head) == (place + 1, Fault.INSERTED)


def test_an_earlier_entry_in_the_place_of_a_later_one_is_named() -> None:
    whole = of_length(4)

    whole.links[2] = whole.links[0]

    assert found(whole.links, whole.head) == (3, Fault.INSERTED)


def test_a_foreign_entry_at_the_end_is_named() -> None:
    whole, stranger = of_length(2), of_length(3).links[2]

    assert found([*whole.links, stranger], whole.head) == (3, Fault.INSERTED)


@pytest.mark.parametrize(
    ("seq", "place", "fault"), [(2, 3, Fault.HEAD), (4, 4, Fault.DROPPED)]
)
def test_a_moved_head_is_named(seq: int, place: int, fault: Fault) -> None:
    whole = of_length(3)

    assert found(whole.links, replace(whole.head, seq=seq)) == (place, fault)


def test_a_rewound_head_is_named() -> None:
    whole = of_length(3)
    before = of_length(0).head

    assert found(whole.links, before) == (1, Fault.HEAD)
    assert found(whole.links, Head("TC-7F3K-2Q9M", 2, whole.links[1].digest)) == (
        3,
        Fault.HEAD,
    )


def test_a_head_with_another_digest_is_named() -> None:
    whole = of_length(3)

    assert found(whole.links, replace(whole.head, digest="f" * 64)) == (3, Fault.HEAD)
