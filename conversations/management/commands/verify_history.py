"""Check that everything that was said stands as it was written."""

from django.core.management.base import BaseCommand, CommandError

from conversations import audit


class Command(BaseCommand):
    help = "Check every chain in the database; name what does not stand, and exit 1."

    def handle(self, **_options: object) -> None:
        conversations = entries = bad = 0
        for _ref, length, finding in audit.findings(using="owner"):
            conversations += 1
            entries += length
            if finding:
                bad += 1
                self.stderr.write(str(finding))
        if bad:
            raise CommandError(
                f"{bad} of {conversations} conversations do not stand.", returncode=1
            )
        self.stdout.write(f"OK {entries} entries in {conversations} conversations")
