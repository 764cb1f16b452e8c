"""Wall in the tables of people and companies, and those of packages."""

from django.db import migrations

from portal import walls
from portal.walls import ADMIN, DOOR, PERSON, STAFF, among

OF_A_COMPANY = f"{among('account_id', 'own')} OR {ADMIN}"
ACCOUNT = f"{among('id', 'own', 'agent')} OR {ADMIN} OR {among('center_id', 'centers')}"
# Names of officials are no secret to members; those of other companies are.
USER = (
    f"id = {PERSON} OR {STAFF} OR {DOOR} OR {among('id', 'people')} "
    "OR portal_is_official(id)"
)
ONE_WRITES = "SELECT, INSERT"

PEOPLE = [
    walls.wall(
        "accounts_user", f"({PERSON} IS NOT NULL OR {DOOR} OR {STAFF}) AND ({USER})"
    ),
    walls.wall(
        "accounts_historicaluser", f"id = {PERSON} OR {ADMIN}", grants=ONE_WRITES
    ),
    walls.wall("account_emailaddress", f"user_id = {PERSON} OR {DOOR}"),
]
COMPANIES = [
    walls.wall("accounts_account", ACCOUNT),
    walls.wall("accounts_historicalaccount", ACCOUNT, grants=ONE_WRITES),
    walls.company("accounts_membership", beside=among("account_id", "agent")),
    walls.company("accounts_historicalmembership", grants=ONE_WRITES),
    walls.company("accounts_assignment", beside=among("account_id", "agent")),
    walls.company("accounts_historicalassignment", grants=ONE_WRITES),
    walls.company("accounts_accountevent", grants=ONE_WRITES),
]
OFFICIALS = [
    walls.wall("accounts_posting", f"{STAFF} OR official_id = {PERSON}"),
    walls.wall("accounts_historicalposting", STAFF, grants=ONE_WRITES),
    walls.wall(
        "accounts_staffevent",
        f"{STAFF} AND ({OF_A_COMPANY} OR account_id IN {walls.OF_MY_CENTERS})",
        grants=ONE_WRITES,
    ),
]
STANDING = [
    walls.append_only(f"accounts_{table}")
    for table in (
        "accountevent",
        "staffevent",
        "historicaluser",
        "historicalaccount",
        "historicalmembership",
        "historicalassignment",
        "historicalposting",
    )
]
UNWALLED = [
    walls.unwalled("accounts_center", web="SELECT", worker="SELECT"),
    walls.unwalled("account_emailconfirmation"),
    walls.unwalled("auth_group"),
    walls.unwalled("auth_group_permissions"),
    walls.unwalled("auth_permission"),
    walls.unwalled("django_content_type", web="SELECT", worker="SELECT"),
    walls.unwalled("django_migrations", web="SELECT", worker="SELECT"),
    walls.unwalled(
        "django_session",
        web="SELECT, INSERT, UPDATE, DELETE",
        worker="SELECT, DELETE",
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_context"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
    ]
    operations = [*PEOPLE, *COMPANIES, *OFFICIALS, *STANDING, *UNWALLED]
