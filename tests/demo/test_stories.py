"""The demonstration's conversations: credible, in order, and seen by who speaks."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from conversations import identifiers, topics
from portal.demo import cast, stories
from portal.demo.shapes import Member, Official, Said, Story

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
PEOPLE = {person.key: person for person in cast.PEOPLE}
COMPANIES = {company.key: company for company in cast.COMPANIES}
MEMBERS = {(member.person, member.company): member for member in cast.MEMBERS}
OFFICIALS = {official.person: official for official in cast.OFFICIALS}
ASSIGNED = {(at.company, at.official): at for at in cast.ASSIGNMENTS}
CENTER_DUTIES = {"IMPORT_SPECIALIST", "SUPERVISOR"}

every_story = pytest.mark.parametrize(
    "story", stories.told(), ids=lambda story: str(story.key)
)


def member_sees(member: Member, story: Story) -> bool:
    group = topics.TOPICS[story.topic].group
    return (
        member.role != "AGENT"
        or group in member.kinds
        or member.person in story.shared_with
    )


def official_sees(official: Official, story: Story) -> bool:
    if official.duty in CENTER_DUTIES:
        return official.center == COMPANIES[story.company].center
    return (story.company, official.person) in ASSIGNED


def sees(key: str, story: Story) -> bool:
    if official := OFFICIALS.get(key):
        return official_sees(official, story)
    member = MEMBERS.get((key, story.company))
    return member is not None and member_sees(member, story)


def speaks_for_the_company(said: Said) -> bool:
    return said.by not in OFFICIALS


def texts(story: Story) -> Iterator[str]:
    yield story.subject
    for said in story.said:
        yield stories.write(said.text, TODAY)


# The cast.


def test_each_person_has_one_place() -> None:
    places = [{member.person for member in cast.MEMBERS}, set(OFFICIALS)]

    assert set.union(*places) == set(PEOPLE)
    assert not set.intersection(*places)
    assert len(PEOPLE) == len(cast.PEOPLE)


def test_each_time_zone_exists() -> None:
    for person in cast.PEOPLE:
        assert ZoneInfo(person.time_zone).key == person.time_zone


def test_each_company_has_an_officer_and_officials_of_its_center() -> None:
    for company in cast.COMPANIES:
        duties = {
            at.duty: OFFICIALS[at.official]
            for at in cast.ASSIGNMENTS
            if at.company == company.key
        }

        assert any(
            member.role == "OFFICER"
            for member in cast.MEMBERS
            if member.company == company.key
        )
        assert set(duties) == {"NAM", "IMPORT_SPECIALIST", "SCSS"}
        assert all(duty == official.duty for duty, official in duties.items())
        assert duties["NAM"].center == company.center
        assert duties["IMPORT_SPECIALIST"].center == company.center


def test_kinds_are_topic_groups_given_to_agents() -> None:
    groups = {group.key for group in topics.GROUPS}

    for member in cast.MEMBERS:
        assert set(member.kinds) <= groups
        assert not member.kinds or member.role == "AGENT"


# Each story.


@every_story
def test_names_only_whom_and_what_we_know(story: Story) -> None:
    assert story.company in COMPANIES
    assert story.topic in topics.TOPICS
    assert {said.by for said in story.said} <= set(PEOPLE)
    assert 0 < len(story.subject) <= 140


def test_lies_in_the_folder_of_its_group() -> None:
    for file in stories.FOLDER.glob("*/*.md"):
        story = stories.read(file.stem, file.read_text(encoding="utf-8"))

        assert topics.TOPICS[story.topic].group == file.parent.name, file


@every_story
def test_is_shared_with_agents_who_need_it(story: Story) -> None:
    for key in story.shared_with:
        member = MEMBERS[key, story.company]

        assert member.role == "AGENT"
        assert topics.TOPICS[story.topic].group not in member.kinds


@every_story
def test_who_speaks_or_has_it_unread_may_see_it(story: Story) -> None:
    for key in {*story.unread_for, *(said.by for said in story.said)}:
        assert sees(key, story), key


@every_story
def test_viewers_and_admins_say_nothing(story: Story) -> None:
    for said in story.said:
        member = MEMBERS.get((said.by, story.company))

        assert member is None or member.role != "VIEWER"
        assert said.by not in OFFICIALS or OFFICIALS[said.by].duty != "ADMIN"


@every_story
def test_nobody_speaks_before_they_are_there(story: Story) -> None:
    for said in story.said:
        assert said.days_ago < COMPANIES[story.company].accepted_days_ago
        assigned = ASSIGNED.get((story.company, said.by))
        assert assigned is None or said.days_ago < assigned.since_days_ago


@every_story
def test_who_spoke_last_has_nothing_unread(story: Story) -> None:
    assert story.said[-1].by not in story.unread_for


@every_story
def test_is_told_in_order_and_never_in_the_future(story: Story) -> None:
    for hour in (0, 9, 23):
        now = datetime.combine(TODAY, time(hour, 30), tzinfo=UTC)
        moments = [stories.moment(said.days_ago, now) for said in story.said]

        assert moments == sorted(set(moments))
        assert moments[-1] < now


@every_story
def test_is_said_in_office_hours_of_who_speaks(story: Story) -> None:
    for said in story.said:
        if said.days_ago > 1:
            moment = stories.moment(said.days_ago, NOW)
            there = moment.astimezone(ZoneInfo(PEOPLE[said.by].time_zone))

            assert time(7) <= there.time() <= time(19), (said.by, said.days_ago)


@every_story
def test_entry_numbers_have_the_right_check_digit(story: Story) -> None:
    for text in texts(story):
        for written in re.findall(r"\b[A-Z0-9]{3}-\d{7}-\d\b", text):
            number = identifiers.read_entry_number(written)

            assert number is not None
            assert number.is_right, written


@every_story
def test_reads_like_a_letter_and_not_like_filler(story: Story) -> None:
    for text in texts(story):
        assert 0 < len(text) <= 8000
        assert text == text.strip()
        assert "{" not in text
        assert "}" not in text
        assert "lorem" not in text.casefold()
        assert not re.search(r"^\||<\w", text, re.MULTILINE)
        assert not re.search(r"\b\d{3}-(?!01\d\d\b)\d{4}\b", text)


@every_story
def test_dates_in_a_story_are_written_as_places(story: Story) -> None:
    for said in story.said:
        assert not re.search(r"\b20[2-9]\d\b", said.text), said.text


# All of them.


def test_there_are_enough_for_each_company() -> None:
    told = Counter(story.company for story in stories.told())

    assert told == {"northwind": 15, "contoso": 9, "saltmarsh": 5, "quillwater": 5}


def test_both_sides_speak_in_all_but_the_newest() -> None:
    for story in stories.told():
        sides = {speaks_for_the_company(said) for said in story.said}

        assert len(sides) == 2 or story.said[0].days_ago < 1, story.key


def test_both_sides_have_the_turn_somewhere_at_northwind() -> None:
    last = Counter(
        speaks_for_the_company(story.said[-1])
        for story in stories.told()
        if story.company == "northwind" and not story.ended
    )

    assert last[True] >= 4
    assert last[False] >= 4


def test_lengths_differ_and_something_is_new() -> None:
    lengths = {len(story.said) for story in stories.told()}

    assert min(lengths) == 1
    assert max(lengths) >= 12
    assert sum(story.said[-1].days_ago < 1 for story in stories.told()) >= 5


def test_officials_open_some() -> None:
    opened = [
        story.key
        for story in stories.told()
        if not speaks_for_the_company(story.said[0])
    ]

    assert len(opened) >= 2
