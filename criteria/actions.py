"""What happens to lists of criteria: one verb, publishing."""

from datetime import datetime

from django.db import connections, transaction
from django.utils import timezone

from criteria import differences, shelf
from criteria.catalogue import Catalogue
from criteria.models import Version
from portal.decisions import Refused

OWNER = "owner"  # the connection: nobody behind a page may write what is published


class Stands(Refused):
    """The version is published already, with other words, and stands as it is."""


def publish(
    listed: Catalogue, *, using: str = OWNER, at: datetime | None = None
) -> list[str]:
    """Publish a list of criteria and return what that changed, as lines.

    The same list published twice is published once; the second time nothing changes.

    Args:
        listed: as `catalogue.known()` gives it, free of faults.
        using: the connection of the tables' owner.
        at: the moment of publication; now when none is given.

    Raises:
        Stands: if a version of this number was published with other content.
    """
    with transaction.atomic(using=using):
        lock(using)
        changes = preview(listed, using=using)
        if changes:
            shelf.put(listed, at=at or timezone.now(), using=using)
    return changes


def lock(using: str) -> None:
    """Let one publication wait for another; pages go on reading."""
    with connections[using].cursor() as cursor:
        cursor.execute("LOCK TABLE criteria_version IN SHARE ROW EXCLUSIVE MODE")


def preview(listed: Catalogue, *, using: str = OWNER) -> list[str]:
    """Return what publishing a list would change, as lines; none if it is published.

    Raises:
        Stands: as `publish` does.
    """
    versions = Version.objects.using(using)
    standing = versions.filter(number=listed.number).first()
    if standing is None:
        return [summary(listed), *since_latest(listed, using)]
    otherwise = differences.between(shelf.take(standing, using=using), listed)
    if otherwise:
        lines = "\n".join(otherwise)
        raise Stands(
            f"Version {listed.number} is published and stands. Give what is new a new "
            f"number.\n{lines}"
        )
    return []


def summary(listed: Catalogue) -> str:
    """Say what a new version brings."""
    points = sum(len(one.points) for one in listed.criteria)
    return (
        f"Version {listed.number} is new: {len(listed.phases)} phases, "
        f"{len(listed.categories)} categories, {len(listed.criteria)} criteria, "
        f"{points} points."
    )


def since_latest(listed: Catalogue, using: str) -> list[str]:
    """Return how a new list differs from the version published last, if any."""
    latest = Version.objects.using(using).order_by("number").last()
    if latest is None:
        return []
    return differences.between(shelf.take(latest, using=using), listed)
