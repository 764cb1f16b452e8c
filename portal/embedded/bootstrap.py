"""Make .venv from the lock, then hand over to the Python inside it.

Runs as a plain file under whatever Python the machine has, so it uses the
standard library only and no syntax that an old Python 3 could not read: one that
does not fit says so in a sentence.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
READY = os.path.join(VENV, ".ready")
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def main(kind: str, command: "list[str]") -> None:
    """Make the environment of a kind and become the command, if there is one."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise stop(
            "This needs Python 3.11, 3.12 or 3.13, and {} is {}.{}: "
            "say which one with make PYTHON=….".format(
                sys.executable, sys.version_info[0], sys.version_info[1]
            )
        )
    with one_at_a_time():
        ensure(kind)
    if command:
        os.chdir(ROOT)
        os.execv(PYTHON, [PYTHON, *command])  # noqa: S606


def ensure(kind: str) -> None:
    """Bring .venv up to the lock; a half-made one is made again."""
    made = ready()
    if made == state(kind) or made == state("dev"):
        return
    kind = "dev" if made.startswith("dev ") else kind
    started = time.monotonic()
    if made and runs():
        os.remove(READY)
    else:
        say("Making .venv …")
        shutil.rmtree(VENV, ignore_errors=True)
        create()
    say("Installing the packages of {} …".format(LOCKS[kind]))
    install(kind)
    with open(READY, "w") as file:
        file.write(state(kind))
    say("Packages are installed.", started)


def create() -> None:
    """Make an empty environment with pip in it."""
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], stdout=subprocess.PIPE, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise stop(
            "Python could not make .venv: its venv module is missing (on Debian and "
            "Ubuntu install python3-venv), or the folder is not writable."
        )


def install(kind: str) -> None:
    """Install the lock with uv, and with pip where uv finds no way out."""
    lock = os.path.join(ROOT, LOCKS[kind])
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    only_uv = os.path.join(VENV, "uv.txt")
    with open(lock) as file, open(only_uv, "w") as out:
        pinned = re.search(r"^uv==(?:.*\\\n)+.*\n", file.read(), re.MULTILINE)
        if pinned is None:
            raise stop(
                "{} does not name uv: make lock writes it anew.".format(LOCKS[kind])
            )
        out.write(pinned.group(0))
    uv = os.path.join(VENV, "bin", "uv")
    if not run([*pip, "--no-deps", "--require-hashes", "-r", only_uv]):
        raise stop(
            "The package index does not answer: the packages were not installed."
        )
    # The machine's own certificates: a company's network may need them.
    sync = [uv, "pip", "sync", "--quiet", "--system-certs", "--require-hashes"]
    if run([*sync, "--python", PYTHON, lock]):
        return
    say("uv could not install them; trying pip, which takes longer.")
    if not run([*pip, "--require-hashes", "-r", lock]):
        raise stop("The packages were not installed; the lines above say why.")


def state(kind: str) -> str:
    """Return what .ready holds when the environment fits the lock and this checkout."""
    with open(os.path.join(ROOT, LOCKS[kind]), "rb") as file:
        lock = hashlib.sha256(file.read()).hexdigest()
    return "{} {} {} {}".format(kind, sys.version.split()[0], VENV, lock)


def ready() -> str:
    """Return what the last complete installation wrote, or nothing."""
    try:
        with open(READY) as file:
            return file.read()
    except OSError:
        return ""


def runs() -> bool:
    """Whether the environment's Python starts and is of the same release."""
    code = "import sys, pip; print(sys.version.split()[0])"
    try:
        answer = subprocess.run(
            [PYTHON, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return answer.stdout.decode().strip() == sys.version.split()[0]


def run(command: "list[str]") -> bool:
    return subprocess.run(command, check=False).returncode == 0


class one_at_a_time:  # noqa: N801 - reads as a sentence where it is used
    """Let a second make wait until the first has made .venv."""

    def __enter__(self) -> None:
        try:
            self.file = open(os.path.join(ROOT, ".venv.lock"), "w")
        except OSError:
            raise stop(
                "{} is not writable, and .venv is made there.".format(ROOT)
            ) from None
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Another make is installing packages; waiting for it …")
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self.file.close()


def say(sentence: str, since: "float | None" = None) -> None:
    took = "" if since is None else " ({:.1f} s)".format(time.monotonic() - since)
    print(sentence + took, flush=True)


def stop(sentence: str) -> SystemExit:
    """Return the end of this program with one sentence, to be raised."""
    sys.stdout.flush()
    return SystemExit(sentence)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
