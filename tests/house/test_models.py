"""How models are built: pairs, keys, histories, and a factory for each."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any
from weakref import ReferenceType

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.models import signals
from django.dispatch import Signal
from simple_history.models import registered_models

from portal import history
from tests import factories
from tests.factories import RowFactory
from tests.house.source import Module, dotted, module_of, modules
from tests.house.tables import tracked_by

OURS = tuple(
    model
    for app in ("accounts", "conversations", "criteria", "onboarding")
    for model in apps.get_app_config(app).get_models()
    if not tracked_by(model)
)
name = "{0.__name__}".format

# Moments that are nobody's deed, or whose person stands under another name.
NOBODYS = {
    "Contact.held_at": "a moment that all who took part share",
    "Conversation.latest_at": "the head's, whose entry names its author",
    "Draft.saved_at": "the person's whose draft it is",
    "Invitation.expires_at": "computed",
    "Invitation.seen_at": "whose it is who was invited, and is nobody yet",
    "Notice.due_at": "computed",
    "Notice.next_at": "computed",
    "Notice.sent_at": "the worker's",
    "Notice.tried_at": "the worker's",
    "ReadMark.read_at": "the person's whose mark it is",
    "SavedView.saved_at": "the person's whose view it is",
    "Version.published_at": "the command's, which runs as the owner",
}
# A version is published whole, and nothing joins it: criteria.actions.publish.
WITHOUT_FACTORY = {"Version", "Phase", "Category", "Criterion", "Point"}
# The signals of others' packages that run here; none of ours.
STRANGERS = ("allauth.", "django.", "simple_history.")


# --- Fields ------------------------------------------------------------------------


@pytest.mark.parametrize("model", OURS, ids=name)
def test_a_deed_has_its_moment_and_its_person(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.get_fields()}
    deeds = {n for n in names if n.endswith("_at") and spelled(model, n) not in NOBODYS}

    assert {n for n in deeds if f"{n.removesuffix('_at')}_by" not in names} == set()
    by = {n for n in names if n.endswith("_by")}
    assert {n for n in by if f"{n.removesuffix('_by')}_at" not in names} == set()


def spelled(model: type[models.Model], field: str) -> str:
    return f"{model.__name__}.{field}"


def test_every_moment_that_is_nobodys_is_there() -> None:
    all_fields = {spelled(m, f.name) for m in OURS for f in m._meta.get_fields()}

    assert NOBODYS.keys() <= all_fields


@pytest.mark.parametrize("model", OURS, ids=name)
def test_a_deed_is_whole_or_not_there(model: type[models.Model]) -> None:
    """Where a deed may be open, both halves may be, and a constraint ties them."""
    fields = {field.name: field for field in model._meta.get_fields()}
    for at in (n for n in fields if n.endswith("_at") and f"{n[:-3]}_by" in fields):
        by = f"{at[:-3]}_by"
        open_at, open_by = fields[at].null, fields[by].null
        assert open_at == open_by, f"{model.__name__}.{at}"
        if open_at:
            tied = [c for c in model._meta.constraints if {at, by} <= words(c)]
            assert tied, f"No constraint ties {at} and {by}."


def words(constraint: models.BaseConstraint) -> set[str]:
    condition = str(getattr(constraint, "condition", ""))
    return {part.split("__")[0].strip("'\"(),") for part in condition.split()}


@pytest.mark.parametrize("model", OURS, ids=name)
def test_rows_are_protected_and_never_in_a_hidden_order(
    model: type[models.Model],
) -> None:
    keys = [f for f in model._meta.get_fields() if isinstance(f, models.ForeignKey)]
    loose = [k for k in keys if k.remote_field.on_delete is not models.PROTECT]

    assert loose == []
    assert model._meta.ordering in ([], ())
    assert model.__str__ is not models.Model.__str__


@pytest.mark.parametrize("model", OURS, ids=name)
def test_a_model_saves_as_django_does(model: type[models.Model]) -> None:
    changed = {"save", "delete", "full_clean", "save_base"} & {
        attribute
        for base in model.__mro__
        if base.__module__.split(".")[0] in ("accounts", "conversations", "portal")
        for attribute in vars(base)
    }

    assert changed == set()


# --- Histories ---------------------------------------------------------------------


def tracked() -> list[type[models.Model]]:
    return [model for model in registered_models.values() if model in OURS]


@pytest.mark.parametrize("model", tracked(), ids=name)
def test_a_tracked_model_refuses_changes_without_a_trace(
    model: type[models.Model],
) -> None:
    rows = model._default_manager.all()

    assert isinstance(rows, history.TrackedQuerySet)
    with pytest.raises(TypeError, match="save_as"):
        rows.update(pk=1)
    with pytest.raises(TypeError, match="save_as"):
        rows.bulk_update([], ["pk"])
    with pytest.raises(TypeError, match="save_as"):
        rows.bulk_create([])


def test_rows_that_change_have_a_history_or_a_reason() -> None:
    without = {model.__name__ for model in OURS} - {m.__name__ for m in tracked()}

    assert without == {
        "AbsenceReason",  # written once
        "AccountEvent",  # stands
        "Body",  # stands
        "Category",  # published
        "Contact",  # stands
        "ContactNote",  # stands
        "Conversation",  # the head; what happened to it is in its chain
        "Criterion",  # published
        "Draft",  # nobody else's, and gone when it is sent
        "Entry",  # stands
        "Invitation",  # its own moments say what became of it
        "JoinRequest",  # asked once, answered once
        "Fact",  # stands
        "FollowUpDone",  # stands
        "Handover",  # changes once, and says itself by whom and when
        "Mention",  # stands
        "Note",  # stands
        "Notice",  # a ledger that says itself what became of it
        "Phase",  # published
        "Point",  # published
        "ReadMark",  # how far one has read
        "SavedView",  # nobody else's, and gone when it is removed
        "Share",  # written once
        "StaffEvent",  # stands
        "StaffRead",  # stands
        "Succession",  # written once
        "Version",  # published
    }


def test_a_tracked_row_is_saved_through_its_door_only() -> None:
    assert [fault for module in modules() for fault in saves_beside(module)] == []


def saves_beside(module: Module) -> Iterator[str]:
    """Yield where a row may be saved with nobody and no reason named."""
    if module.name == "portal.history" or module.is_migration:
        return
    kept = {model.__name__ for model in tracked()}
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Attribute(value, "save")) if dotted(value):
                if (module.name, dotted(value)) not in SAVED:
                    yield f"{module.name}:{node.lineno} {dotted(value)}.save"
            case ast.Attribute(value, "create" | "get_or_create" | "update_or_create"):
                if dotted(value).removesuffix(".objects").split(".")[-1] in kept:
                    yield f"{module.name}:{node.lineno} {dotted(node)}"


# Rows without a history.
SAVED = {
    ("accounts.actions.invitations", "invitation"),
    ("accounts.actions.joining", "invitation"),
    ("accounts.actions.joining", "waiting"),
    ("accounts.actions.memberships", "request"),
    ("accounts.actions.profile", "fact"),
    ("accounts.actions.handovers", "handover"),
    ("accounts.notices", "notice"),
    ("conversations.actions.opening", "head"),
    ("conversations.record", "body"),
    ("conversations.record", "entry"),
    ("conversations.record", "head"),
    ("criteria.shelf", "version"),
}


@pytest.mark.parametrize(
    "planted", ["account.save()", "Account.objects.create(legal_name='A')"]
)
def test_a_planted_save_is_found(planted: str) -> None:
    assert list(saves_beside(module_of(planted)))


# --- Signals, factories, migrations ------------------------------------------------


def test_nothing_of_ours_listens_to_a_signal() -> None:
    imports = [
        f"{module.name} imports {imported}"
        for module in modules()
        for imported in module.imports()
        if imported.startswith(("django.dispatch", "django.db.models.signals"))
        or imported.endswith((".signals", ".receiver"))
    ]
    assert imports == []
    assert [r for r in receivers() if not r.__module__.startswith(STRANGERS)] == []


def receivers() -> Iterator[Any]:
    """Yield whatever listens to the signals of models now."""
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            for _key, kept, *_rest in signal.receivers:
                yield kept() if isinstance(kept, ReferenceType) else kept


def test_a_planted_listener_is_found() -> None:
    def listens(**_: Any) -> None: ...

    signals.post_save.connect(listens)
    try:
        assert listens in list(receivers())
        assert not listens.__module__.startswith(STRANGERS)
    finally:
        signals.post_save.disconnect(listens)


FACTORIES = [
    factory
    for factory in vars(factories).values()
    if inspect.isclass(factory) and issubclass(factory, RowFactory)
    if not factory._meta.abstract
]


def test_every_model_has_a_factory() -> None:
    made = {factory._meta.model for factory in FACTORIES}

    assert {m.__name__ for m in OURS if m not in made} == WITHOUT_FACTORY


@pytest.mark.parametrize("factory", FACTORIES, ids=name)
def test_a_factory_makes_one_valid_row(
    db: None, factory: type[RowFactory[Any]]
) -> None:
    row = factory.create()

    assert row.pk
    assert str(row)


def test_no_migration_is_missing(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True)

    assert "No changes detected" in capsys.readouterr().out
