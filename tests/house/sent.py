"""What is sent to each address: valid values for the form behind it."""

from uuid import uuid4

from django.utils import timezone

from tests.factories import PASSWORD
from tests.house.town import Town

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
