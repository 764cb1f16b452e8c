"""Nothing inline in templates, and scripts that stay small and plain."""

import re
from pathlib import Path

import pytest

from portal import assets

INLINE = {
    "a style attribute": r"\sstyle\s*=",
    "an event attribute": r"\son[a-z]+\s*=",
    "htmx code": r"hx-on|\bjs:|javascript:",
    "a style element": r"<style",
    "a script without a source": r"<script(?![^>]*\ssrc=)",
    "another host": r"(?:src|href)=[\"'](?:https?:)?//",
}
ROOT = assets.TEMPLATES
TEMPLATES = sorted(ROOT.rglob("*.html"))
# It begins a file that people take along, which has no style sheet beside it.
TAKEN_ALONG = ROOT / "conversations/record/head.html"
PAGES = [template for template in TEMPLATES if template != TAKEN_ALONG]
SCRIPTS = sorted(assets.SCRIPTS.glob("*.js"))


def name(file: Path) -> str:
    return str(file.relative_to(assets.ROOT))


@pytest.mark.parametrize("template", PAGES, ids=name)
def test_a_template_holds_nothing_inline(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    found = [words for words, pattern in INLINE.items() if re.search(pattern, text)]

    assert not found


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_is_small_and_loaded(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    assert text.count("\n") < 100
    assert text.startswith("// ")
    assert not re.search(r"\beval\b|innerHTML|\.style\b|new Function", text)
    assert f"js/{script.name}" in (ROOT / "base.html").read_text(encoding="utf-8")


def test_includes_name_what_they_hand_over() -> None:
    # What needs the page's token for its forms.
    whole_page = {
        "accounts/_contact.html",
        "conversations/_changes.html",
        "conversations/_mark_read.html",
        "conversations/_notes.html",
        "conversations/_record.html",
        "conversations/_reply.html",
        "conversations/_rows.html",
    }
    frame = {"portal/_counts.html", "portal/_header.html", "portal/_footer.html"}
    loose = {
        path
        for template in TEMPLATES
        for path, rest in re.findall(
            r'{% include "([^"]+)"([^%]*)%}', template.read_text(encoding="utf-8")
        )
        if "only" not in rest
    }

    assert loose <= whole_page | frame | {"django/forms/hint_and_error.html"}
