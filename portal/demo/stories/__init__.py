"""Reads the demonstration's conversations, one Markdown file each, by topic group.

A file begins with `company`, `topic` and `subject`, perhaps `shared with`, `unread
for` and `ended: yes`. Each entry follows a line such as `@ carl, 88.2 days ago`. A
paragraph is one line, as people type it.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from portal.demo.shapes import Said, Story

FOLDER = Path(__file__).parent
SPEAKER = re.compile(
    r"^@ (?P<by>[a-z]+), (?P<days_ago>\d+(?:\.\d+)?) days ago$", re.MULTILINE
)
DAY = re.compile(r"\{d:(-?\d+)\}")
HEADS = frozenset({"company", "topic", "subject", "shared with", "unread for", "ended"})


@cache
def told() -> tuple[Story, ...]:
    """Return every story, oldest opening first, so that the seeding is repeatable."""
    files = FOLDER.glob("*/*.md")
    found = [read(file.stem, file.read_text(encoding="utf-8")) for file in files]
    return tuple(sorted(found, key=lambda story: (-story.said[0].days_ago, story.key)))


def read(key: str, text: str) -> Story:
    """Return the story that one file tells.

    Raises:
        ValueError: if a head is unknown or doubled, or nobody says anything.
        KeyError: if company, topic or subject is missing.
    """
    head, *parts = SPEAKER.split(text)
    if not parts:
        raise ValueError(f"{key}: nobody says anything.")
    heads = read_heads(key, head)
    return Story(
        key=key,
        company=heads["company"],
        topic=heads["topic"],
        subject=heads["subject"],
        said=tuple(
            Said(by=by, days_ago=float(days_ago), text=words.strip())
            for by, days_ago, words in zip(
                parts[::3], parts[1::3], parts[2::3], strict=True
            )
        ),
        shared_with=names(heads.get("shared with", "")),
        unread_for=names(heads.get("unread for", "")),
        ended="ended" in heads,
    )


def read_heads(key: str, head: str) -> dict[str, str]:
    """Return the lines above the first entry, by name.

    Raises:
        ValueError: if a name is unknown or comes twice.
    """
    heads: dict[str, str] = {}
    for line in filter(None, head.splitlines()):
        name, _colon, value = line.partition(": ")
        if name not in HEADS or name in heads:
            raise ValueError(f"{key}: cannot read the head “{line}”.")
        heads[name] = value.strip()
    return heads


def names(listed: str) -> tuple[str, ...]:
    """Return the keys in a list such as `carl, olga`."""
    return tuple(name for name in listed.replace(",", " ").split())


def write(text: str, today: date) -> str:
    """Fill each `{d:N}` with the date N days before today, as “14 May 2026”."""

    def day(found: re.Match[str]) -> str:
        on = today - timedelta(days=int(found[1]))
        return f"{on.day} {on:%B %Y}"

    return DAY.sub(day, text)


def moment(days_ago: float, now: datetime) -> datetime:
    """Return when something was said, never later than now, in the order told.

    Whole days count back from the UTC day of `now`; below one, the fraction is a
    share of what has passed of today, so that this morning stays this morning.
    """
    today = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
    if days_ago < 1:
        return now - days_ago * (now - today)
    return today - timedelta(days=days_ago - 1)
