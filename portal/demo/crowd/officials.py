"""Invented officials: the staff of the ten Centers, and of the field offices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from random import Random

from portal.demo import cast
from portal.demo.crowd import people
from portal.demo.crowd.people import Names, Writer
from portal.demo.shapes import Duty, Official, Post

ZONES = {
    "CEE001": "America/New_York",
    "CEE002": "America/New_York",
    "CEE003": "America/Detroit",
    "CEE004": "America/Los_Angeles",
    "CEE005": "America/Chicago",
    "CEE006": "America/Chicago",
    "CEE007": "America/Los_Angeles",
    "CEE008": "America/New_York",
    "CEE009": "America/New_York",
    "CEE010": "America/Chicago",
}
FIELD_OFFICES = (
    ("Buffalo field office", "America/New_York"),
    ("Houston field office", "America/Chicago"),
    ("Houston field office", "America/Chicago"),
    ("Miami field office", "America/New_York"),
    ("New York field office", "America/New_York"),
)
# Beside the told ones: posts of a Center, and of those that have a told staff.
POSTS: Mapping[Post, int] = {"NAM": 1, "IMPORT_SPECIALIST": 3, "SUPERVISOR": 1}
BESIDE_TOLD: Mapping[Post, int] = {"IMPORT_SPECIALIST": 1}
SECOND_MANAGER = ("CEE002", "CEE008")
COMPANIES_EACH = 40  # of one official, when there are thousands of companies
MARK = "/m"  # in the keys of the multitude, who may have the names of the crowd


@dataclass(frozen=True, slots=True)
class Posted:
    """An official with their post."""

    writer: Writer
    post: Official


class Staff:
    """All officials, told ones and those of the crowd, by where they work."""

    def __init__(self, posted: list[Posted]) -> None:
        self.posted = posted
        self.dealt: dict[str, int] = {}

    def at(self, center: str, duty: Post) -> list[Writer]:
        return [
            one.writer
            for one in self.posted
            if one.post.duty == duty and one.post.center == center
        ]

    def away(self, center: str) -> list[Writer]:
        """Return the security specialists for a Center; told ones for told Centers."""
        away = [one.writer for one in self.posted if one.post.duty == "SCSS"]
        told = {official.person for official in cast.OFFICIALS}
        near = center in {official.center for official in cast.OFFICIALS}
        return [one for one in away if (one.key in told) == near] or away

    def serve(self, center: str) -> dict[Duty, Writer]:
        """Return who looks after the next company of a Center, each in turn."""
        return {
            "NAM": self.next_of(self.at(center, "NAM"), f"{center} NAM"),
            "IMPORT_SPECIALIST": self.next_of(
                self.at(center, "IMPORT_SPECIALIST"), center
            ),
            "SCSS": self.next_of(self.away(center), f"SCSS {len(self.away(center))}"),
        }

    def next_of(self, writers: list[Writer], line: str) -> Writer:
        """Return the next in line; the last of a list first, told ones later."""
        dealt = self.dealt[line] = self.dealt.get(line, 0) + 1
        return writers[-dealt % len(writers)]


def told() -> Iterator[Posted]:
    """Yield the officials of the told cast."""
    known = {person.key: person for person in cast.PEOPLE}
    for official in cast.OFFICIALS:
        yield Posted(people.known(known[official.person]), official)


def crowd(draw: Random) -> list[Posted]:
    """Return officials beside the told ones, so that each Center has its staff."""
    named = iter(Names(draw, {person.name for person in cast.PEOPLE}))
    told_at = {official.center for official in cast.OFFICIALS}
    posted: list[Posted] = []
    for center, zone in ZONES.items():
        posts = BESIDE_TOLD if center in told_at else POSTS
        for duty, count in posts.items():
            extra = 1 if duty == "NAM" and center in SECOND_MANAGER else 0
            for _place in range(count + extra):
                one = official(next(named), zone, draw)
                posted.append(Posted(one, Official(one.key, duty, center=center)))
    for office, zone in FIELD_OFFICES:
        one = official(next(named), zone, draw)
        posted.append(Posted(one, Official(one.key, "SCSS", office=office)))
    return posted


def multitude(draw: Random, companies: Mapping[str, int]) -> list[Posted]:
    """Return officials for thousands of companies, given how many each Center has."""
    named = iter(Names(draw))
    posted: list[Posted] = []
    for center, zone in ZONES.items():
        for duty, count in POSTS.items():
            for _place in range(count + companies.get(center, 0) // COMPANIES_EACH):
                one = official(next(named), zone, draw, mark=MARK)
                posted.append(Posted(one, Official(one.key, duty, center=center)))
    offices = cycle(FIELD_OFFICES)
    for _place in range(1 + sum(companies.values()) // COMPANIES_EACH):
        office, zone = next(offices)
        one = official(next(named), zone, draw, mark=MARK)
        posted.append(Posted(one, Official(one.key, "SCSS", office=office)))
    return posted


def official(
    named: tuple[str, str, str], zone: str, draw: Random, *, mark: str = ""
) -> Writer:
    manner = people.manner(draw.choice(people.OFFICIAL_MANNERS))
    return people.writer(named, f"cbp{mark}", zone, manner)
