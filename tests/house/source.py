"""Read the portal's own source as trees, for what no test can see by running it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("portal", "accounts", "conversations", "criteria", "onboarding")


@dataclass(frozen=True)
class Module:
    """One file of the portal.

    Attributes:
        name: dotted, such as "accounts.models.people".
    """

    name: str
    path: Path
    tree: ast.Module

    @property
    def is_migration(self) -> bool:
        return ".migrations" in self.name

    def imports(self) -> Iterator[str]:
        """Yield what is imported, as dotted names down to the imported thing."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Import(names):
                    yield from (alias.name for alias in names)
                case ast.ImportFrom(module=str(module), names=names):
                    yield from (f"{module}.{alias.name}" for alias in names)

    def uses(self, *names: str) -> Iterator[str]:
        """Yield "function name" for each use of a dotted name, called or not."""
        for function, written in self.written:
            if written in names:
                yield f"{self.name}.{function} {written}"

    @cached_property
    def written(self) -> list[tuple[str, str]]:
        """All dotted names, each with the outermost function around it."""
        nodes = with_function(self.tree)
        return [(function, dotted(node)) for function, node in nodes if dotted(node)]

    def strings(self) -> Iterator[str]:
        """Yield every literal string, docstrings included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the portal."""
    folders = [ROOT / package for package in PACKAGES]
    return tuple(read(path) for folder in folders for path in folder.rglob("*.py"))


def read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return Module(".".join(parts), path, ast.parse(path.read_text()))


def module_of(source: str) -> Module:
    """Return a module as it would be read from a file, to try an inspection on."""
    return Module("planted", Path("planted.py"), ast.parse(source))


def with_function(
    node: ast.AST, function: str = "<module>"
) -> Iterator[tuple[str, ast.AST]]:
    """Yield all nodes with the name of the outermost function around each."""
    for child in ast.iter_child_nodes(node):
        inner = function
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = child.name if function == "<module>" else function
        yield inner, child
        yield from with_function(child, inner)


def dotted(node: ast.AST) -> str:
    """Return "a.b.c" for a chain of names, else an empty string."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value, name):
            inner = dotted(value)
            return f"{inner}.{name}" if inner else ""
        case _:
            return ""
