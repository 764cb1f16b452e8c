"""What the two commands say: steps as they happen, and one sentence at the end."""

import sys
from collections.abc import Callable
from typing import NoReturn

from portal.embedded.keep import HOPELESS


class Stopped(Exception):
    """A command that cannot go on; its text is the one sentence that people read."""


def say(sentence: str) -> None:
    """Print a line at once, even into a pipe."""
    print(sentence, flush=True)  # noqa: T201 - this is where the commands speak


def leave_with(door: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its code, or with its one sentence."""
    try:
        code = door()
    except Stopped as stopped:
        print(stopped, file=sys.stderr, flush=True)  # noqa: T201 - the one sentence
        code = HOPELESS
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)
