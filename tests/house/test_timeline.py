"""Whatever is told on a timeline belongs to a group that readers filter by."""

import ast

from conversations.states import DEEDS
from portal.timeline.kinds import GROUP_OF, Group, group_of
from tests.house.source import dotted, modules


def told() -> set[str]:
    """Return the kinds of all lines that anything in the portal writes."""
    return {
        str(keyword.value.value)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        if dotted(node.func) in {"events.tell", "events.tell_staff"}
        for keyword in node.keywords
        if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant)
    }


def test_every_kind_that_is_told_has_its_group() -> None:
    assert told(), "Nothing is told; look for it elsewhere."
    assert told() - GROUP_OF.keys() == set()


def test_every_group_has_lines() -> None:
    assert {group_of(kind) for kind in {*GROUP_OF, *DEEDS}} == set(Group)
