"""Who gets what answer at each address: the one table of access.

An answer is a status, or the path to which a redirect leads. "*" are all visitors who
are not named beside it. Whoever is not signed in is sent to sign in, except at the
public addresses, and stands in no row. Out of sight is 404, in sight but not allowed
is 403.
"""

from dataclasses import replace

from accounts.door import urls as door_urls
from tests.house.rows import (
    ASK_CONTOSO,
    ASK_NORTHWIND,
    BEGIN,
    COMPANY_PAGE,
    HOMES,
    MEMBERS,
    NEVER,
    OFFICIALS,
    ONLY_LOOK,
    OPEN,
    PUBLIC,
    READS_CONTOSO,
    READS_NORTHWIND,
    SEES_CARL,
    SIGNED_OUT,
    TO_ACCOUNT,
    TO_BOARD,
    TO_CHOOSE,
    TO_HANDED,
    TO_OFFICIALS,
    TO_PEOPLE,
    TO_SIGN_IN,
    TO_THREAD,
    UNKNOWN_ONES,
    WITHOUT_BRIEF,
    WRITES_FOR_NORTHWIND,
    Answers,
    Row,
    drafted,
    ending_factors,
    fact_page,
    filling_in,
    managing,
    managing_people,
    opened,
    writing,
)
from tests.house.town import AT_CONTOSO, AT_NORTHWIND, AUDITOR, OF_NORTHWIND

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
