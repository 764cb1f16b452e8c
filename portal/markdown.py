"""Messages are Markdown: two walls stand between what people type and the page.

The first, the renderer, knows no HTML, image or table and makes a heading a bold
paragraph, so that a page keeps its one h1. The second, an allow-list, holds even
where the first has a fault.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

PIECES: Final = frozenset({"blockquote", "hr", "li", "ol", "p", "pre", "ul"})
PHRASES: Final = frozenset({"a", "br", "code", "em", "strong"})
TAGS: Final = PIECES | PHRASES
# Without the star's empty set, the library lets `title` and `lang` pass everywhere.
ATTRIBUTES: Final = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
REL: Final = "noopener noreferrer nofollow"

LINK: Final = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
# What makes a text more than plain; without it, a preview needs no parser.
MARKUP: Final = re.compile(r"[\\`*_\[\]<&]|^\s*(?:[#>+=~-]|[0-9]+[.)])", re.MULTILINE)


class _Renderer(RendererHTML):
    """Renders a heading as a bold paragraph: a message has no place in the outline."""

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "<p><strong>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return "</strong></p>\n"


class _Parser(MarkdownIt):
    """Takes absolute links to the web and to a mailbox; others stay as typed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        return LINK.fullmatch(url) is not None


# A line break holds: people type addresses and lists of entries line by line.
_parser: Final = _Parser(
    "commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer
).disable(["image", "html_block", "html_inline"])


_cleaner: Final = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel=REL,
)


@lru_cache(maxsize=512)  # what was said never changes, and parsing costs 0.3 ms
def render(text: str) -> SafeString:
    """Return what a person wrote as HTML that is safe on every page."""
    cleaned = _cleaner.clean(_parser.render(text))
    return mark_safe(cleaned)  # noqa: S308  # the one place, a line behind the wall


def plain(text: str, length: int) -> str:
    """Return the beginning of what a person wrote, on one line, without markup.

    Args:
        text: Markdown; its end may be cut off.
        length: the most characters to return, the ellipsis included.
    """
    words = text if MARKUP.search(text) is None else " ".join(_words(text))
    return _shortened(" ".join(words.split()), length)


def _words(text: str) -> Iterator[str]:
    """Yield the text of each block, without its markup."""
    for block in _parser.parse(text):
        if block.type == "inline":
            yield "".join(_inline_words(block.children or ()))
        else:
            yield block.content


def _inline_words(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield " " if token.type in {"softbreak", "hardbreak"} else token.content


def _shortened(line: str, length: int) -> str:
    if len(line) <= length:
        return line
    room = max(length - 1, 0)
    kept = line[:room]
    whole_words, space, _broken_word = kept.rpartition(" ")
    if line[room : room + 1] != " " and space and 2 * len(whole_words) >= room:
        kept = whole_words
    return f"{kept.rstrip()}…"[:length]
