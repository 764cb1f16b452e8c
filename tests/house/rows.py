"""The rows of the table of access: what is asked for, and who gets which answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.house.town import (
    AT_NORTHWIND,
    AUDITOR,
    OF_NORTHWIND,
    UNKNOWN,
    Town,
)

Answers = Mapping[int | str, str]

PUBLIC = frozenset(
    {
        "accounts:caught_mail",  # the demo's mails, and only there
        "accounts:caught_mails",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_login",
        "elsewhere",  # leads to a sign-in provider, and back
        "elsewhere_back",
        "mfa_authenticate",  # for who has shown the first factor
        "mfa_login_webauthn",
        "account_logout",
        "account_signup",
        "demo_sign_in",
        "help",
        "invited",
        "invited_seen",
        "livez",
        "readyz",
    }
)

TO_SIGN_IN, TO_CHOOSE = "/sign-in/", "/acting-for/"
TO_INBOX, TO_THREAD = "/conversations/", "/conversations/TC-"
TO_PEOPLE = "/people/?account=AC-"
TO_OFFICIALS = "/people/officials/"
TO_BOARD = "/onboarding/"
TO_ACCOUNT = "/accounts/AC-"
TO_HANDED = "/portfolio/handovers/"
OFFICIALS = "ivan theo nora rosa sam grace"
TO_FORM = "/conversations/new/"
TO_BEGIN = "/conversations/new/?account=AC-"
WRITES_FOR_NORTHWIND = f"olga carl {AT_NORTHWIND}"
READS_NORTHWIND = f"{OF_NORTHWIND} {AT_NORTHWIND} {AUDITOR}"
READS_CONTOSO = f"zoe theo rosa {AUDITOR}"
WITHOUT_BRIEF = "ada undecided petra iris"  # they see companies, and manage none

OPEN: Answers = {200: "*"}
NEVER: Answers = {405: "*"}


@dataclass(frozen=True)
class Row:
    """What is asked for at a route, and who gets which answer.

    Attributes:
        thing: which of the town's things the address names, if it names one.
        seq: the entry of it that the address names, if it names one.
        name: the part of it that the address names, if it names one.
        number: which numbered row of the town the address names, if it names one.
        duty: the duty that the address names, if it names one.
        account: the company that the query names with a topic, if it names one.
        company: the company that the query names with a duty, if it names one.
        get: for GET and HEAD, with and without htmx.
        post: for a POST with valid values.
        htmx_post: where that differs with htmx.
        put: where PUT and DELETE are not refused as such.
    """

    get: Answers
    post: Answers
    thing: str = ""
    seq: int = 0
    name: str = ""
    account: str = ""
    number: str = ""
    duty: str = ""
    company: str = ""
    htmx_post: Answers | None = None
    put: Answers | None = None

    def path(self, route: str, town: Town) -> str:
        number = self.number and getattr(town, self.number)
        ref = self.thing and town.ref(self.thing)
        parts = (ref, self.seq, number, self.name, self.duty)
        path = reverse(route, args=[part for part in parts if part])
        if self.company:
            return f"{path}?account={town.ref(self.company)}&duty=NAM"
        if not self.account:
            return path
        return f"{path}?account={town.ref(self.account)}&topic=classification"

    def answers(self, method: str, *, htmx: bool) -> Answers:
        if method in {"get", "head"}:
            return self.get
        if method in {"put", "delete"}:
            return self.put or NEVER
        return (self.htmx_post if htmx else None) or self.post

    def refuses(self, method: str) -> bool:
        """Whether the view takes no such request from anybody."""
        return self.answers(method, htmx=False) is NEVER


def expectation(route: str, answers: Answers, visitor: str) -> int | str:
    """Return what a visitor gets by the table."""
    if visitor in UNKNOWN and route not in PUBLIC:
        return TO_SIGN_IN
    named = [answer for answer, who in answers.items() if visitor in who.split()]
    everybody_else = [answer for answer, who in answers.items() if "*" in who]
    found = named or everybody_else
    assert len(found) == 1, f"{route} has {found} for {visitor}."
    return found[0]


# Whoever is signed in has no business at the door.
UNKNOWN_ONES = "anonymous mona"
SIGNED_OUT: Answers = {200: UNKNOWN_ONES, "/": "*"}

HOMES: Answers = {
    200: "olga carl lena ada zoe paul",
    TO_CHOOSE: "undecided",
    TO_INBOX: "ivan theo sam grace",
    "/portfolio/": "nora rosa",
    TO_BOARD: "petra",
    "/companies/": "iris",
}

# Without a company in the address: one's own, or the list to choose from.
BEGIN: Answers = {
    TO_BEGIN: "olga carl lena ada zoe",
    TO_CHOOSE: "undecided",
    200: "*",
}
ASK_NORTHWIND: Answers = {
    200: f"{WRITES_FOR_NORTHWIND} ada",
    TO_CHOOSE: "undecided",
    403: "lena petra iris",
    404: "*",
}
ASK_CONTOSO: Answers = {
    200: "zoe theo rosa ada",
    TO_CHOOSE: "undecided",
    403: "petra iris",
    404: "*",
}


def opened(answers: Answers) -> Answers:
    """Return the answers of a form whose page these are: it leads to the thread."""
    return {TO_THREAD if got == 200 else got: who for got, who in answers.items()}


def drafted(answers: Answers) -> Answers:
    """Return the answers of keeping a draft of a form: it leads back to the form."""
    kept = {TO_FORM if got == 200 else got: who for got, who in answers.items()}
    choosing = kept.pop(TO_CHOOSE)  # the address names the company
    return kept | {TO_FORM: f"{kept[TO_FORM]} {choosing}"}


def writing(thing: str, who: str, *, htmx: int | str = TO_THREAD) -> Row:
    """Return the row of a button: it leads to the thread; Lena only reads."""
    lena: Answers = {403: "lena"} if "carl" in who else {}
    return Row(
        thing=thing,
        get=NEVER,
        post={TO_THREAD: who, **lena, 404: "*"},
        htmx_post={htmx: who, **lena, 404: "*"},
    )


def filling_in(thing: str, who: str, *, seq: int = 0, refused: str = "") -> Row:
    """Return the row of a page with a form that leads to the thread."""
    others: Answers = {403: refused, 404: "*"}
    return Row(
        thing=thing, seq=seq, get={200: who, **others}, post={TO_THREAD: who, **others}
    )


MEMBERS = "olga carl lena ada zoe"
# Who sees Northwind's people page, or what it leads to, and does not manage there.
ONLY_LOOK = f"carl lena {AT_NORTHWIND} {AUDITOR} petra"


def managing(**row: Any) -> Row:
    """Return the row of what only Northwind's officer may do."""
    get = row.pop("get", NEVER)
    others: Answers = {403: ONLY_LOOK, TO_CHOOSE: "undecided", 404: "*"}
    read = get if get is NEVER else {200: "olga", **others}
    return Row(get=read, post={TO_PEOPLE: "olga", **others}, **row)


