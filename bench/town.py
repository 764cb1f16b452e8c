"""Fill a portal with companies of one account manager, and with what happened to them.

People, companies and conversations come by the demo's bulk paths, so that the same rows
are there as after the actions. Nora of the demo looks after all companies.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import islice

from django.db import connections
from django.db.models import Model
from django.utils import timezone

from accounts.models import Account, AccountEvent, Contact, Membership, StaffEvent, User
from accounts.states import ContactKind, Duty, Role
from bench.sizes import Size
from portal.demo import seeding
from portal.demo.bulk import volume
from portal.demo.bulk.loading import OWNER, Loader, loading
from portal.demo.crowd import multitude, officials
from portal.demo.crowd.multitude import Multitude
from portal.demo.shapes import Scene

MANAGER, BUSY = "nora", "Northwind Traders, Inc."
AT_ONCE = 50_000  # rows
STAFF_EVERY = 20  # lines, one of which officials alone read
UNCALLED_EVERY = 5  # companies, one of which was never called
HAPPENED = (
    ("appointed", "Alma Reuter became company contact."),
    ("profile", "The addresses were changed: the warehouse moved to another town."),
    ("contact", "Nora Blake called: the letter of this year, and what it leaves open."),
    ("assigned", "Nora Blake became account manager."),
    ("role_changed", "Alma Reuter became company officer; she was company contact."),
    ("handover", "What was handed over is acknowledged."),
    ("left", "Alma Reuter does not stand for the company any more."),
)


def main(words: list[str]) -> None:
    fill(Size(*map(int, words)))
    # What a server that runs for longer does by itself.
    with connections[OWNER].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def fill(size: Size) -> None:
    """Load companies, conversations, contacts and timelines, all or nothing."""
    nora = User.objects.using(OWNER).get(subject=f"demo:{MANAGER}")
    hers = nora.assignments.using(OWNER).filter(duty=Duty.NAM)
    many = one_manager(multitude.raise_up(seeding.SEED, size.companies - hers.count()))
    with loading() as loader:
        volume.check_at_once()
        tell(many, nora, size.messages, loader)
        hers = nora.assignments.using(OWNER).filter(duty=Duty.NAM)
        of_hers = Account.objects.using(OWNER).filter(pk__in=hers.values("account"))
        accounts = list(of_hers.order_by("pk"))
        now = timezone.now()
        loader.load(calls(accounts, nora, now))
        lines = happened(accounts, nora, size, now)
        while piece := list(islice(lines, AT_ONCE)):
            for table in (AccountEvent, StaffEvent):
                loader.load(line for line in piece if type(line) is table)


def one_manager(many: Multitude) -> Multitude:
    """Give all companies to Nora, since the day on which another was to begin."""
    nora = next(one.writer for one in officials.told() if one.writer.key == MANAGER)
    for house in many.houses:
        house.since[MANAGER] = house.since[house.served["NAM"].key]
        house.served["NAM"] = nora
    return many


def tell(many: Multitude, nora: User, messages: int, loader: Loader) -> None:
    filling = volume.Filling(many, loader)
    filling.people[MANAGER] = nora
    filling.bring_in()
    told = next(one for one in officials.told() if one.writer.key == MANAGER)
    filling.scenes.append(Scene(officials=(told.post,)))
    filling.offices[MANAGER] = nora.current_postings[0].place
    stories = multitude.stories(seeding.SEED, many, filling.now.date())
    for _said in filling.tell(stories, messages):
        pass


def calls(accounts: Sequence[Account], nora: User, now: datetime) -> Iterator[Model]:
    """Yield a call with each company but some, the latest up to a year ago."""
    for place, account in enumerate(accounts):
        if place % UNCALLED_EVERY:
            at = now - timedelta(hours=1 + place * 37 % 8760)
            yield Contact(
                account=account,
                kind=ContactKind.CALL,
                held_at=at,
                participants=["Alma Reuter"],
                shared="The letter of this year, and what it leaves open.",
                logged_at=at,
                logged_by=nora,
            )


def happened(
    accounts: Sequence[Account], nora: User, size: Size, now: datetime
) -> Iterator[Model]:
    """Yield the lines of all companies, evenly over the time since each joined."""
    found = Membership.objects.using(OWNER).filter(role=Role.OFFICER)
    officers = dict(found.values_list("account", "user"))
    each = (size.events - size.most) // (len(accounts) - 1)
    for account in accounts:
        number = size.most if account.legal_name == BUSY else each
        joined = datetime.combine(account.accepted_on, time(15), UTC)
        step = (now - joined) / (number + 1)
        by = (nora.pk, officers[account.pk])
        for place in range(number):
            yield line(account, place, joined + step * (place + 1), by)


def line(account: Account, place: int, at: datetime, by: tuple[int, int]) -> Model:
    """Return one line; people and kinds come in turn."""
    table = AccountEvent if place % STAFF_EVERY else StaffEvent
    kind, sentence = HAPPENED[place % len(HAPPENED)]
    return table(
        account=account,
        at=at,
        by_id=by[place % 3 // 2],
        kind=kind,
        sentence=sentence,
    )
