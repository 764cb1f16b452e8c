"""Keep one command running, and leave nothing of it behind.

Runs as a plain file with the standard library only, since one of these stands behind
each line of the Procfile. The command is started again when it dies; it is ended when
this process is told to, or when whoever holds the lock is gone, even by kill -9.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

SHORT = 5.0  # seconds; a life shorter than that counts as a failure to start
PATIENCE = 6  # failures in a row, which take about a quarter of a minute
GRACE = 4.0  # seconds to end in order; honcho kills this process after five
HOPELESS = 2  # how a command says that another try would not help


class Kept:
    """A command in a session of its own, with all that it starts."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.leaving = threading.Event()
        self.failures = 0

    def run(self) -> int:
        """Run the command until this process is told to leave; return its exit code."""
        while not self.leaving.is_set():
            began = time.monotonic()
            child = self.start()
            while child.poll() is None and not self.leaving.wait(0.1):
                pass
            self.end(child)
            if not self.leaving.is_set() and not self.may_go_on(child, began):
                return child.returncode or 1
        return 0

    def start(self) -> "subprocess.Popen[bytes]":
        log = self.options.log
        with open(log or os.devnull, "ab") as output:
            return subprocess.Popen(
                self.options.command,
                stdin=subprocess.DEVNULL,
                stdout=output if log else None,
                stderr=output if log else None,
                start_new_session=True,
            )

    def end(self, child: "subprocess.Popen[bytes]") -> None:
        """End the command in order if it runs, then whatever it left behind."""
        if child.poll() is None:
            child.send_signal(signal.Signals[f"SIG{self.options.stop}"])
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(GRACE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def may_go_on(self, child: "subprocess.Popen[bytes]", began: float) -> bool:
        """Say what happened, and wait a little longer after each short life."""
        died_young = time.monotonic() - began < SHORT
        self.failures = self.failures + 1 if died_young else 0
        how = words(child.returncode)
        if child.returncode == HOPELESS:
            return False  # it has said why
        if self.failures == PATIENCE:
            self.say(f"{how} and does not start; the lines above say why.")
            return False
        self.say(f"{how}; starting it again.")
        self.leaving.wait(min(8.0, 0.25 * 2**self.failures))
        return True

    def say(self, sentence: str) -> None:
        print(f"{self.options.name} {sentence}", flush=True)

    def leave(self, *_: object) -> None:
        self.leaving.set()

    def leave_with_holder(self) -> None:
        """Wait for the lock, which its holder loses by ending, however it ends."""
        with open(self.options.lock, "rb") as lock:
            fcntl.lockf(lock, fcntl.LOCK_SH)
            self.leave()
            threading.Event().wait()  # keep the lock until all is ended


def words(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    return f"was ended by {signal.Signals(-code).name}"


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Keep one command running.")
    parser.add_argument("--name", required=True)
    parser.add_argument("--lock", type=Path, required=True)
    parser.add_argument("--log", type=Path, help="where its output goes")
    parser.add_argument("--stop", default="TERM", help="the signal that ends it")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


def main() -> int:
    kept = Kept(read(sys.argv[1:]))
    for wish in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(wish, kept.leave)
    threading.Thread(target=kept.leave_with_holder, daemon=True).start()
    return kept.run()


if __name__ == "__main__":
    sys.exit(main())
