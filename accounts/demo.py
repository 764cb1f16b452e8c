"""The people of the demo, who sign in by one button."""

from dataclasses import dataclass

from accounts.models import User
from accounts.models.people import DEMO_SUBJECT
from accounts.states import Duty, Role

# In the order in which the sign-in page offers them. Their places stand here, since
# nobody is in context there who could read memberships and postings.
OFFERED: dict[str, tuple[Role | Duty, str]] = {
    "carl": (Role.CONTACT, "Northwind Traders"),
    "olga": (Role.OFFICER, "Northwind Traders"),
    "ada": (Role.AGENT, "Northwind Traders, Contoso"),
    "zoe": (Role.OFFICER, "Contoso"),
    "ivan": (Duty.IMPORT_SPECIALIST, ""),
    "nora": (Duty.NAM, ""),
    "sam": (Duty.SCSS, ""),
    "petra": (Duty.ADMIN, ""),
    "iris": (Duty.AUDITOR, ""),
}


@dataclass(frozen=True)
class DemoPerson:
    name: str
    role: str
    company: str
    email: str


def offered() -> dict[str, User]:
    """Return the offered people by key, as far as the demo is seeded."""
    subjects = {f"{DEMO_SUBJECT}{key}": key for key in OFFERED}
    found = User.objects.filter(subject__in=subjects, is_active=True)
    return {subjects[user.subject]: user for user in found.order_by("pk")}


def person(email: str) -> User | None:
    """Return the offered person with an address."""
    return next((user for user in offered().values() if user.email == email), None)


def people() -> list[DemoPerson]:
    """Return whom the sign-in page offers; nobody before the demo is seeded."""
    users = offered()
    return [
        DemoPerson(users[key].name, str(word.label), company, users[key].email)
        for key, (word, company) in OFFERED.items()
        if key in users
    ]
