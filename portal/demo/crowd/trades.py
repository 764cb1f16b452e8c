"""What companies deal in: trades and products of each Center, read from its file."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from portal.demo.crowd.facts import Fact

FOLDER = Path(__file__).parent / "trades"
WITH_ARTICLE = frozenset({"Dominican Republic", "Netherlands", "United Kingdom"})


@dataclass(frozen=True, slots=True)
class Product:
    """An article and what one may ask about it.

    Attributes:
        goes: the heading that fits, `because` of what `decides`; `rival` does not.
        steps: how it is made; with the step number `turn` it becomes what it is.
        order: goods that an antidumping order names and that these are like, or "".
    """

    one: str
    many: str
    model: str
    heading: str
    rival: str
    goes: str
    doubt: str
    decides: str
    because: str
    steps: tuple[str, str, str]
    turn: int
    becomes: str
    parts: tuple[str, str]
    tool: str
    input: str
    mark: str
    countries: tuple[str, ...]
    order: str = ""

    @property
    def headings(self) -> frozenset[str]:
        return frozenset({self.heading, self.rival})


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business; `nouns` go into the names of its companies.

    `pieces` says whether its goods are articles, and not poured or shoveled.
    """

    key: str
    center: str
    nouns: tuple[str, ...]
    line: str
    countries: tuple[str, ...]
    ports: tuple[str, ...]
    unit: str
    products: tuple[Product, ...]
    pieces: bool = True


@cache
def known() -> tuple[Trade, ...]:
    """Return every trade, by Center."""
    files = sorted(FOLDER.glob("cee*.toml"))
    return tuple(trade for file in files for trade in read_file(file))


def read_file(file: Path) -> Iterator[Trade]:
    for listed in tomllib.loads(file.read_text(encoding="utf-8"))["trade"]:
        products = listed.pop("product")
        countries = listed["countries"]
        yield Trade(
            center=file.stem.upper(),
            products=tuple(product({"countries": countries, **p}) for p in products),
            **frozen(listed),
        )


def product(listed: dict[str, Any]) -> Product:
    return Product(**frozen(listed))


def frozen(listed: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in listed.items()
    }


@cache
def places() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the towns of each country, and the agreements with some of them."""
    listed = tomllib.loads((FOLDER / "countries.toml").read_text(encoding="utf-8"))
    return listed["countries"], listed["agreements"]


def agreement(country: str) -> str:
    return places()[1].get(country, "")


def with_agreement(product: Product) -> list[str]:
    """Return the countries of a product with which there is an agreement."""
    return [country for country in product.countries if agreement(country)]


def called(country: str) -> str:
    """Return a country's name as it stands in a sentence."""
    return f"the {country}" if country in WITH_ARTICLE else country


def facts(
    trade: Trade, product: Product, country: str, draw: Random
) -> dict[str, Fact]:
    """Return what fills the places of any phrase about one product."""
    others = [c for c in (*product.countries, *trade.countries) if c != country]
    second = draw.choice(others)
    towns = places()[0]
    mine, theirs = draw.sample([product.heading, product.rival], 2)
    part, part2 = draw.sample(product.parts, 2)
    return {
        "one": product.one,
        "many": product.many,
        "model": f"{product.model}-{draw.randrange(10, 99) * 10}",
        "heading": product.heading,
        "rival": product.rival,
        "goes": product.goes,
        "other": next(iter(product.headings - {product.goes})),
        "mine": mine,
        "theirs": theirs,
        "doubt": product.doubt,
        "decides": product.decides,
        "because": product.because,
        "because_plain": product.because.removeprefix("because "),
        "step1": product.steps[0],
        "step2": product.steps[1],
        "step3": product.steps[2],
        "turn": product.steps[product.turn - 1],
        "becomes": product.becomes,
        "origin_of_turn": called(second if product.turn == 1 else country),
        "part": part,
        "part2": part2,
        "tool": product.tool,
        "input": product.input,
        "mark": product.mark,
        "order": product.order,
        "country": called(country),
        "country2": called(second),
        "place": draw.choice(towns[country]),
        "place2": draw.choice(towns[second]),
        "agreement": agreement(country),
        "unit": trade.unit,
        "port": draw.choice(trade.ports),
    }
