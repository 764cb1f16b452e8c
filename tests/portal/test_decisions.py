from dataclasses import FrozenInstanceError

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.functional import lazystr

from portal.decisions import ALLOWED, Decision, Refused, denied


def test_an_allowed_decision_is_true_and_lets_go_on() -> None:
    assert ALLOWED
    assert ALLOWED.reason == ""
    ALLOWED.require()


def test_a_denied_decision_is_false_and_says_why() -> None:
    decision = denied("Only a company officer can sign the letter.")

    assert not decision
    assert decision.reason == "Only a company officer can sign the letter."


def test_a_denied_decision_stops_with_its_sentence() -> None:
    decision = denied(lazystr("This conversation is closed."))

    with pytest.raises(PermissionDenied, match=r"^This conversation is closed\.$") as e:
        decision.require()

    assert type(e.value.args[0]) is str


def test_a_decision_stands() -> None:
    with pytest.raises(FrozenInstanceError):
        ALLOWED.allowed = False  # type: ignore[misc]  # what the test is about


def test_decisions_are_equal_by_what_they_say() -> None:
    assert denied("No.") == Decision(allowed=False, reason="No.")
    assert denied("No.") != denied("Never.")
    assert Decision(allowed=True) == ALLOWED


def test_a_refusal_is_put_on_the_form_as_its_sentence() -> None:
    assert str(Refused(lazystr("Somebody answered before."))) == (
        "Somebody answered before."
    )
