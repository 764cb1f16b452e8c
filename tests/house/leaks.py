"""Look for words in an answer that its reader may not see."""

import io
from typing import Any
from zipfile import ZipFile

from tests.house.town import Town, canaries


def leaks(town: Town, visitor: str, path: str, answer: Any) -> list[str]:
    """Return what an answer shows to a visitor who may not see it.

    What the address itself says is no leak: whoever asked knew it.
    """
    shown = everything(answer)
    return [
        canary.text
        for canary in canaries(town)
        if canary.text in shown
        and visitor not in canary.seen_by
        and canary.text not in path
    ]


def everything(answer: Any) -> str:
    """Return the body, headers and cookies of an answer as one text."""
    headers = [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\n".join([*headers, answer.cookies.output(), *words_of(answer)])


def words_of(answer: Any) -> list[str]:
    """Return the body of an answer as text; of an archive each file's."""
    body = b"".join(answer) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") != "application/zip":
        return [body.decode(errors="replace")]
    with ZipFile(io.BytesIO(body)) as archive:
        files = [archive.read(name) for name in archive.namelist()]
    return [file.decode(errors="replace") for file in files]
