"""What was found of each page, held against the rules of design section 10."""

import gzip
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

SLOWEST = 0.5  # seconds
GROWTH = 1.25  # of the median; the rule for conversations that nobody opened lately
INBOX_GROWTH = 1.1
STATEMENTS = {"home": 12, "home of a member": 12, "inbox": 7}
HEAD = "   SQL    small    large   growth    floor   noise      gz  rules"


@dataclass
class Row:
    """One page at the large portal, the small one and the floor; times in seconds.

    Attributes:
        statements: with few rows, and with many.
        kilobytes: of the large portal's page, packed.
    """

    name: str
    statements: tuple[int, int]
    large: list[float] = field(default_factory=list)
    small: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    kilobytes: float = 0

    def add(self, large: float, small: float, floor: float) -> None:
        self.large.append(large)
        self.small.append(small)
        self.floor.append(floor)

    def weigh(self, page: str) -> None:
        self.kilobytes = len(gzip.compress(page.encode())) / 1024

    @property
    def growth(self) -> float:
        return median(self.large) / median(self.small)

    @property
    def of_floor(self) -> float:
        """How many of these pages are answered while the floor answers one of its."""
        return median(self.floor) / median(self.large)

    @property
    def noise(self) -> float:
        """How far the middle half of the floor's times spreads, of their median."""
        first, middle, third = quantiles(self.floor)
        return (third - first) / middle

    @property
    def broken(self) -> list[str]:
        """The rules that the page breaks."""
        few, many = self.statements
        most = INBOX_GROWTH if self.name == "inbox" else GROWTH
        rules = {
            "more queries for more rows": many > few,
            "too many queries": many > STATEMENTS.get(self.name, many),
            "grows": self.growth > most,
            "slow": median(self.large) > SLOWEST,
        }
        return [words for words, is_broken in rules.items() if is_broken]

    def __str__(self) -> str:
        few, many = self.statements
        small, large = (1000 * median(times) for times in (self.small, self.large))
        return (
            f"{few:3}/{many:<3} {small:5.0f} ms {large:5.0f} ms {self.growth:6.2f}× "
            f"{self.of_floor:6.2f}× {self.noise:6.0%} {self.kilobytes:5.1f} KB  "
            f"{', '.join(self.broken) or 'held'}"
        )


def summary(rows: list[Row], load: float) -> dict[str, Any]:
    """Return all of it for a file that a program reads."""
    return {
        "load": load,
        "pages": [
            {
                "name": row.name,
                "statements": row.statements,
                "small": median(row.small),
                "large": median(row.large),
                "growth": row.growth,
                "of_floor": row.of_floor,
                "noise": row.noise,
                "kilobytes": row.kilobytes,
                "broken": row.broken,
            }
            for row in rows
        ],
    }
