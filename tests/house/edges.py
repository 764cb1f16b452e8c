"""People at the edges: whose time is over, not yet come, or of another kind."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.states import Duty, Role
from conversations import actions
from portal import rls
from portal.history import save_as
from tests.database import as_owner
from tests.factories import (
    LONG_AGO,
    AbsenceFactory,
    AbsenceReasonFactory,
    AccountFactory,
    AssignmentFactory,
    HandoverFactory,
    JoinRequestFactory,
    MembershipFactory,
    PostingFactory,
    ShareFactory,
    UserFactory,
    anew,
    official,
)
from tests.house.town import Town

BEFORE = LONG_AGO - timedelta(days=700)
UNTIL = LONG_AGO - timedelta(days=1)
EDGES = (
    "supervisor",
    "past_manager",
    "past_specialist",
    "manager_without_posting",
    "manager_posted_as_something_else",
    "future_contact",
    "past_agent",
    "official_with_a_company",
    "stand_in",
    "past_stand_in",
    "stand_in_of_another_duty",
    "predecessor",
    "long_ago_predecessor",
    "predecessor_without_posting",
    "predecessor_who_administers",
    "agent_who_came_along",
    "agent_who_left_before",
    "specialist_of_the_old_center",
    "former_manager_since_before",
    "former_manager_of_both",
)


def newcomers(town: Town) -> dict[str, User]:
    """Make the people at the edges; only some of them see anything."""
    center = town.northwind.center
    people = {name: UserFactory.create(name=name) for name in EDGES[1:]}
    people["supervisor"] = official("supervisor", Duty.SUPERVISOR, center)
    for name, duty in (
        ("past_manager", Duty.NAM),
        ("manager_posted_as_something_else", Duty.IMPORT_SPECIALIST),
        ("official_with_a_company", Duty.SCSS),
        ("stand_in", Duty.NAM),
        ("past_stand_in", Duty.NAM),
        ("stand_in_of_another_duty", Duty.SCSS),
        ("predecessor", Duty.SCSS),
        ("long_ago_predecessor", Duty.NAM),
        ("predecessor_who_administers", Duty.ADMIN),
    ):
        PostingFactory(official=people[name], duty=duty, center=center)
    for name, duty in (
        ("past_specialist", Duty.IMPORT_SPECIALIST),
        ("manager_without_posting", Duty.NAM),
    ):
        PostingFactory(
            official=people[name], duty=duty, center=center, since=BEFORE, until=UNTIL
        )
    assignments(town, people)
    handovers(town, people)
    absences(town, people)
    memberships(town, people)
    around_the_merger(town, people)
    return people


def assignments(town: Town, people: dict[str, User]) -> None:
    AssignmentFactory(
        account=town.northwind,
        official=people["past_manager"],
        duty=Duty.NAM,
        since=BEFORE,
        until=UNTIL,
    )
    left = AccountFactory.create(center=town.contoso.center)
    for name, duty, account in (
        ("manager_without_posting", Duty.NAM, left),
        ("manager_posted_as_something_else", Duty.SCSS, town.contoso),
    ):
        AssignmentFactory(account=account, official=people[name], duty=duty)


def absences(town: Town, people: dict[str, User]) -> None:
    """Let Contoso's manager be away, once and now; of another duty nobody stands in."""
    soon = timezone.now() + timedelta(days=3)
    absent = official("absent", Duty.NAM, town.contoso.center)
    other = official("absent, too", Duty.NAM, town.contoso.center)
    for away in (absent, other):
        account = AccountFactory.create(center=town.contoso.center)
        AssignmentFactory(account=account, official=away, duty=Duty.NAM)
    past = AbsenceFactory.create(official=absent, stand_in=people["past_stand_in"])
    AbsenceReasonFactory(absence=past, text="Kept to themselves")
    AbsenceFactory(
        official=absent,
        stand_in=people["stand_in"],
        since=LONG_AGO + timedelta(20),
        until=soon,
    )
    AbsenceFactory(
        official=other, stand_in=people["stand_in_of_another_duty"], until=soon
    )


def handovers(town: Town, people: dict[str, User]) -> None:
    soon = timezone.now() + timedelta(days=3)
    for name in EDGES:
        if "predecessor" in name:
            HandoverFactory(
                account=town.contoso,
                predecessor=people[name],
                reads_until=LONG_AGO if name.startswith("long_ago") else soon,
            )


def memberships(town: Town, people: dict[str, User]) -> None:
    contoso = town.contoso
    MembershipFactory(user=people["official_with_a_company"], account=contoso)
    next_year = timezone.now() + timedelta(days=365)
    MembershipFactory(user=people["future_contact"], account=contoso, since=next_year)
    agent = people["past_agent"]
    membership = MembershipFactory.create(
        user=agent, account=contoso, role=Role.AGENT, since=BEFORE
    )
    with rls.entered(town.people["zoe"].pk):
        zoe = anew(town.people["zoe"])
        actions.share(conversation=town.secret, agent=agent, by=zoe)
    with as_owner():
        membership.until = LONG_AGO
        save_as(membership, by=None, why="Left", at=LONG_AGO, fields=["until"])


def around_the_merger(town: Town, people: dict[str, User]) -> None:
    """Let some stand near Trail before it went into Northwind, or near that since."""
    trail, northwind, day = town.trail, town.northwind, town.trail.merged_at
    assert day
    with as_owner():
        people["agent_who_came_along"] = User.objects.get(name="Bert Broker")
    left = people["agent_who_left_before"]
    earlier = LONG_AGO + timedelta(days=30)
    MembershipFactory(user=left, account=trail, role=Role.AGENT, until=earlier)
    MembershipFactory(user=left, account=northwind, role=Role.AGENT)
    ShareFactory(conversation=town.old, user=left)
    JoinRequestFactory(asked_by=UserFactory.create(), company=trail.ref)
    specialist = people["specialist_of_the_old_center"]
    PostingFactory(
        official=specialist, duty=Duty.IMPORT_SPECIALIST, center=trail.center
    )
    for name, at in (
        ("former_manager_since_before", day - timedelta(days=1)),
        ("former_manager_of_both", day + timedelta(microseconds=1)),
    ):
        PostingFactory(official=people[name], duty=Duty.NAM, center=northwind.center)
        HandoverFactory(
            account=northwind,
            predecessor=people[name],
            handed_at=at,
            reads_until=timezone.now() + timedelta(days=3),
        )
