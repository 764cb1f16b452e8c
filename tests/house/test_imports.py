"""Which way imports go, and who knows what."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, Module, dotted, module_of, modules

# Those who stand between HTTP and the rest; by the last part of the name, or whole.
KNOW_HTTP = ("views", "middleware", "http", "adapters", "door")
KNOW_HTTP_BY_NAME = frozenset(
    {
        "portal.absences",  # the roof's pages
        "portal.account",
        "portal.brief",
        "portal.centers",
        "portal.companies",
        "portal.contacts",
        "portal.home",
        "portal.joining",
        "portal.lost_factors",
        "portal.officials",
        "portal.people",
        "portal.resolving",
        "portal.portfolio.handovers",
        "portal.portfolio.reassigning",
        "portal.portfolio.saved",
        "portal.portfolio.team",
        "portal.merging",
        "portal.splitting",
        "portal.returning",
        "portal.shell",  # the context processor
        "portal.streams.app",  # the door of the live process
    }
)
MAY_NAME = frozenset(
    {
        ("forms", "django.http.QueryDict"),  # what a form was filled with
        ("urls", "allauth.account.views"),
    }
)
HTTP = ("django.http", "django.shortcuts", "django.core.handlers", "allauth")
# What the house does without, but in one place each.
RARE = {
    "mark_safe": {"portal.markdown"},  # which has cleaned what it marks
    "csrf_exempt": set[str](),
    "RawSQL": set[str](),
    "async_to_sync": set[str](),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    config = ROOT / "pyproject.toml"
    return subprocess.run(  # noqa: S603 - our own linter
        [program, "--config", config, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_go_down_only() -> None:
    answer = lint_imports(ROOT)

    assert answer.returncode == 0, answer.stdout


def test_only_views_and_their_neighbours_know_http() -> None:
    assert [name for module in modules() for name in knows_http(module)] == []


def knows_http(module: Module) -> Iterator[str]:
    parts = module.name.split(".")
    if module.name in KNOW_HTTP_BY_NAME or {*parts} & {*KNOW_HTTP}:
        return
    for name in module.imports():
        if name.startswith(HTTP) and (parts[-1], name) not in MAY_NAME:
            yield f"{module.name} imports {name}"


def test_whoever_is_let_off_knows_http_indeed() -> None:
    let_off = {module for module in modules() if module.name in KNOW_HTTP_BY_NAME}
    needing = [m for m in let_off if any(n.startswith(HTTP) for n in m.imports())]

    assert {module.name for module in needing} == KNOW_HTTP_BY_NAME


def test_views_load_nothing_but_what_the_person_may_see() -> None:
    assert [fault for module in modules() for fault in loads_all(module)] == []


def loads_all(module: Module) -> Iterator[str]:
    """Yield where a view takes rows of a model without saying whose."""
    if not {*module.name.split(".")} & {"views", "home"}:
        return
    for node in ast.walk(module.tree):
        match node:
            case ast.Attribute(value, "all" | "get") if is_manager(value):
                yield f"{module.name}:{node.lineno} {dotted(node)}"
            case ast.Call(func=ast.Name(id="get_object_or_404"), args=[first, *_]):
                if is_manager(first) or dotted(first)[:1].isupper():
                    yield f"{module.name}:{node.lineno} get_object_or_404 of all rows"


def is_manager(node: ast.AST) -> bool:
    return dotted(node).endswith(".objects")


@pytest.mark.parametrize("word", RARE)
def test_what_the_house_does_without_is_nowhere_else(word: str) -> None:
    users = {m.name for m in modules() for name in m.imports() if name.endswith(word)}

    assert users == RARE[word]


def test_no_template_calls_text_safe() -> None:
    written = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}

    assert [p for p, text in written.items() if "|safe" in text] == []
    assert [p for p, text in written.items() if "autoescape off" in text] == []


# --- These inspections can fail ----------------------------------------------------


@pytest.mark.parametrize(
    "planted", ["from django.http import Http404", "import allauth.account.models"]
)
def test_a_planted_import_of_http_is_found(planted: str) -> None:
    assert list(knows_http(module_of(planted)))


@pytest.mark.parametrize(
    "planted",
    [
        "Account.objects.all()",
        "models.Account.objects.get(ref=ref)",
        "get_object_or_404(Account, ref=ref)",
        "get_object_or_404(Account.objects, ref=ref)",
    ],
)
def test_a_planted_load_of_all_rows_is_found(planted: str) -> None:
    module = module_of(planted)
    module = Module("planted.views", module.path, module.tree)

    assert list(loads_all(module))


def test_a_planted_import_upwards_is_found(tmp_path: Path) -> None:
    for package in ("portal", "accounts", "conversations", "criteria", "onboarding"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for cellar in ("urls", "home", "decisions", "rls"):
        (tmp_path / "portal" / f"{cellar}.py").touch()
    (tmp_path / "portal" / "rls.py").write_text("import accounts\n")

    assert lint_imports(tmp_path).returncode != 0
