import re
import time

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from portal.markdown import plain, render
from tests.portal import hostile

TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong"}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}
ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
REL = "noopener noreferrer nofollow"


def assert_harmless(rendered: str) -> None:
    """Parse as a browser would and find only what the allow-list names."""
    page = html.document_fromstring(f"<!DOCTYPE html><main>{rendered}</main>")
    found = page.find("body/main")
    assert found is not None
    assert len(page.findall("body/*")) == 1, "nothing leaves its place"
    for element in found.iterdescendants():
        assert element.tag in TAGS | {"ul"}, rendered
        assert set(element.attrib) <= ATTRIBUTES.get(str(element.tag), set()), rendered
    for link in found.iter("a"):
        assert ADDRESS.fullmatch(str(link.attrib["href"])), rendered
        assert link.attrib["rel"] == REL
    for numbered in found.iter("ol"):
        assert numbered.get("start", "1").isdigit()


def test_the_corpus_is_large() -> None:
    assert len(set(hostile.payloads())) > 1500


@pytest.mark.parametrize("part", range(4))
def test_nothing_hostile_survives(part: int) -> None:
    for payload in list(hostile.payloads())[part::4]:
        assert_harmless(render(payload))


@pytest.mark.parametrize("scheme", hostile.SCHEMES)
def test_only_the_web_and_mailboxes_are_linked(scheme: str) -> None:
    assert "<a" not in render(f"[go](<{scheme}>)")


pieces = st.sampled_from(
    [
        *hostile.ELEMENTS,
        *hostile.SCHEMES,
        *"<>&\"'`*_[]()!#|\\-=~:\n\t ",
        "](",
        "\n\n",
        "    ",
        "https://",
        "mailto:",
        "&#",
        "x",
    ]
)
compositions = st.lists(pieces, max_size=12).map("".join)


@given(compositions | st.text(st.characters(codec="utf-8")))
def test_no_composition_survives(text: str) -> None:
    assert_harmless(render(text))


@given(compositions, compositions)
def test_what_is_said_twice_is_rendered_alike(one: str, other: str) -> None:
    before = render(one)
    render(other)

    assert render(one) == before


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```js\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
        ("---", "<hr>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ("# A *big*", "<p><strong>A <em>big</em></strong></p>\n"),
        ("big\n===", "<p><strong>big</strong></p>\n"),
        ("###### small", "<p><strong>small</strong></p>\n"),
        ("|a|\n|-|\n|b|", "<p>|a|<br>\n|-|<br>\n|b|</p>\n"),
        ("https://a.example", "<p>https://a.example</p>\n"),
        ("[a](/here)", "<p>[a](/here)</p>\n"),
        ("", ""),
    ],
)
def test_markdown_is_rendered(text: str, rendered: str) -> None:
    assert render(text) == rendered


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[a](https://rulings.example/N123 'title')", "https://rulings.example/N123"),
        ("<http://a.example>", "http://a.example"),
        ("<olga@northwind.example>", "mailto:olga@northwind.example"),
        ("[a](HTTPS://A.EXAMPLE)", "HTTPS://A.EXAMPLE"),
        ("![a](https://a.example/x.png)", "https://a.example/x.png"),
    ],
)
def test_a_link_goes_where_it_says_and_tells_nobody(text: str, address: str) -> None:
    assert f'<a href="{address}" rel="{REL}">' in render(text)


def test_what_is_rendered_needs_no_escaping() -> None:
    assert isinstance(render("a"), SafeString)


def test_a_preview_is_not_safe_and_is_escaped_by_the_page() -> None:
    assert not isinstance(plain("<b>", 10), SafeString)


@pytest.mark.parametrize(
    ("text", "preview"),
    [
        ("# Hello\n\nWe *import* `steel`.", "Hello We import steel."),
        ("one\ntwo\n\n- three\n- four", "one two three four"),
        ("[the ruling](https://a.example)", "the ruling"),
        ("![photo](https://a.example/x.png)", "!photo"),
        ("<b>bold</b> &amp; more", "<b>bold</b> & more"),
        ("```\ncode  here\n```", "code here"),
        ("    indented", "indented"),
        ("plain  words\n here ", "plain words here"),
        ("a\\\nb", "a b"),
        ("5 * 3 = 15", "5 * 3 = 15"),
        ("---", ""),
        ("> quoted", "quoted"),
        ("~~~\nfenced\n~~~", "fenced"),
        ("12) twelve", "twelve"),
        ("", ""),
    ],
)
def test_a_preview_has_no_markup(text: str, preview: str) -> None:
    assert plain(text, 80) == preview


@pytest.mark.parametrize(
    ("text", "length", "preview"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("unbreakable", 5, "unbr…"),
        ("a unbreakable", 8, "a unbre…"),
        ("one", 1, "…"),
        ("one", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_preview_ends_at_a_word(text: str, length: int, preview: str) -> None:
    assert plain(text, length) == preview


lines = st.text(st.characters(codec="utf-8")) | compositions


@given(lines, st.integers(0, 60))
def test_a_preview_is_one_line_of_its_length(text: str, length: int) -> None:
    preview = plain(text, length)

    assert len(preview) <= length
    assert preview == " ".join(preview.split())


@given(st.text("ab .,;:!?()/#>+-=0123456789\n\t\"'|~{}$%", max_size=30))
def test_a_text_without_markup_needs_no_parser(text: str) -> None:
    parsed = plain(f"{text}\n\n*", 100).removesuffix("*").removesuffix("…")

    assert plain(text, 100) == parsed.rstrip()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 10_000,
        "*a " * 7_000,
        "**a_" * 5_000,
        "`" * 20_000,
        "<" * 20_000,
        "&" * 20_000,
        "> " * 10_000,
        "- " * 10_000,
        "[a](" * 5_000,
        "a\n" * 10_000,
        "\\" * 20_000,
        "<a@b.c" * 3_000,
        "".join(f"{'`' * n}a" for n in range(200)),
        "[a]: b\n" * 3_000,
        "((" * 10_000,
        "[a](<b" * 3_000,
    ],
    ids=lambda text: text[:6],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()

    assert_harmless(render(text))

    assert time.process_time() - began < 2, "a message is 20,000 characters at most"
