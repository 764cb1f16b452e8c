"""Every form, and how it is sent so that it comes back with an error.

tests/house/test_inspected.py sees to it that each address which takes a form stands in
one of the two tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.states import Duty
from tests.house.town import Town
from tests.pages import asking


@dataclass(frozen=True)
class Refusal:
    """A form that is refused, on its page.

    Attributes:
        people: one of each kind of visitor to whom the page looks different.
        page: where the form stands.
        form: the form's place on it, as CSS.
        typed: what is typed, by the field's name; all else stays as it is.
    """

    people: str
    page: Callable[[Town], str]
    form: str
    typed: Mapping[str, str] = field(default_factory=dict)


def of_thread(verb: str, *more: int) -> Callable[[Town], str]:
    def path(town: Town) -> str:
        return reverse(f"conversations:{verb}", args=[town.question.ref, *more])

    return path


def of_company(town: Town) -> str:
    return reverse("onboarding:transition", args=[town.northwind.ref])


def of_carl(verb: str) -> Callable[[Town], str]:
    return lambda town: reverse(verb, args=[town.people["carl"].ref])


def in_people(verb: str) -> str:
    return f"form.portal-form[action^='/people/{verb}']"


def assignment(town: Town) -> str:
    return f"{reverse('reassign')}?account={town.northwind.ref}&duty=NAM"


SPEAKERS = "carl ivan"
BLANK = {"text": "  "}

REFUSED: Mapping[str, Refusal] = {
    "account_login": Refusal(
        "anonymous", lambda _town: reverse("account_login"), "form:has([name=login])"
    ),
    "conversations:new": Refusal(
        SPEAKERS,
        lambda town: asking(town.northwind, "prior_disclosure"),
        "#write",
        BLANK,
    ),
    "conversations:reply": Refusal(SPEAKERS, of_thread("thread"), "#reply", BLANK),
    "conversations:note": Refusal(
        "ivan", of_thread("thread"), "#notes form", {"note-text": "  "}
    ),
    "conversations:correct": Refusal(
        "carl", of_thread("correct", 2), "#correct", BLANK
    ),
    "conversations:close": Refusal(SPEAKERS, of_thread("close"), "#close"),
    "accounts:contacts": Refusal(
        "ivan nora",
        lambda town: reverse("accounts:brief", args=[town.northwind.ref]),
        "[aria-labelledby=log] form",
        {"held_at": "2999-01-01T10:30"},
    ),
    "accounts:fact": Refusal(
        "olga",
        lambda town: reverse("accounts:fact", args=[town.northwind.ref, "divisions"]),
        "main form.portal-form",
        {"why": ""},
    ),
    "invited": Refusal(
        "anonymous", lambda town: reverse("invited", args=[town.link]), "form:has(h2)"
    ),
    "invite": Refusal(
        "olga", lambda _town: "/people/", in_people("invite/"), {"email": "nobody"}
    ),
    "role": Refusal("olga", of_carl("role"), "main form", {"why": ""}),
    "leave": Refusal("olga", of_carl("leave"), "main form"),
    "lost_factors": Refusal("olga", of_carl("lost_factors"), "main form"),
    "claim": Refusal("paul", lambda _town: "/", in_people("claim/")),
    "ask": Refusal("paul", lambda _town: "/", in_people("ask/")),
    "assignment_end": Refusal(
        "petra",
        lambda town: reverse("assignment_end", args=[town.northwind.ref, Duty.NAM]),
        "main form",
    ),
    "center_add": Refusal("petra", lambda _town: "/centers/", "form.portal-form"),
    "center_close": Refusal(
        "petra", lambda _town: "/centers/CEE001/close/", "form.portal-form"
    ),
    "center_rename": Refusal(
        "petra", lambda _town: "/centers/CEE007/", "form.portal-form", {"name": ""}
    ),
    "company_merge": Refusal(
        "petra",
        lambda town: reverse("company_merge", args=[town.northwind.ref]),
        "form.portal-form",
    ),
    "company_split": Refusal(
        "petra",
        lambda town: reverse("company_split", args=[town.northwind.ref]),
        "form.portal-form",
    ),
    "enroll": Refusal("petra", lambda _town: "/companies/enroll/", "main form"),
    "official_invite": Refusal(
        "petra", lambda _town: "/people/officials/", in_people("officials/invite/")
    ),
    "post_begin": Refusal(
        "petra",
        lambda town: reverse("post_begin", args=[town.people["ivan"].ref]),
        "main form.portal-form",
    ),
    "post_end": Refusal(
        "petra",
        lambda town: reverse(
            "post_end", args=[town.people["ivan"].ref, Duty.IMPORT_SPECIALIST]
        ),
        "main form",
    ),
    "away": Refusal(
        "grace",
        lambda town: reverse("away", args=[town.people["ivan"].ref]),
        "main form.portal-form",
    ),
    "reassign": Refusal("petra", assignment, "form.portal-form"),
    "save_view": Refusal(
        "nora", lambda _town: "/portfolio/?show=silent", ".portal-keep form"
    ),
    "onboarding:move": Refusal("petra", of_company, "[aria-labelledby=move] form"),
    "onboarding:plan": Refusal(
        "petra", of_company, "[aria-labelledby=plan] form", {"on": "2020-02-29"}
    ),
}
# What cannot come back with an error, and why.
NEVER_REFUSED: Mapping[str, str] = {
    "accounts:follow_up_done": "It asks for nothing.",
    "back": "It asks for nothing.",
    "account_logout": "It asks for nothing.",
    "account_signup": "People join by invitation; it says so.",
    "acknowledge": "It asks for nothing.",
    "accounts:acting_for": "It offers one's own companies only.",
    "conversations:correction_draft": "A draft may say anything.",
    "conversations:draft": "A draft may say anything.",
    "conversations:new_draft": "A draft may say anything.",
    "conversations:read": "It asks for nothing.",
    "conversations:record": "It asks for nothing.",
    "conversations:reopen": "It asks for nothing.",
    "conversations:turn": "It asks for nothing.",
    "invite_again": "It asks for nothing.",
    "invite_confirm": "It asks for nothing.",
    "invite_revoke": "It asks for nothing.",
    "invited_seen": "It asks for nothing.",
    "request_decline": "It asks for nothing.",
    "account_reset_password_from_key": "Without a link there is no form.",
    "add_passkey": "The browser asks for the passkey; test_passkeys.py.",
    "end_other_sessions": "It asks for nothing.",
    "end_session": "It asks for nothing.",
    "factor_later": "It asks for nothing.",
    "keep_address": "It asks for nothing.",
    "mfa_authenticate": "It stands between two steps; test_passkeys.py.",
    "mfa_login_webauthn": "The browser asks for the passkey; test_passkeys.py.",
    "renew_codes": "It asks for nothing.",
    "remove_view": "It asks for nothing.",
    "session_until": "It asks for nothing.",
    "demo_sign_in": "It offers the demo's people only.",
}
