"""What a conversation is about: the facts that fill the places of its phrases.

Days are days ago; a place such as `{mailed+20}` is the date twenty days later, and
`{now}` the day of the entry. Numbers take `{n-2}`, and `{n~}` is a number in words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from conversations import identifiers
from portal.demo.crowd import grammar
from portal.demo.crowd.days import Calendar
from portal.demo.crowd.grammar import Phrase
from portal.demo.crowd.plots import Let

PLACE = re.compile(r"(?P<a>a )?(?P<name>[a-z]\w*)(?P<by>[+-]\d+)?(?P<words>~)?")
WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen", "twenty"),
)
AN = re.compile(
    r"(?:[aeiou](?!niq|ni[tf]|se|ro)|hour|u[np][a-z]|8|11\b|18\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date, as the number of days before the seeding; negative when it comes."""

    ago: int


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of dollars."""

    dollars: int


Fact = str | int | Day | Sum


class Facts:
    """The facts of one conversation, drawn once, and told in any number of ways."""

    def __init__(
        self,
        given: Mapping[str, Fact],
        *,
        opened: int,
        calendar: Calendar,
        filer: str,
        draw: Random,
    ) -> None:
        self.facts: dict[str, Fact] = dict(given)
        self.opened = opened
        self.calendar = calendar
        self.filer = filer
        self.draw = draw

    def let(self, lets: tuple[Let, ...]) -> None:
        """Draw the facts that a plot names, in its order."""
        for one in lets:
            self.facts[one.name] = KINDS[one.kind](self, one.words)

    def at(self, days_ago: int) -> grammar.Fill:
        """Return what fills the places of an entry that is said on a day."""
        self.facts["now"] = Day(days_ago)
        return self.fill

    def fill(self, place: str) -> str:
        """Return what stands in a place.

        Raises:
            ValueError: if the place cannot be read.
            KeyError: if nobody knows the fact.
        """
        small = place[0].lower() + place[1:]
        match = PLACE.fullmatch(small)
        if not match:
            raise ValueError(f"Nothing can fill the place {{{place}}}.")
        fact = self.facts[match["name"]]
        text = told(fact, int(match["by"] or 0), in_words=bool(match["words"]))
        if match["a"]:
            text = f"{article(text)} {text}"
        return text if small == place else text[:1].upper() + text[1:]

    def written(self, phrase: Phrase) -> str:
        """Return a phrase with its facts, for use within others."""
        return grammar.write(phrase, self.fill, self.draw)

    # --- Kinds of let ----------------------------------------------------------------

    def number(self, words: str) -> int:
        low, high = map(int, words.split())
        return self.draw.randint(low, high)

    def code(self, words: str) -> str:
        """Return digits that are a name and no quantity."""
        return str(self.number(words))

    def money(self, words: str) -> Sum:
        low, high, *step = map(int, words.split())
        unit = step[0] if step else 1
        return Sum(self.draw.randint(low // unit, high // unit) * unit)

    def day(self, words: str) -> Day:
        """Return a working day so many days before the opening; negative: after it."""
        low, high = map(int, words.split())
        ago = self.opened + self.draw.randint(low, high)
        return Day(self.calendar.working(ago, towards=1))

    def entry(self, _words: str) -> str:
        serial = f"{self.draw.randrange(10**7):07}"
        check = identifiers.check_digit(self.filer, serial)
        return f"{self.filer}-{serial}-{check}"

    def pick(self, words: str) -> str:
        ways = words.split("; ")
        return self.written(grammar.parse(self.draw.choice(ways)))

    def total(self, words: str) -> Fact:
        """Return the sum of facts and numbers, or with `-name` their difference."""
        names = [word.lstrip("-") for word in words.split()]
        value = sum(self.signed(word) for word in words.split())
        is_money = any(isinstance(self.facts.get(name), Sum) for name in names)
        return Sum(value) if is_money else value

    def signed(self, word: str) -> int:
        sign = -1 if word.startswith("-") else 1
        name = word.lstrip("-")
        fact = int(name) if name.isdigit() else self.facts[name]
        return sign * (fact.dollars if isinstance(fact, Sum) else as_number(fact))

    def share(self, words: str) -> Fact:
        """Return so many percent of a fact."""
        percent, name = words.split()
        fact = self.facts[name]
        if isinstance(fact, Sum):
            return Sum(fact.dollars * int(percent) // 100)
        return max(1, as_number(fact) * int(percent) // 100)


KINDS: dict[str, Callable[[Facts, str], Fact]] = {
    "number": Facts.number,
    "code": Facts.code,
    "money": Facts.money,
    "day": Facts.day,
    "entry": Facts.entry,
    "pick": Facts.pick,
    "total": Facts.total,
    "share": Facts.share,
}


def as_number(fact: Fact) -> int:
    if not isinstance(fact, int):
        raise TypeError(f"{fact!r} is no number.")
    return fact


def told(fact: Fact, by: int, *, in_words: bool) -> str:
    """Return a fact as it is written in a text."""
    match fact:
        case Day():
            return f"{{d:{fact.ago - by}}}"
        case Sum():
            return f"${fact.dollars + by:,}"
        case int():
            number = fact + by
            small = in_words and 0 <= number < len(WORDS)
            return WORDS[number] if small else f"{number:,}"
        case str():
            return fact


def article(noun: str) -> str:
    return "an" if AN.match(noun) else "a"
