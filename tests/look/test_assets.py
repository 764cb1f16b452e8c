"""What a first visit loads: little, from here only, and all that is pointed to."""

import gzip
import re
from pathlib import Path

import pytest

from portal import assets

STYLE_AND_SCRIPT, FONTS = 90 * 1024, 66 * 1024  # bytes; style and script gzipped


@pytest.fixture
def dist() -> Path:
    """The built assets."""
    if not (assets.DIST / assets.STAMP).is_file():
        pytest.skip("The assets are not built; `make assets` builds them.")
    return assets.DIST


@pytest.fixture
def style(dist: Path) -> str:
    """The built style sheet."""
    return (dist / "portal.css").read_text(encoding="utf-8")


def test_style_and_script_stay_small(dist: Path) -> None:
    files = [dist / "portal.css", dist / "htmx.min.js", *assets.SCRIPTS.glob("*.js")]

    assert sum(len(gzip.compress(f.read_bytes())) for f in files) <= STYLE_AND_SCRIPT


def test_fonts_stay_small(dist: Path) -> None:
    fonts = list(dist.rglob("*.woff2"))

    assert sorted(font.name for font in fonts) == sorted(assets.FONTS)
    assert sum(font.stat().st_size for font in fonts) <= FONTS


def test_what_the_style_sheet_points_to_is_there(dist: Path, style: str) -> None:
    addresses = set(assets.STYLE_URL.findall(style))

    assert addresses
    assert all((dist / address).is_file() for address in addresses)


def test_the_style_sheet_holds_nothing_from_elsewhere(style: str) -> None:
    assert not re.search(r"data:|https?:|//[a-z]|@import", style)


def test_the_sprite_holds_the_icons_in_use_and_no_other(dist: Path) -> None:
    sprite = (dist / "sprite.svg").read_text(encoding="utf-8")

    assert re.findall(r'<symbol id="(\w+)"', sprite) == assets.icons_in_use()
    assert assets.icons_in_use()


def test_icons_are_found_in_templates(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.html").write_text("{% icon 'flag' %}{% icon \"mail\" %}")
    (tmp_path / "page.html").write_text('{%icon "flag"%} {% include "x" %}')

    assert assets.icons_in_use(tmp_path) == ["flag", "mail"]


def test_the_fingerprint_changes_with_what_goes_in(tmp_path: Path) -> None:
    file = tmp_path / "portal.scss"
    file.write_text("a")
    before = assets.fingerprint([file], ["flag"])

    assert assets.fingerprint([file], ["flag"]) == before
    assert assets.fingerprint([file], ["mail"]) != before
    file.write_text("b")
    assert assets.fingerprint([file], ["flag"]) != before


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (
            "npm warn old\nnpm error code ENOTFOUND\nnpm error x",
            "npm error code ENOTFOUND",
        ),
        ("Error: no such mixin.\n  at 3:1", "Error: no such mixin"),
        ("terrors\nthe end.", "the end"),
        ("", "it said nothing"),
    ],
)
def test_a_complaint_is_one_line(output: str, words: str) -> None:
    assert assets.complaint(output) == words


def test_a_failure_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "is_built", lambda _stamp: False)
    monkeypatch.setattr(assets, "is_installed", lambda: True)
    monkeypatch.setattr(assets, "command", lambda _program: ["false"])

    assert assets.main() == 1
    assert capsys.readouterr().err == (
        "The assets could not be built: the style sheet did not compile "
        "(it said nothing).\n"
    )


def test_the_lock_names_no_package_index() -> None:
    assert '"resolved"' not in assets.LOCK.read_text(encoding="utf-8")
