"""Numbers of conversations for those who may not read them."""

from django.db import connection

from accounts.models import Account, Center


def open_counts(official: int | None, duty: str) -> dict[int, int]:
    """Return how many open conversations an official holds, by company; one query.

    Args:
        official: their id, or None for those that wait in queues for a duty.

    A program admin gets all numbers, a supervisor those of their Centers, others none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, conversations FROM portal_open_counts(%s, %s)",
            [official, duty],
        )
        return dict(cursor.fetchall())


def open_under(account: Account) -> int:
    """Return how many conversations of a company are open, to a program admin only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_open_under(%s)", [account.pk])
        (count,) = cursor.fetchone()
        return int(count)


def open_at(center: Center) -> int:
    """Return how many conversations are open at a Center, to a program admin only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_open_at(%s)", [center.pk])
        (count,) = cursor.fetchone()
        return int(count)
