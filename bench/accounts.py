"""Measure the account manager's pages: a few companies against two thousand.

    make bench

A small portal and a large one stand side by side, and beside them the floor, a bare
page behind the same servers. Every page is opened at each of them in turn, many times,
so that whatever else the machine does falls on all alike. Only ratios count.
"""

import argparse
import json
import os
import time
from contextlib import ExitStack

from bench.rows import HEAD, Row, summary
from bench.sites import FLOOR, Site
from bench.sizes import LARGE, SMALL, Size
from bench.streams import say
from bench.visitor import Visitor
from portal.embedded.environment import ROOT

ROUNDS = 30
WARM = 4  # rounds before, which do not count
KEPT = ROOT / ".data" / "bench-accounts.json"


class Opened:
    """A portal with those who are signed in there, and its pages by name."""

    def __init__(self, site: Site) -> None:
        told = json.loads(site.ask("bench.inside", "pages"))
        self.site = site
        self.busy = told["account"]
        self.pages = {name: (who, path) for name, who, path in told["pages"]}
        people = sorted({who for who, _path in self.pages.values()})
        self.people = {who: Visitor(site.port, who) for who in people}

    def open(self, name: str) -> tuple[float, str]:
        who, path = self.pages[name]
        return opened(self.people[who], path)

    def statements(self) -> dict[str, int]:
        asked = [(self.people[who].cookie, path) for who, path in self.pages.values()]
        said = self.site.ask("bench.inside", "statements", told=json.dumps(asked))
        return dict(zip(self.pages, json.loads(said), strict=True))


def opened(visitor: Visitor, path: str) -> tuple[float, str]:
    """Return how many seconds a page took, and the page."""
    began = time.perf_counter()
    answer, page = visitor.ask("GET", path)
    seconds = time.perf_counter() - began
    if answer.status not in {200, 302}:
        raise RuntimeError(f"{path} gave {answer.status}.")
    return seconds, page


def measured(small: Opened, large: Opened, floor: Visitor, rounds: int) -> list[Row]:
    few, many = small.statements(), large.statements()
    rows = [Row(name, (few[name], many[name])) for name in large.pages]
    for row in rows:
        for number in range(WARM + rounds):
            seconds, page = large.open(row.name)
            others = small.open(row.name)[0], opened(floor, f"/{large.busy}/")[0]
            if number >= WARM:
                row.add(seconds, *others)
        row.weigh(page)
        say(row.name, row)
    return rows


def built(name: str, size: Size) -> Site:
    began = time.monotonic()
    site = Site(name, f"bench_{name}")
    site.build(size)
    words = f"{size.companies:,} companies, {size.events:,} events"
    say(f"the {name} portal", f"{words}, built in {time.monotonic() - began:.0f} s")
    return site


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    began = time.monotonic()
    small, large = built("small", SMALL), built("large", LARGE)
    floor = large.beside("floor", **FLOOR)
    with ExitStack() as stack:
        for site in (small, large, floor):
            stack.enter_context(site.serving())
        load = os.getloadavg()[0]
        say("load before the first page", f"{load:.1f}")
        say("", HEAD)
        there = Opened(large)
        somebody = next(iter(there.people.values()))
        rows = measured(Opened(small), there, somebody.at(floor.port), options.rounds)
    say("load after the last page", f"{os.getloadavg()[0]:.1f}")
    say("all of it", f"{(time.monotonic() - began) / 60:.1f} minutes")
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(summary(rows, load), indent=1))
    say("kept in", KEPT)


if __name__ == "__main__":
    main()
