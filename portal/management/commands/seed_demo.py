"""Fill an empty portal with the demonstration, or with volumes for measuring."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria import actions as criteria_actions
from criteria import catalogue
from portal.demo import away, seeding
from portal.demo.bulk import volume
from portal.demo.bulk.volume import Volume

MESSAGES_EACH = 60  # of a company, where only one of the two numbers is given


class Command(BaseCommand):
    help = (
        "Fill an empty portal with the demonstration; again does nothing. With a "
        "number of companies or messages, load as many beside it for measuring."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", type=int, default=0, metavar="N")
        parser.add_argument("--messages", type=int, default=0, metavar="M")
        parser.add_argument("--told", action="store_true", help="without the crowd")
        parser.add_argument("--seed", type=int, default=seeding.SEED, metavar="S")

    def handle(
        self, *, accounts: int, messages: int, seed: int, told: bool, **_: object
    ) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration has known passwords, so it is for DEMO=1 only."
            )
        for listed in catalogue.known():
            criteria_actions.publish(listed)
        self.seed(seed, told=told)
        if accounts or messages:
            self.fill(accounts, messages, seed)

    def seed(self, seed: int, *, told: bool) -> None:
        if seeding.is_seeded():
            self.stdout.write("The demonstration is there already.")
            return
        seeded = seeding.seed(seeding.told() if told else seeding.scene(seed=seed))
        seeding.invite()
        away.stand_in()
        self.stdout.write(
            f"{seeded.companies} companies, {seeded.people} people, "
            f"{seeded.conversations} conversations, {seeded.messages} messages."
        )

    def fill(self, accounts: int, messages: int, seed: int) -> None:
        """Load what is missing to so many companies and messages."""
        there = Volume.present()
        if there.companies >= accounts and there.messages >= messages:
            self.stdout.write("There are as many companies and messages already.")
            return
        if there.companies > seeding.COMPANIES:
            raise CommandError(
                f"There are {there.companies} companies and {there.messages} messages. "
                "Another volume begins in an empty portal."
            )
        accounts = accounts or there.companies + messages // MESSAGES_EACH
        messages = messages or there.messages + accounts * MESSAGES_EACH
        more = Volume(
            max(1, accounts - there.companies), max(0, messages - there.messages)
        )
        volume.add(more, seed=seed, say=self.stdout.write)
