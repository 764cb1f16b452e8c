"""The crowd beside the told cast: credible, in order, varied, and always the same."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import combinations, islice
from zoneinfo import ZoneInfo

import pytest

from conversations import identifiers, topics
from portal.demo import cast, seeding, stories
from portal.demo.crowd import (
    Size,
    agendas,
    gather,
    gathering,
    multitude,
    officials,
    plots,
    trades,
)
from portal.demo.crowd.days import Calendar
from portal.demo.crowd.houses import Founder, House
from portal.demo.crowd.officials import ZONES, Staff
from portal.demo.crowd.plots import Plot
from portal.demo.crowd.telling import Call, Teller, can_happen
from portal.demo.shapes import Official, Said, Scene, Story

SEED = seeding.SEED
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
LONG_PARAGRAPH = 60  # characters; shorter ones are what everybody writes
CENTER_DUTIES = {"IMPORT_SPECIALIST", "SUPERVISOR"}


@cache
def crowd() -> Scene:
    return gather(SEED, TODAY, Size())


@cache
def whole() -> Scene:
    """The crowd with the told cast, without the told stories."""
    told = Scene(cast.PEOPLE, cast.COMPANIES, cast.MEMBERS, cast.OFFICIALS)
    return told.beside(crowd())


@cache
def people() -> dict[str, str]:
    return {person.key: person.time_zone for person in whole().people}


@cache
def posts() -> dict[str, Official]:
    return {official.person: official for official in whole().officials}


@cache
def centers() -> dict[str, str]:
    return {company.key: company.center for company in crowd().companies}


def said() -> Iterator[tuple[Story, Said]]:
    for story in crowd().stories:
        for one in story.said:
            yield story, one


def texts() -> Iterator[tuple[str, str]]:
    for story in crowd().stories:
        yield story.key, story.subject
        for one in story.said:
            yield story.key, stories.write(one.text, TODAY)


# --- How many, and who ---------------------------------------------------------------


def test_the_crowd_and_the_told_make_a_full_portal() -> None:
    assert len(whole().companies) == seeding.COMPANIES == 40
    assert len(crowd().stories) + len(stories.told()) == 400
    assert len(posts()) == 60 + 1  # and an auditor
    assert sum(one.status == "pilot" for one in whole().companies) == 7


def test_every_center_has_companies_and_its_staff() -> None:
    for center in ZONES:
        duties = {one.duty for one in posts().values() if one.center == center}

        assert duties == {"NAM", *CENTER_DUTIES}
        assert center in {company.center for company in whole().companies}


def test_everybody_has_one_key_one_place_and_a_time_zone() -> None:
    keys = [person.key for person in whole().people]
    placed = {member.person for member in whole().members} | set(posts())

    assert len(keys) == len(set(keys))
    assert placed == set(keys)
    assert all(ZoneInfo(zone).key == zone for zone in people().values())


def test_told_companies_get_no_conversation_from_the_crowd() -> None:
    assert not set(centers()) & {company.key for company in cast.COMPANIES}


def test_each_company_has_an_officer_and_officials_of_its_center() -> None:
    for company in crowd().companies:
        roles = Counter(m.role for m in crowd().members if m.company == company.key)
        duties = {
            at.duty: posts()[at.official]
            for at in crowd().assignments
            if at.company == company.key
        }

        assert roles["OFFICER"] == 1
        assert {"NAM", "SCSS"} <= set(duties)
        assert all(duty == post.duty for duty, post in duties.items())
        assert all(
            post.center == company.center
            for duty, post in duties.items()
            if duty != "SCSS"
        )


def test_some_companies_write_to_the_queue() -> None:
    served = {
        at.company for at in crowd().assignments if at.duty == "IMPORT_SPECIALIST"
    }

    assert len(set(centers()) - served) == 3


# --- What is said, by whom and when --------------------------------------------------


def test_who_speaks_may_speak() -> None:
    roles = {(m.person, m.company): m for m in crowd().members}
    assigned = {(at.official, at.company) for at in crowd().assignments}
    for story, one in said():
        member = roles.get((one.by, story.company))
        if member is None:
            post = posts()[one.by]
            at_center = post.duty in CENTER_DUTIES
            assert (
                post.center == centers()[story.company]
                if at_center
                else (one.by, story.company) in assigned
            )
        else:
            group = topics.TOPICS[story.topic].group
            given = group in member.kinds or one.by in story.shared_with
            assert member.role != "VIEWER"
            assert member.role != "AGENT" or given


def test_nobody_speaks_before_they_are_there() -> None:
    since = {(m.person, m.company): m.since_days_ago for m in crowd().members}
    since |= {(a.official, a.company): a.since_days_ago for a in crowd().assignments}
    for story, one in said():
        began = since.get((one.by, story.company))
        assert began is None or one.days_ago < began


def test_is_said_on_working_days_in_office_hours_of_who_speaks() -> None:
    for _story, one in said():
        there = stories.moment(one.days_ago, NOW).astimezone(ZoneInfo(people()[one.by]))

        assert there.weekday() < 5
        assert time(7, 59) <= there.time() <= time(18)


def test_is_told_in_order_and_not_in_the_future() -> None:
    for story in crowd().stories:
        days = [one.days_ago for one in story.said]

        assert days == sorted(set(days), reverse=True)
        assert 1 <= days[-1] <= days[0] < 745


def test_lengths_go_from_one_to_a_hundred_and_twenty() -> None:
    lengths = Counter(len(story.said) for story in crowd().stories)

    assert min(lengths) == 1
    assert 110 <= max(lengths) <= 120
    assert len(lengths) >= 20
    assert sum(count for length, count in lengths.items() if length > 30) >= 6


def test_both_sides_have_the_turn_somewhere_and_most_has_ended() -> None:
    open_ones = [story for story in crowd().stories if not story.ended]
    waits = Counter(story.said[-1].by in posts() for story in open_ones)

    assert waits[True] >= 15
    assert waits[False] >= 15
    assert len(open_ones) < len(crowd().stories) / 3


# --- How it reads --------------------------------------------------------------------


def test_topics_are_known_and_every_one_comes_up() -> None:
    assert {story.topic for story in crowd().stories} == set(topics.TOPICS)


def test_reads_like_a_letter_and_not_like_filler() -> None:
    for key, text in texts():
        assert 0 < len(text) <= 8000, key
        assert text == text.strip(), key
        assert not re.search(r"[{}\[\]|]", text), (key, text)
        assert "lorem" not in text.casefold(), key
        assert not re.search(
            r"\S  +\S| [.,;:?!](\s|$)|,[,.;:?!]|\.\.(?!\.)|\?\.|;\.", text
        ), (
            key,
            text,
        )
        assert not re.search(
            r"\b[Aa] (?!one\b)[aeio]\w|\b[Aa]n [bcdfgjklmpqrstvwz]", text
        ), (
            key,
            text,
        )
        assert not re.search(r"\bthe the\b|\ba a\b|\bour our\b", text), (key, text)
        assert not re.search(r"\b\d{3}-(?!01\d\d\b)\d{4}\b", text), (key, text)


def test_subjects_fit() -> None:
    assert all(0 < len(story.subject) <= 140 for story in crowd().stories)


def test_dates_are_written_as_places() -> None:
    for story, one in said():
        assert not re.search(r"\b20[2-9]\d\b", one.text), story.key


def test_entry_numbers_have_the_right_check_digit() -> None:
    written = [
        number
        for _key, text in texts()
        for number in re.findall(r"\b[A-Z0-9]{3}-\d{7}-\d\b", text)
    ]

    assert len(written) > 200
    for number in written:
        found = identifiers.read_entry_number(number)
        assert found is not None
        assert found.is_right, number


def test_headings_are_those_of_the_companys_goods() -> None:
    lines = {trade.line: trade for trade in trades.known()}
    dealt = {one.key: lines[one.profile] for one in crowd().companies}
    for story in crowd().stories:
        own = {h for p in dealt[story.company].products for h in p.headings}
        for one in story.said:
            named = re.findall(r"\b[Hh]eadings? (\d{4})(?: or (\d{4}))?", one.text)
            assert {number for pair in named for number in pair if number} <= own


def paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.sub(r"\{d:-?\d+\}", "DAY", text).split("\n\n"):
        if len(paragraph) >= LONG_PARAGRAPH:
            yield paragraph


def test_three_conversations_read_at_random_do_not_repeat_one_another() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for story, one in said():
        for paragraph in paragraphs(one.text):
            found[paragraph].add(story.key)
    alike = {
        pair
        for keys in found.values()
        if len(keys) > 1
        for pair in combinations(sorted(keys), 2)
    }
    count = len(crowd().stories)
    share = len(alike) / (count * (count - 1) / 2)

    assert 3 * share < 0.02  # for three, which are three pairs
    assert max(map(len, found.values())) <= 5


def test_a_long_conversation_does_not_repeat_itself() -> None:
    for story in crowd().stories:
        found = Counter(p for one in story.said for p in paragraphs(one.text))

        assert sum(found.values()) - len(found) <= 1 + len(story.said) / 15, story.key


def test_openings_differ() -> None:
    first = [re.sub(r"\s+", " ", story.said[0].text) for story in crowd().stories]

    assert len(set(first)) == len(first)


# --- Phrases -------------------------------------------------------------------------


def test_plots_lie_in_the_folder_of_their_group() -> None:
    for file in plots.FOLDER.glob("*/*.txt"):
        assert topics.TOPICS[file.stem].group == file.parent.name, file
    for agenda in agendas.known():
        assert agenda.plot.topic in topics.TOPICS


def test_plots_have_keys_of_their_own_within_a_topic() -> None:
    keys = [(plot.topic, plot.key) for plot in plots.known()]

    assert len(keys) == len(set(keys))


def house_of(trade: trades.Trade, seed: int = 1) -> tuple[House, Staff]:
    draw = gathering.drawn(seed, trade.key)
    staff = Staff([*officials.told(), *officials.crowd(draw)])
    return Founder(draw).found(trade, staff.serve(trade.center)), staff


@pytest.mark.parametrize("trade", trades.known(), ids=lambda trade: trade.key)
def test_every_plot_can_be_told_to_its_end_wherever_it_happens(
    trade: trades.Trade,
) -> None:
    house, staff = house_of(trade)
    fitting = [plot for plot in plots.known() if can_happen(plot, house)]
    for place, plot in enumerate(fitting):
        call = Call(plot.key, plot, 600, gathering.drawn(place, plot.key))
        story = Teller(house, call, staff=staff, calendar=Calendar(TODAY)).story()
        needed = sum(not beat.maybe for beat in plot.beats)

        assert needed <= len(story.said) <= len(plot.beats)


@pytest.mark.parametrize("center", ZONES)
def test_each_center_has_a_dozen_questions_about_its_goods(center: str) -> None:
    houses = [house_of(trade)[0] for trade in trades.known() if trade.center == center]
    about_goods: set[Plot] = {
        plot
        for plot in plots.known()
        if topics.TOPICS[plot.topic].group == "goods"
        and any(can_happen(plot, house) for house in houses)
    }

    assert len(about_goods) >= 12


def test_headings_and_steps_of_each_product_fit_together() -> None:
    countries, agreements = trades.places()
    assert set(agreements) <= set(countries)
    for trade in trades.known():
        assert len({*trade.countries}) >= 2
        for product in trade.products:
            assert product.goes in product.headings
            assert all(re.fullmatch(r"\d{4}", one) for one in product.headings)
            assert len(product.headings) == 2
            assert 1 <= product.turn <= len(product.steps) == 3
            assert {*product.countries, *trade.countries} <= set(countries)


@pytest.mark.parametrize(
    "spoil",
    ["=== x\nsubject: a\ntropic: b\n", "=== x\nsubject: a\n@ nobody\nWords."],
)
def test_a_plot_that_cannot_be_read_is_refused(spoil: str) -> None:
    ((key, text),) = plots.sections(spoil)

    with pytest.raises(ValueError, match="x: "):
        plots.read(key, "origin", text)


# --- Always the same -----------------------------------------------------------------


def test_the_same_seed_makes_the_same_crowd() -> None:
    assert gather(SEED, TODAY, Size()) == crowd()


def test_another_seed_makes_another() -> None:
    other = gather(SEED + 1, TODAY, Size(companies=6, conversations=20, long=2))

    assert not {one.legal_name for one in other.companies} & {
        one.legal_name for one in crowd().companies
    }


def test_another_day_moves_the_dates_and_keeps_people_and_subjects() -> None:
    size = Size(companies=6, conversations=20, long=2)
    one, other = gather(1, TODAY, size), gather(1, date(2027, 2, 3), size)

    assert one.people == other.people
    assert one.companies == other.companies
    assert Counter(s.topic for s in one.stories) == Counter(
        s.topic for s in other.stories
    )


def test_a_multitude_is_the_same_for_the_same_seed_too() -> None:
    def beginning() -> list[Story]:
        return list(islice(multitude.stories(1, multitude.raise_up(1, 50), TODAY), 40))

    assert beginning() == beginning()


def test_people_of_a_multitude_are_nobody_of_the_crowd() -> None:
    many = multitude.raise_up(SEED, 100)
    scenes = list(many.scenes(30))
    keys = [person.key for scene in scenes for person in scene.people]

    assert len(keys) == len(set(keys))
    assert not set(keys) & set(people())
    assert sum(len(scene.companies) for scene in scenes) == 100
