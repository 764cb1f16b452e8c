"""Fill an empty portal with the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from criteria import actions as criteria_actions
from criteria import catalogue
from portal.demo import seeding


class Command(BaseCommand):
    help = "Fill an empty portal with the demonstration; again does nothing."

    def handle(self, **_options: object) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration has known passwords, so it is for DEMO=1 only."
            )
        for listed in catalogue.known():
            criteria_actions.publish(listed)
        if seeding.is_seeded():
            self.stdout.write("The demonstration is there already.")
            return
        seeded = seeding.seed()
        self.stdout.write(
            f"{seeded.companies} companies, {seeded.people} people, "
            f"{seeded.conversations} conversations, {seeded.messages} messages."
        )
