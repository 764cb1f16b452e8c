"""Everything that people do in conversations."""

from conversations.actions.closing_centers import close_center, what_is_left
from conversations.actions.drafting import Begun, forget_draft, save_draft
from conversations.actions.merging import merge_companies
from conversations.actions.noting import note
from conversations.actions.opening import Opening, open_conversation
from conversations.actions.reading import mark_read
from conversations.actions.releasing import end_assignment
from conversations.actions.sharing import share
from conversations.actions.speaking import SentAlready, correct, reply
from conversations.actions.taking_over import take_over
from conversations.actions.turns import close, hand_turn, reopen

__all__ = [
    "Begun",
    "Opening",
    "SentAlready",
    "close",
    "close_center",
    "correct",
    "end_assignment",
    "forget_draft",
    "hand_turn",
    "mark_read",
    "merge_companies",
    "note",
    "open_conversation",
    "reopen",
    "reply",
    "save_draft",
    "share",
    "take_over",
    "what_is_left",
]
