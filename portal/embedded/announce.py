"""Wait until the portal answers, then say where it is and who may sign in."""

import http.client
import time

from portal.embedded import environment
from portal.embedded.environment import Setup
from portal.embedded.says import leave_with, say

PATIENCE = 90.0  # seconds until it is said that something is wrong
PASSWORD = "portal-demo-2026"  # noqa: S105 - the demo's, and printed on purpose
PEOPLE = (
    ("olga@northwind.example", "company officer, Northwind"),
    ("carl@northwind.example", "company contact, Northwind"),
    ("ada@brokers.example", "agent of Northwind and Contoso"),
    ("zoe@contoso.example", "company officer, Contoso"),
    ("nora@cbp.example", "national account manager"),
    ("ivan@cbp.example", "import specialist"),
    ("sam@cbp.example", "supply chain security specialist"),
    ("petra@cbp.example", "program admin"),
    ("iris@cbp.example", "auditor"),
)


def announce() -> int:
    """Say once that the portal is ready, or that it does not get ready."""
    setup = environment.read()
    until = time.monotonic() + PATIENCE
    while not is_ready(setup.port):
        if time.monotonic() > until:
            say("The portal does not answer yet; the lines above may say why.")
            return 1
        time.sleep(0.1)
    say(welcome(setup))
    return 0


def is_ready(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/readyz")
        return link.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def welcome(setup: Setup) -> str:
    lines = ["", f"The portal is ready at {setup.address}", ""]
    if setup.is_demo:
        lines.append(f"Demo sign-ins, all with the password {PASSWORD}:")
        lines += [f"  {address:<24}{role}" for address, role in PEOPLE]
        lines.append("")
    return "\n".join([*lines, "Ctrl-C ends it; the data is kept.", ""])


if __name__ == "__main__":
    leave_with(announce)
