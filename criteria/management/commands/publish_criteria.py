"""Publish the lists of criteria that come with the portal."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from criteria import actions, catalogue


class Command(BaseCommand):
    help = "Say what publishing the lists of criteria would change; --apply does it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="publish them")

    def handle(self, *, apply: bool, **_options: object) -> None:
        act = actions.publish if apply else actions.preview
        try:
            changes = [line for listed in catalogue.known() for line in act(listed)]
        except (actions.Stands, catalogue.Unusable) as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in changes:
            self.stdout.write(line)
        self.stdout.write(ENDING[bool(changes), apply])


ENDING = {
    (True, True): "Published.",
    (True, False): "Nothing was changed; --apply publishes this.",
    (False, True): "All lists are published already.",
    (False, False): "All lists are published already.",
}
