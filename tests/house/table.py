"""Who gets what answer at each address: the one table of access.

An answer is a status, or the path to which a redirect leads. "*" are all visitors who
are not named beside it. Whoever is not signed in is sent to sign in, except at the
public addresses, and stands in no row. Out of sight is 404, in sight but not allowed
is 403.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from accounts.door import urls as door_urls
from tests.factories import PASSWORD
from tests.house.town import (
    AT_CONTOSO,
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


HARBOR = {
    "legal_name": "Harbor Lamps",
    "importer_numbers": "12-3456789",
    "center": "CEE007",
    "status": "active",
    "accepted_on": "2025-03-01",
}


def sent(route: str, town: Town) -> dict[str, str]:
    """Return valid values for the form behind a route."""
    words = {"key": str(uuid4()), "subject": "Lamps", "text": "Which number?"}
    newcomer = {"name": "Nils", "password": PASSWORD, "time_zone": "America/Chicago"}
    return {
        "invited": newcomer | {"knowing": "on"},
        "invite": {"email": "somebody@example.test", "role": "CONTACT"},
        "role": {"role": "VIEWER", "why": "Another task"},
        "lost_factors": {"how": "in_person", "why": "New phone"},
        "leave": {"successor": "nobody"},  # of an official, it is refused
        "official_invite": {
            "email": "somebody@example.test",
            "duty": "NAM",
            "center": "CEE007",
        },
        "assignment_end": {"why": "Retires"},
        "center_add": {"code": "new001", "name": "Toys", "city": "Orlando"},
        "center_rename": {"name": "Toys", "city": "Orlando", "why": "It grew"},
        "center_close": {"why": "Merged"},
        "post_begin": {"duty": "SUPERVISOR", "center": "CEE007"},
        "enroll": HARBOR | {"officer": "first@example.test"},
        "company_split": HARBOR
        | {"people": town.people["olga"].ref, "why": "It was sold"},
        "company_merge": {"into": town.contoso.ref, "why": "One firm by now"},
        "claim": {"address": "somebody@example.test"},
        "ask": {"company": "AC-0000-0000"},
        "account_reset_password": {"email": "who@example.test"},
        "address": {"email": "new@example.test"},
        "accounts:acting_for": {"account": town.northwind.ref},
        "accounts:contacts": {
            "kind": "call",
            "held_at": "2026-01-02T10:30",
            "others": "Somebody",
        },
        "accounts:fact": {
            "value": "Harbor Lamps",
            "how": "changed",
            "why": "So it is.",
        },
        "save_view": {"name": "Silent", "query": "show=silent"},
        "acknowledge": {"account": town.northwind.ref},
        "conversations:new": words,
        "conversations:reply": words,
        "conversations:note": {"note-key": str(uuid4()), "note-text": "Who knows?"},
        "conversations:correct": words,
        "conversations:correction_draft": words,
        "conversations:draft": words,
        "conversations:new_draft": words,
        "conversations:close": {"reason": "answered"},
        "conversations:turn": {"to": "company"},
        "conversations:read": {"seq": "2"},
        "onboarding:move": {"to": "invited"},
        "onboarding:plan": {"on": timezone.localdate().isoformat()},
    }.get(route, {})


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


ANSWERS: dict[str, tuple[Row, ...]] = {
    # --- Roof ------------------------------------------------------------------------
    "home": (Row(get=HOMES, post=NEVER),),
    "save_view": (Row(get=NEVER, post={"/portfolio/": OFFICIALS, 403: "*"}),),
    "remove_view": (Row(seq=404, get=NEVER, post={404: "*"}),),
    "portfolio": (Row(get={200: OFFICIALS, 403: "*"}, post=NEVER),),
    "walk": (Row(get={TO_ACCOUNT: OFFICIALS, 403: "*"}, post=NEVER),),
    "handovers": (Row(get={200: OFFICIALS, 403: "*"}, post=NEVER),),
    "acknowledge": (Row(get=NEVER, post={TO_HANDED: OFFICIALS, 403: "*"}),),
    "away": (
        Row(
            thing="ivan",
            get={200: "ivan grace petra", 403: "theo nora rosa sam iris", 404: "*"},
            post={422: "ivan grace petra", 403: "theo nora rosa sam", 404: "*"},
        ),
    ),
    "back": (
        Row(
            thing="ivan",
            seq=99,
            get=NEVER,
            post={403: "theo nora rosa sam", 404: "*"},
        ),
    ),
    "team": (Row(get={200: "grace", 403: "*"}, post=NEVER),),
    "reassign": (
        Row(get={200: "petra grace", 403: "*"}, post={200: "petra grace", 403: "*"}),
        Row(
            company="northwind",
            get={200: "petra", 403: "*"},
            post={422: "petra", 403: "*"},
        ),
        Row(
            company="nothing",
            get={404: "petra grace", 403: "*"},
            post={404: "petra grace", 403: "*"},
        ),
    ),
    "help": (Row(get=OPEN, post=NEVER),),
    "livez": (Row(get=OPEN, post=NEVER),),
    "readyz": (Row(get=OPEN, post=NEVER),),
    # --- Sign-in ---------------------------------------------------------------------
    "account_login": (
        Row(get=SIGNED_OUT, post=SIGNED_OUT, put={405: UNKNOWN_ONES, "/": "*"}),
    ),
    "account_logout": (
        Row(get={200: "*", TO_SIGN_IN: "anonymous mona"}, post={TO_SIGN_IN: "*"}),
    ),
    "account_inactive": (Row(get=OPEN, post=NEVER),),
    "account_signup": (Row(get=SIGNED_OUT, post=SIGNED_OUT, put=SIGNED_OUT),),
    "demo_sign_in": (Row(get=NEVER, post={404: "*"}),),
    "invited": (
        Row(
            thing="link",
            get=OPEN,
            post={
                "/": "anonymous mona zoe ivan theo nora rosa sam grace petra paul",
                422: "*",
            },
            put=NEVER,
        ),
        Row(thing="no_link", get={404: "*"}, post={404: "*"}),
    ),
    "invited_seen": (
        Row(
            thing="link",
            get=NEVER,
            post={"/sign-in/invited/": "*"},
            htmx_post={204: "*"},
        ),
    ),
    # --- People ----------------------------------------------------------------------
    "people": (
        Row(get={200: MEMBERS, TO_CHOOSE: "undecided", 403: "*"}, post=NEVER),
        Row(
            account="northwind",
            get={
                200: f"{READS_NORTHWIND} ada petra",
                TO_CHOOSE: "undecided",
                404: "*",
            },
            post=NEVER,
        ),
    ),
    "invite": (
        Row(
            get=NEVER,
            post={TO_PEOPLE: "olga zoe", TO_CHOOSE: "undecided", 403: "*"},
        ),
        Row(
            account="northwind",
            get=NEVER,
            post={
                TO_PEOPLE: "olga",
                TO_CHOOSE: "undecided",
                403: f"{ONLY_LOOK} ada",
                404: "*",
            },
        ),
    ),
    "invite_again": (
        managing(thing="invitation"),
        Row(thing="nothing", get=NEVER, post={TO_CHOOSE: "undecided", 404: "*"}),
    ),
    "invite_revoke": (managing(thing="invitation"),),
    "invite_confirm": (managing(thing="waiting", get=OPEN),),
    "request_decline": (
        Row(
            seq=99,
            get=NEVER,
            post={404: MEMBERS, TO_CHOOSE: "undecided", 403: "*"},
        ),
    ),
    "centers": (Row(get={200: "petra", 403: "*"}, post=NEVER),),
    "center_add": (Row(get=NEVER, post={"/centers/NEW001/": "petra", 403: "*"}),),
    "center": (
        Row(name="CEE007", get={200: "petra", 403: "*"}, post=NEVER),
        Row(name="CEE999", get={404: "petra", 403: "*"}, post=NEVER),
    ),
    "center_rename": (
        Row(
            name="CEE007",
            get=NEVER,
            post={"/centers/CEE007/": "petra", 403: "*"},
        ),
        Row(name="CEE999", get=NEVER, post={404: "petra", 403: "*"}),
    ),
    "center_close": (
        Row(
            name="CEE001",
            get={200: "petra", 403: "*"},
            post={"/centers/": "petra", 403: "*"},
        ),
        Row(
            name="CEE007",
            get={200: "petra", 403: "*"},
            post={422: "petra", 403: "*"},  # companies belong to it
        ),
    ),
    "companies": (Row(get={200: "petra iris", 403: "*"}, post=NEVER),),
    "enroll": (
        Row(
            get={200: "petra", 403: "*"},
            post={"/companies/AC-": "petra", 403: "*"},
        ),
    ),
    "company": (
        Row(thing="northwind", get={200: "petra", 403: "*"}, post=NEVER),
        Row(thing="nothing", get={404: "petra", 403: "*"}, post=NEVER),
    ),
    "company_split": (
        Row(
            thing="northwind",
            get={200: "petra", 403: "*"},
            post={"/companies/AC-": "petra", 403: "*"},
        ),
        Row(
            thing="nothing",
            get={404: "petra", 403: "*"},
            post={404: "petra", 403: "*"},
        ),
    ),
    "company_merge": (
        Row(
            thing="northwind",
            get={200: "petra", 403: "*"},
            post={200: "petra", 403: "*"},
        ),
        Row(
            thing="nothing",
            get={404: "petra", 403: "*"},
            post={404: "petra", 403: "*"},
        ),
    ),
    "assignment_end": (
        Row(
            thing="northwind",
            duty="NAM",
            get={200: "petra", 403: "*"},
            post={"/companies/AC-": "petra", 403: "*"},
        ),
        Row(
            thing="contoso",
            duty="SCSS",
            get={404: "petra", 403: "*"},
            post={404: "petra", 403: "*"},
        ),
        Row(
            thing="nothing",
            duty="NAM",
            get={404: "petra", 403: "*"},
            post={404: "petra", 403: "*"},
        ),
    ),
    "officials": (Row(get={200: "petra", 403: "*"}, post=NEVER),),
    "official_invite": (Row(get=NEVER, post={TO_OFFICIALS: "petra", 403: "*"}),),
    "post_begin": (
        Row(
            thing="ivan",
            get={200: "petra", 403: "*"},
            post={TO_OFFICIALS: "petra", 403: "*"},
        ),
        # Nobody serves who only stands for a company.
        Row(
            thing="carl",
            get={404: "petra", 403: "*"},
            post={404: "petra", 403: "*"},
        ),
    ),
    "post_end": (
        Row(
            thing="ivan",
            duty="IMPORT_SPECIALIST",
            get={200: "petra", 403: "*"},
            post={422: "petra", 403: "*"},  # nobody was chosen
        ),
        Row(
            thing="ivan",
            duty="NAM",
            get={404: "petra", 403: "*"},
            post={404: "petra", 403: "*"},
        ),
    ),
    "claim": (Row(get=NEVER, post={"/": "*"}),),
    "ask": (Row(get=NEVER, post={"/": "*"}),),
    "role": managing_people("carl", get=OPEN),
    "leave": managing_people("carl", get=OPEN),
    "lost_factors": (
        ending_factors("carl", "olga", refused=f"carl {SEES_CARL} petra"),
        ending_factors("olga", "petra", refused=f"olga carl {SEES_CARL}"),
        # The sign-in of an agent opens other companies, too.
        ending_factors("ada", "petra", refused=f"olga carl zoe {SEES_CARL} theo rosa"),
        ending_factors("ivan", "petra", refused=f"{OFFICIALS} iris"),
        ending_factors("petra", "", refused=f"{OFFICIALS} iris petra"),
        ending_factors("nothing", "", refused=""),
    ),
    "mfa_authenticate": (
        Row(
            get={TO_SIGN_IN: UNKNOWN_ONES, "/": "*"},
            post={TO_SIGN_IN: UNKNOWN_ONES, "/": "*"},
            put={TO_SIGN_IN: UNKNOWN_ONES, "/": "*"},
        ),
    ),
    "mfa_login_webauthn": (
        Row(
            get={TO_SIGN_IN: UNKNOWN_ONES, "/": "*"},
            post={TO_SIGN_IN: UNKNOWN_ONES, "/": "*"},
            put={405: UNKNOWN_ONES, "/": "*"},
        ),
    ),
    "elsewhere": (Row(get={404: "*"}, post=NEVER),),
    "elsewhere_back": (Row(get={404: "*"}, post=NEVER),),
    "session_until": (Row(get=OPEN, post=OPEN),),
    "end_session": (Row(seq=1, get=NEVER, post={404: "*"}),),
    "end_other_sessions": (Row(get=NEVER, post={"/sign-in/overview/": "*"}),),
    "factor": (Row(get=OPEN, post=NEVER),),
    "factor_later": (Row(get=NEVER, post={"/": "*"}),),
    "add_app": (Row(get=OPEN, post={422: "*"}),),
    "add_passkey": (Row(get=OPEN, post={422: "*"}),),
    "remove_factor": (Row(seq=1, get={404: "*"}, post={404: "*"}),),
    "recovery_codes": (Row(get={404: "*"}, post={"/sign-in/overview/": "*"}),),
    "renew_codes": (Row(get=NEVER, post={404: "*"}),),
    "account_overview": (Row(get=OPEN, post=NEVER),),
    "account_reauthenticate": (Row(get=OPEN, post={403: "*"}),),
    "account_change_password": (Row(get={403: "*"}, post={403: "*"}),),
    "account_reset_password": (
        Row(get=OPEN, post={"/sign-in/password/forgotten/sent/": "*"}),
    ),
    "account_reset_password_done": (Row(get=OPEN, post=NEVER),),
    "account_reset_password_from_key": (
        Row(thing="no_key", seq=1, get=OPEN, post=OPEN, put=OPEN),
    ),
    "account_reset_password_from_key_done": (Row(get=OPEN, post=NEVER),),
    "address": (Row(get=OPEN, post={"/sign-in/address/": "*"}),),
    "keep_address": (Row(get=NEVER, post={"/sign-in/overview/": "*"}),),
    "confirm_address": (Row(thing="no_key", get={404: "*"}, post={404: "*"}),),
    # --- Companies -------------------------------------------------------------------
    "accounts:acting_for": (
        Row(get=OPEN, post={"/": "olga carl lena ada undecided", 404: "*"}),
    ),
    "accounts:notices": (Row(get=OPEN, post=NEVER),),
    "accounts:caught_mails": (Row(get=OPEN, post=NEVER),),
    "accounts:caught_mail": (Row(thing="no_mail", get={404: "*"}, post=NEVER),),
    "accounts:brief": (
        Row(
            thing="northwind",
            get={200: AT_NORTHWIND, 403: f"{OF_NORTHWIND} {WITHOUT_BRIEF}", 404: "*"},
            post=NEVER,
        ),
        Row(
            thing="contoso",
            get={200: "theo rosa", 403: f"zoe {WITHOUT_BRIEF}", 404: "*"},
            post=NEVER,
        ),
        Row(thing="nothing", get={404: "*"}, post=NEVER),
    ),
    "accounts:contacts": (
        Row(
            thing="northwind",
            get={200: f"{READS_NORTHWIND} petra", 403: "ada undecided", 404: "*"},
            post={
                TO_ACCOUNT: AT_NORTHWIND,
                403: f"{OF_NORTHWIND} {WITHOUT_BRIEF}",
                404: "*",
            },
        ),
        Row(
            thing="contoso",
            get={200: f"{READS_CONTOSO} petra", 403: "ada undecided", 404: "*"},
            post={TO_ACCOUNT: "theo rosa", 403: f"zoe {WITHOUT_BRIEF}", 404: "*"},
        ),
        Row(thing="nothing", get={404: "*"}, post={404: "*"}),
    ),
    "accounts:follow_up_done": (
        Row(
            thing="northwind",
            number="contact",
            get=NEVER,
            post={
                TO_ACCOUNT: AT_NORTHWIND,
                403: f"{OF_NORTHWIND} petra",
                404: "*",
            },
        ),
        Row(
            thing="contoso",
            number="contact",
            get=NEVER,
            post={404: "*"},
        ),
        Row(thing="nothing", number="contact", get=NEVER, post={404: "*"}),
    ),
    "accounts:account": COMPANY_PAGE,
    "accounts:fact": (
        fact_page("northwind", "legal-name", "nora petra"),
        fact_page("northwind", "divisions", "olga"),
        fact_page("contoso", "divisions", "zoe"),
        Row(thing="northwind", name="nothing", get={404: "*"}, post={404: "*"}),
        Row(thing="nothing", name="status", get={404: "*"}, post={404: "*"}),
    ),
    "accounts:timeline": COMPANY_PAGE,
    "accounts:opened": (
        Row(
            thing="northwind",
            get={200: f"{READS_NORTHWIND} petra", 403: "ada undecided", 404: "*"},
            post=NEVER,
        ),
        Row(
            thing="contoso",
            get={200: f"{READS_CONTOSO} petra", 403: "ada undecided", 404: "*"},
            post=NEVER,
        ),
        Row(thing="nothing", get={404: "*"}, post=NEVER),
    ),
    # --- Conversations ---------------------------------------------------------------
    "conversations:inbox": (
        Row(get={200: "*", TO_CHOOSE: "undecided", "/": "iris"}, post=NEVER),
    ),
    "conversations:new": (
        Row(get=BEGIN, post=BEGIN),
        Row(account="northwind", get=ASK_NORTHWIND, post=opened(ASK_NORTHWIND)),
        Row(account="contoso", get=ASK_CONTOSO, post=opened(ASK_CONTOSO)),
    ),
    "conversations:unread": (Row(get=OPEN, post=NEVER),),
    "conversations:news": (
        Row(thing="question", get={200: READS_NORTHWIND, 404: "*"}, post=NEVER),
        Row(thing="secret", get={200: READS_CONTOSO, 404: "*"}, post=NEVER),
        Row(thing="nothing", get={404: "*"}, post=NEVER),
    ),
    "conversations:thread": (
        Row(thing="question", get={200: READS_NORTHWIND, 404: "*"}, post=NEVER),
        Row(
            thing="given",
            get={200: f"{READS_NORTHWIND} ada undecided", 404: "*"},
            post=NEVER,
        ),
        Row(thing="secret", get={200: READS_CONTOSO, 404: "*"}, post=NEVER),
        Row(thing="old", get={200: READS_NORTHWIND, 404: "*"}, post=NEVER),
        Row(thing="nothing", get={404: "*"}, post=NEVER),
    ),
    "conversations:reply": (
        writing("old", f"{WRITES_FOR_NORTHWIND}", htmx=204),
        writing("question", f"{WRITES_FOR_NORTHWIND}", htmx=204),
        writing("given", f"{WRITES_FOR_NORTHWIND} ada undecided", htmx=204),
        writing("secret", READS_CONTOSO, htmx=204),
        writing("nothing", ""),
    ),
    "conversations:note": (  # a member learns of no such address
        Row(thing="question", get=NEVER, post={TO_THREAD: AT_NORTHWIND, 404: "*"}),
        Row(thing="secret", get=NEVER, post={TO_THREAD: AT_CONTOSO, 404: "*"}),
        Row(thing="nothing", get=NEVER, post={404: "*"}),
    ),
    "conversations:read": (
        Row(
            thing="question",
            get=NEVER,
            post={TO_THREAD: READS_NORTHWIND, 404: "*"},
            htmx_post={200: READS_NORTHWIND, 404: "*"},
        ),
        Row(
            thing="secret",
            get=NEVER,
            post={TO_THREAD: READS_CONTOSO, 404: "*"},
            htmx_post={200: READS_CONTOSO, 404: "*"},
        ),
        Row(thing="nothing", get=NEVER, post={404: "*"}),
    ),
    "conversations:correct": (
        # Carl said it; nobody else corrects it.
        filling_in(
            "question", "carl", seq=2, refused=f"olga lena {AT_NORTHWIND} {AUDITOR}"
        ),
        filling_in("secret", "zoe", seq=2, refused="theo rosa iris"),
        filling_in("question", "", seq=99),
        filling_in("nothing", "", seq=2),
    ),
    "conversations:draft": (
        writing("question", WRITES_FOR_NORTHWIND, htmx=TO_THREAD),
        writing("given", f"{WRITES_FOR_NORTHWIND} ada undecided", htmx=TO_THREAD),
        Row(thing="secret", get=NEVER, post={TO_THREAD: READS_CONTOSO, 404: "*"}),
        Row(thing="nothing", get=NEVER, post={404: "*"}),
    ),
    "conversations:correction_draft": (
        Row(
            thing="question",
            seq=2,
            get=NEVER,
            post={TO_THREAD: WRITES_FOR_NORTHWIND, 403: "lena", 404: "*"},
        ),
        Row(thing="nothing", seq=2, get=NEVER, post={404: "*"}),
    ),
    "conversations:new_draft": (
        Row(get=NEVER, post={404: "*"}),
        Row(account="northwind", get=NEVER, post=drafted(ASK_NORTHWIND)),
        Row(account="contoso", get=NEVER, post=drafted(ASK_CONTOSO)),
    ),
    "conversations:turn": (
        writing("question", WRITES_FOR_NORTHWIND),
        writing("secret", READS_CONTOSO),
        writing("nothing", ""),
    ),
    "conversations:close": (
        filling_in("question", WRITES_FOR_NORTHWIND, refused="lena iris"),
        filling_in("secret", "zoe theo rosa", refused="iris"),
        filling_in("nothing", ""),
    ),
    "conversations:reopen": (
        # It is open, so who could reopen it is told that.
        Row(thing="question", get=NEVER, post={403: READS_NORTHWIND, 404: "*"}),
        Row(thing="secret", get=NEVER, post={403: READS_CONTOSO, 404: "*"}),
        Row(thing="nothing", get=NEVER, post={404: "*"}),
    ),
    "conversations:record": (
        Row(thing="question", get=NEVER, post={200: READS_NORTHWIND, 404: "*"}),
        Row(
            thing="given",
            get=NEVER,
            post={200: f"{READS_NORTHWIND} ada undecided", 404: "*"},
        ),
        Row(thing="secret", get=NEVER, post={200: READS_CONTOSO, 404: "*"}),
        Row(thing="nothing", get=NEVER, post={404: "*"}),
    ),
    # --- Criteria --------------------------------------------------------------------
    "criteria:index": (Row(get=OPEN, post=NEVER),),
    "criteria:criterion": (
        Row(thing="criterion", get=OPEN, post=NEVER),
        Row(
            thing="doubtful",
            get={200: f"{OFFICIALS} petra iris", 404: "*"},
            post=NEVER,
        ),
        Row(thing="no_criterion", get={404: "*"}, post=NEVER),
    ),
    # --- Onboarding ------------------------------------------------------------------
    "onboarding:board": (Row(get={200: "petra", 403: "*"}, post=NEVER),),
    "onboarding:transition": (
        Row(thing="northwind", get={200: "petra", 403: "*"}, post=NEVER),
        Row(thing="nothing", get={404: "petra", 403: "*"}, post=NEVER),
    ),
    "onboarding:move": (
        Row(thing="northwind", get=NEVER, post={TO_BOARD: "petra", 403: "*"}),
        Row(thing="nothing", get=NEVER, post={404: "petra", 403: "*"}),
    ),
    "onboarding:plan": (
        Row(thing="northwind", get=NEVER, post={TO_BOARD: "petra", 403: "*"}),
        Row(thing="nothing", get=NEVER, post={404: "petra", 403: "*"}),
    ),
}

# What an auditor sends like everybody: their own sign-in, and a file to take along.
OF_AN_AUDITOR = (
    PUBLIC | {each.name for each in door_urls.urlpatterns} | {"conversations:record"}
) - {"invited", "invited_seen"}


def refusing_auditors(row: Row) -> Row:
    """Return a row in which an auditor reads, and is refused whatever they send."""
    htmx = row.htmx_post and refused_to_auditors(row.htmx_post)
    return replace(row, post=refused_to_auditors(row.post), htmx_post=htmx)


def refused_to_auditors(answers: Answers) -> Answers:
    if answers is NEVER:
        return NEVER
    others = {
        got: " ".join(one for one in who.split() if one != AUDITOR)
        for got, who in answers.items()
    }
    return others | {403: f"{others.get(403, '')} {AUDITOR}"}


TABLE: dict[str, tuple[Row, ...]] = {
    route: rows
    if route in OF_AN_AUDITOR
    else tuple(refusing_auditors(row) for row in rows)
    for route, rows in ANSWERS.items()
}