def managing_people(thing: str, get: Answers = NEVER) -> tuple[Row, ...]:
    """Return the rows of an act on one of Northwind's people."""
    own: Answers = {403: "*", TO_CHOOSE: "undecided", 404: "zoe"}
    read = get if get is NEVER else {200: "olga", **own}
    named: Answers = {403: f"{ONLY_LOOK} ada", TO_CHOOSE: "undecided", 404: "*"}
    named_read = get if get is NEVER else {200: "olga", **named}
    return (
        Row(thing=thing, get=read, post={TO_PEOPLE: "olga", **own}),
        Row(
            thing=thing,
            account="northwind",
            get=named_read,
            post={TO_PEOPLE: "olga", **named},
        ),
    )


SEES_CARL = f"lena ada undecided {AT_NORTHWIND} {AUDITOR}"


def ending_factors(thing: str, who: str, *, refused: str) -> Row:
    """Return the row of ending somebody's lost factors."""
    others: Answers = {403: refused, 404: "*"}
    then = TO_OFFICIALS if who == "petra" else "/people/"
    return Row(thing=thing, get={200: who, **others}, post={then: who, **others})


# What of a company everybody reads who has to do with it.
COMPANY_PAGE = (
    Row(
        thing="northwind",
        get={200: f"{READS_NORTHWIND} ada undecided petra", 404: "*"},
        post=NEVER,
    ),
    Row(
        thing="contoso",
        get={200: f"{READS_CONTOSO} ada undecided petra", 404: "*"},
        post=NEVER,
    ),
    Row(thing="trail", get={200: f"{READS_NORTHWIND} petra", 404: "*"}, post=NEVER),
    Row(thing="nothing", get={404: "*"}, post=NEVER),
)

NEAR = {"northwind": READS_NORTHWIND, "contoso": READS_CONTOSO}


def fact_page(thing: str, name: str, whose: str) -> Row:
    """Return the row of a fact: who sees the company reads it, some change it."""
    near = f"{NEAR[thing]} ada undecided petra".split()
    others = " ".join(one for one in near if one not in whose.split())
    return Row(
        thing=thing,
        name=name,
        get={200: " ".join(near), 404: "*"},
        post={"/accounts/AC-": whose, 403: others, 404: "*"},
    )
