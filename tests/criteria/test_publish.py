"""Publishing a list: once, whole, as the owner; a published one stands."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from criteria import actions, catalogue, shelf
from criteria.catalogue import Catalogue
from criteria.models import Criterion, Point, Version
from tests.criteria.conftest import PUBLISHED_AT, published_as

NEW = "Version 1 is new: 4 phases, 12 categories, 97 criteria, 137 points."


def published_row() -> Version:
    return Version.objects.get(number=1)


def renamed(listed: Catalogue, number: int) -> Catalogue:
    """Return a list with another title in its first criterion."""
    first = replace(listed.criteria[0], title="Other")
    return replace(listed, number=number, criteria=(first, *listed.criteria[1:]))


def test_a_list_is_published_whole(db: None, listed: Catalogue) -> None:
    changes = published_as(listed)

    assert changes == [NEW]
    assert shelf.take(published_row(), using="default") == listed
    assert published_row().published_at == PUBLISHED_AT


def test_the_same_list_published_twice_is_there_once(published: Catalogue) -> None:
    changes = published_as(published)

    assert changes == []
    assert Version.objects.count() == 1
    assert Criterion.objects.count() == 97
    assert Point.objects.count() == 137


def test_a_published_version_is_not_altered(published: Catalogue) -> None:
    with pytest.raises(actions.Stands, match=r"Criterion 1\.1 has another title\."):
        published_as(renamed(published, number=1))

    assert shelf.take(published_row(), using="default") == published


def test_a_new_version_says_what_it_changes_and_leaves_the_old_one(
    published: Catalogue,
) -> None:
    new = renamed(published, number=2)
    changes = published_as(new)

    assert changes[1:] == ["Criterion 1.1 has another title."]
    assert shelf.take(published_row(), using="default") == published
    assert shelf.take(Version.objects.get(number=2), using="default") == new


def test_a_preview_changes_nothing(db: None, listed: Catalogue) -> None:
    assert actions.preview(listed, using="default") == [NEW]
    assert not Version.objects.exists()


def test_no_page_can_publish(db: None, listed: Catalogue) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        actions.publish(listed, using="default")


# --- The command ---------------------------------------------------------------------


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("publish_criteria", *arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_command_is_dry_until_told_otherwise_and_may_run_twice() -> None:
    assert said() == [NEW, "Nothing was changed; --apply publishes this."]
    assert said("--apply") == [NEW, "Published."]
    assert said("--apply") == ["All lists are published already."]
    assert said() == ["All lists are published already."]


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_command_refuses_to_alter_a_version(
    listed: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("--apply")
    monkeypatch.setattr(catalogue, "known", lambda: [renamed(listed, number=1)])

    with pytest.raises(CommandError, match="Version 1 is published and stands"):
        said("--apply")
