"""Count what pages ask of the database, the person in context included.

Reads a list of cookie and path from its input, and writes as many numbers.
"""

import json
import sys

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.visitor import HOST

UNCOUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def main(_words: list[str]) -> None:
    asked = json.load(sys.stdin)
    json.dump([count(cookie, path) for cookie, path in asked], sys.stdout)


def count(cookie: str, path: str) -> int:
    """Return how many statements a page takes, once all is warm."""
    client = Client(HTTP_HOST=HOST, HTTP_COOKIE=cookie)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code not in {200, 302}:
        raise RuntimeError(f"{path} gave {answer.status_code}.")
    return sum(
        not query["sql"].startswith(UNCOUNTED) for query in captured.captured_queries
    )
