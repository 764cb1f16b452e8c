from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import chain
from conversations.proof import Fault, verify
from conversations.states import Kind
from tests.conversations.chains import (
    Chain,
    Said,
    chain_of,
    found,
    histories,
    of_length,
    with_sealed,
    without_text,
)

places = st.integers(min_value=0, max_value=6)


def test_a_redaction_is_a_declared_stub() -> None:
    whole = chain_of(Said(files=("list.xlsx", "list.pdf")), Said())

    whole.redact(1)

    assert whole.links[0].text is None
    assert verify(whole.links, whole.head) is None


@given(histories(at_least=1), places)
def test_a_text_erased_in_silence_is_named(whole: Chain, place: int) -> None:
    place %= len(whole.links)

    whole.links[place] = without_text(whole.links[place])

    assert found(whole.links, whole.head) == (place + 1, Fault.ERASED)


def test_a_file_erased_in_silence_is_named() -> None:
    whole = chain_of(Said(), Said(files=("a.pdf", "b.pdf")), Said())
    link = whole.links[1]

    whole.links[1] = replace(link, files=(link.files[0], None))

    assert found(whole.links, whole.head) == (2, Fault.ERASED)


@pytest.mark.parametrize("files", [(), "twice"])
def test_a_lost_or_added_file_is_named(files: str) -> None:
    whole = chain_of(Said(files=("a.pdf",)), Said())
    link = whole.links[0]

    whole.links[0] = replace(link, files=link.files * 2 if files else ())

    assert found(whole.links, whole.head) == (1, Fault.ALTERED)


@pytest.mark.parametrize("gone", ["salt", "text"])
def test_half_a_redaction_is_named(gone: str) -> None:
    whole = of_length(1)
    whole.redact(1)
    intact = of_length(1).links[0]

    whole.links[0] = replace(whole.links[0], **{gone: getattr(intact, gone)})

    assert found(whole.links, whole.head) == (1, Fault.ALTERED)


@pytest.mark.parametrize("regards", [2, 3, 4, None])
def test_a_redaction_declares_only_the_earlier_entry_it_names(
    regards: int | None,
) -> None:
    whole = of_length(2)
    whole.say(Said(chain.facts(reason="Court order"), Kind.REDACTED, regards=regards))
    whole.say(Said())
    erased = {4: 4, 3: 3}.get(regards or 1, 1)

    whole.links[erased - 1] = without_text(whole.links[erased - 1])

    assert found(whole.links, whole.head) == (erased, Fault.ERASED)


def test_a_forged_redaction_hides_nothing() -> None:
    whole = of_length(3)
    forged = with_sealed(whole.links[2], kind=Kind.REDACTED, ref=1)

    links = [without_text(whole.links[0]), whole.links[1], forged]

    assert verify(links, whole.head) is not None


def test_an_earlier_erasure_is_named_before_a_later_alteration() -> None:
    whole = of_length(4)
    whole.links[1] = without_text(whole.links[1])
    whole.links[3] = replace(whole.links[3], text="Forged.")

    assert found(whole.links, whole.head) == (2, Fault.ERASED)


def test_an_alteration_is_named_before_a_later_redaction() -> None:
    whole = of_length(4)
    whole.links[1] = replace(whole.links[1], text="Forged.")
    whole.redact(1)

    assert found(whole.links, whole.head) == (2, Fault.ALTERED)
