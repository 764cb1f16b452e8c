"""What the environment may say, and what a production boot refuses."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import global_settings
from django.test import override_settings

from accounts.adapters import SignInBackend
from accounts.models.people import DEMO_SUBJECT
from tests.client import PortalClient
from tests.factories import UserFactory
from tests.house.source import ROOT, Module, dotted, module_of, modules

# The shell's and Django's, and a word of `make test` to its own server.
OWN = frozenset({"DJANGO_SETTINGS_MODULE", "PATH", "PORTAL_FAST"})
READING = 2  # times that a variable's name stands where it is only read
READ = "import portal.settings"  # all that can refuse to start
SECRET = "Ywq7Rk2vJ8sN4xTz0bLmCdPfHgE3uVaW5iKo9yQeZrX1tB6nMpGh"
PRODUCTION = {
    "DEMO": "0",
    "SECURE": "1",
    "SECRET_KEY": SECRET,
    "FACTOR_KEYS": f"{SECRET},{SECRET[::-1]}",
    "ALLOWED_HOSTS": "portal.example.gov",
    "DATABASE_URL": "postgres://portal_web@db.example.gov/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner@db.example.gov/portal",
    "REDIS_URL": "redis://redis.example.gov/0",
}


# --- .env.example ------------------------------------------------------------------


def read_variables() -> set[str]:
    """Return every variable that the portal reads from the environment."""
    relevant = [
        module
        for module in modules()
        if module.name == "portal.settings" or module.name.startswith("portal.embedded")
    ]
    procfile = (ROOT / "Procfile").read_text()
    in_processes = set(re.findall(r"\$([A-Z_]+)", procfile))
    return in_processes | {name for module in relevant for name in variables(module)}


def variables(module: Module) -> Iterator[str]:
    """Yield the names in env.str("X"), environ["X"], environ.get("X"), values[…]."""
    constants = {
        target.id: node.value.value
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(value), args=[key, *_]) if is_env(value):
                yield from named(key, constants)
            case ast.Subscript(value, key) if is_env(value):
                yield from named(key, constants)


def is_env(node: ast.AST) -> bool:
    return dotted(node).split(".")[-1] in {"env", "environ", "values"}


def named(node: ast.AST, constants: Mapping[str, object]) -> Iterator[str]:
    name = constants.get(node.id) if isinstance(node, ast.Name) else None
    if isinstance(node, ast.Constant):
        name = node.value
    if isinstance(name, str) and re.fullmatch("[A-Z][A-Z_]+", name):
        yield name


def example() -> dict[str, str]:
    """Return each variable of .env.example with the words above it."""
    listed: dict[str, str] = {}
    words: list[str] = []
    for line in (ROOT / ".env.example").read_text().splitlines():
        name = re.fullmatch(r"#? ?([A-Z][A-Z_]+)=.*", line)
        if name:
            listed[name[1]] = " ".join(words)
        elif line.startswith("#"):
            words.append(line.lstrip("# "))
        else:
            words = []
    return listed


def test_every_variable_stands_in_the_example_and_none_besides() -> None:
    assert set(example()) == read_variables() - OWN


def test_every_variable_of_the_example_has_its_sentence() -> None:
    assert [name for name, words in example().items() if len(words.split()) < 4] == []


def test_every_setting_is_used() -> None:
    """A setting of ours is read somewhere; Django reads its own."""
    text = "\n".join(module.path.read_text() for module in modules())
    settings = next(m for m in modules() if m.name == "portal.settings")
    ours = {n for n in variables(settings) if not hasattr(global_settings, n)}
    unused = [n for n in ours if len(re.findall(rf"\b{n}\b", text)) <= READING]

    assert unused == []


def test_a_planted_variable_is_found() -> None:
    module = module_of('A = env.str("NEW_ONE")\nB = os.environ["OTHER_ONE"]')

    assert set(variables(module)) == {"NEW_ONE", "OTHER_ONE"}


# --- Production --------------------------------------------------------------------


def boot(*words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python with an environment of its own."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *words],
        env={**clean, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deploy_check_finds_nothing_in_production(tmp_path: Path) -> None:
    production = PRODUCTION | {"DATA_DIR": str(tmp_path)}
    check = ["check", "--deploy", "--fail-level", "WARNING"]
    answer = boot(ROOT / "manage.py", *check, **production)

    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("FACTOR_KEYS", "", "FACTOR_KEYS"),
        ("FACTOR_KEYS", f"{SECRET},short", "FACTOR_KEYS"),
        ("OFFICIALS_NEED_FACTOR", "0", "OFFICIALS_NEED_FACTOR"),
        ("PORT", "eighty", "PORT"),
        ("SECURE", "perhaps", "SECURE"),
        ("IDLE_LIMIT", "long", "IDLE_LIMIT"),
    ],
)
def test_nonsense_is_refused_with_a_pointer(
    tmp_path: Path, variable: str, value: str, says: str
) -> None:
    production = PRODUCTION | {"DATA_DIR": str(tmp_path), variable: value}
    answer = boot("-c", READ, **production)

    assert answer.returncode != 0
    assert says in answer.stderr
    assert ".env.example" in answer.stderr


@pytest.mark.parametrize("key", ["demo-only", "short", "change-me" * 8])
def test_a_key_that_everybody_could_know_is_refused(tmp_path: Path, key: str) -> None:
    production = PRODUCTION | {"DATA_DIR": str(tmp_path), "SECRET_KEY": key}

    assert boot("-c", READ, **production).returncode != 0


@override_settings(DEMO=False)
def test_production_refuses_the_people_of_the_demo(db: None) -> None:
    carl = UserFactory.create(subject=f"{DEMO_SUBJECT}carl")

    assert SignInBackend().user_can_authenticate(carl) is False
    assert SignInBackend().get_user(carl.pk) is None
    with override_settings(DEMO=True):
        assert SignInBackend().user_can_authenticate(carl) is True


@override_settings(DEMO=False)
def test_production_has_no_button_for_the_people_of_the_demo(
    client: PortalClient, db: None
) -> None:
    carl = UserFactory.create(subject=f"{DEMO_SUBJECT}carl")

    assert client.post("/sign-in/demo/", {"person": carl.email}).status_code == 404
    assert carl.email not in client.get("/sign-in/").content.decode()
