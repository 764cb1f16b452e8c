"""Find and end what a killed run left behind.

Each process of a run carries a mark in its environment that names its data folder,
so a stranger that happens to have the same number is never touched.
"""

import os
import signal
from pathlib import Path

import psutil

MARK = "PORTAL_RUN_IN"
PATIENCE = 5  # seconds for an orderly end


def of(data_dir: Path) -> list[psutil.Process]:
    """Return the processes that a run of this data folder started."""
    return [
        process
        for process in psutil.process_iter(["environ"])
        if (process.info["environ"] or {}).get(MARK) == str(data_dir)
        and process.pid != os.getpid()
    ]


def sweep(data_dir: Path) -> int:
    """End all processes of a data folder and return how many there were."""
    found = of(data_dir)
    end(found)
    return len(found)


def end(processes: list[psutil.Process]) -> None:
    """Ask processes to end, and make them end when they do not."""
    for process in processes:
        tell(process, signal.SIGTERM)
        if is_postgres(process):
            tell(process, signal.SIGINT)  # after SIGTERM alone it awaits its clients
    _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    for process in alive:
        tell(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=PATIENCE)


def tell(process: psutil.Process, what: signal.Signals) -> None:
    try:
        process.send_signal(what)
    except psutil.NoSuchProcess:
        return


def is_postgres(process: psutil.Process) -> bool:
    try:
        return process.name() == "postgres"
    except psutil.NoSuchProcess:
        return False


def mend_postmaster_pid(folder: Path) -> None:
    """Make way for PostgreSQL in its data folder.

    It refuses to start when the process number in postmaster.pid lives, even if that
    is a stranger by now. A server of this folder is ended; a stranger's number is
    struck. A dead number is PostgreSQL's own business: it looks for orphans first.
    """
    path = folder / "postmaster.pid"
    try:
        process = psutil.Process(int(path.read_text().split("\n", 1)[0]))
        command = process.cmdline()
    except (FileNotFoundError, ValueError, psutil.Error):
        return
    if "postgres" in command[0] and str(folder) in command:
        end([process])
    else:
        path.unlink(missing_ok=True)
