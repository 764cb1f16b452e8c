"""Templates: each is used, whole, and says only what can be translated."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
import pytest
from django.template.base import Lexer, TokenType
from lxml import html

from accounts.states import NoticeKind
from tests.house.source import ROOT, modules

TEMPLATES = ROOT / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
# Django and allauth ask for these by name when something goes wrong.
ASKED_FOR = {"400.html", "403.html", "404.html", "429.html", "500.html"}
# Parts of a page that are only ever included in it, so no answer swaps them alone.
SEVERAL_ROOTS = {
    "conversations/_entry.html",  # a day and a line may stand above an entry
    "conversations/_rail.html",
}
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "aria-description", "placeholder", "title")
OF_COMPONENTS = ("here", "label", "words")
# What stands on the keys, what one types, and how a page looks.
NOT_SPOKEN = ("kbd", "code", "style")


def text_of(name: str) -> str:
    return (TEMPLATES / name).read_text()


# --- In use ------------------------------------------------------------------------


@cache
def used() -> set[str]:
    """Return every template that something names, renders or is made of."""
    named = {text for module in modules() for text in module.strings()}
    for name in NAMES:
        text = text_of(name)
        named.update(re.findall(r"""\{% (?:include|extends) ["']([^"']+)["']""", text))
        components = re.findall(r"<c-([a-z_.-]+)", text)
        named.update(f"cotton/{part.replace('-', '_')}.html" for part in components)
    return named | ASKED_FOR


def overrides(name: str) -> bool:
    """Whether a template takes the place of one of allauth's."""
    return (Path(allauth.__file__).parent / "templates" / name).exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_in_use(name: str) -> None:
    assert name in used() or overrides(name)


def test_every_kind_of_notice_has_its_mail_and_no_other() -> None:
    mails = {path.stem for path in (TEMPLATES / "mail").iterdir()}

    assert mails == set(NoticeKind.values)


# --- Whole -------------------------------------------------------------------------


def roots(name: str) -> list[html.HtmlElement]:
    """Return the outermost elements of a fragment, without its conditions."""
    parts = html.fragments_fromstring(f"<div>{bare(text_of(name))}</div>")
    return list(parts[0])


@pytest.mark.parametrize("name", [n for n in NAMES if Path(n).name.startswith("_")])
def test_a_fragment_has_one_root(name: str) -> None:
    if name in SEVERAL_ROOTS:
        assert len(roots(name)) > 1, f"{name} is in the list for nothing."
        return
    beside = [r for r in roots(name) if "hx-swap-oob" not in r.attrib]
    kinds = {(root.tag, root.get("id")) for root in beside}

    assert len(kinds) <= 1, "Alternatives are one element, by the same name."


# --- Translatable ------------------------------------------------------------------


def bare(source: str) -> str:
    """Return a template's HTML, without tags, values, comments and translated words."""
    kept, inside = [], False
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            first = token.contents.split()[0]
            if first.endswith("blocktranslate"):
                inside = first == "blocktranslate"
            kept.append(" ")
        elif token.token_type is TokenType.TEXT and not inside:
            kept.append(token.contents)
    return "".join(kept)


def untranslated(source: str) -> Iterator[str]:
    """Yield the words of a template that no translation reaches."""
    page = html.fromstring(f"<div>{bare(source)}</div>")
    for element in page.iter("*"):
        if element.tag not in NOT_SPOKEN and letters(element.text):
            yield str(element.text).strip()
        if letters(element.tail):
            yield str(element.tail).strip()
        spoken = SPOKEN_ATTRIBUTES + (
            OF_COMPONENTS if element.tag.startswith("c-") else ()
        )
        for attribute in spoken:
            if letters(element.get(attribute)):
                yield f"{attribute}={element.get(attribute)}"


def letters(text: str | None) -> bool:
    return bool(text and re.search(r"[^\W\d_]", text))


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_template_can_be_translated(name: str) -> None:
    assert list(untranslated(text_of(name))) == []


# --- These inspections can fail ----------------------------------------------------


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Hello</p>",
        "<p>{{ name }} says</p>",
        "{% if a %}Hello{% endif %}",
        '<a aria-label="Close"></a>',
        '<c-alert title="Look"></c-alert>',
        '<c-breadcrumbs here="Write"></c-breadcrumbs>',
        "{% blocktranslate %}Hello{% endblocktranslate %} you",
    ],
)
def test_planted_words_are_found(planted: str) -> None:
    assert list(untranslated(planted))


@pytest.mark.parametrize(
    "planted",
    [
        '<p>{% translate "Hello" %}, {{ name }} – 1 (2)</p>',
        "{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}",
        '<a aria-label="{% translate "Close" %}" href="/x">{# a note #}</a>',
        "<kbd>Enter</kbd>",
    ],
)
def test_what_can_be_translated_is_left_alone(planted: str) -> None:
    assert list(untranslated(planted)) == []


def test_an_unused_template_would_be_found() -> None:
    assert "conversations/_nobody.html" not in used()
    assert not overrides("account/nobody.html")
