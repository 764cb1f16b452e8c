import re
from collections.abc import Iterator

import pytest
from django.utils.functional import Promise

from conversations.channels import CAUTIONS, CHANNELS, OFFICIAL_CAUTIONS
from conversations.topics import GROUPS, TOPICS, Topic, grouped

KEYS = {
    "cf28",
    "cf29_proposed",
    "cf29_taken",
    "classification",
    "valuation",
    "origin",
    "marking",
    "ruling",
    "internal_advice",
    "protest",
    "liquidation",
    "post_summary_correction",
    "reconciliation",
    "fta_claim",
    "drawback",
    "prior_disclosure",
    "penalty",
    "detention",
    "forced_labor",
    "adcvd",
    "record_demand",
    "redelivery",
    "tariff_measures",
    "bond_importer_data",
    "center_change",
    "annual_letter",
    "self_testing",
    "membership",
    "benefits",
    "security_criteria",
    "security_incident",
    "validation",
    "portal_help",
}
# Questions and program matters: nothing is filed elsewhere.
WITHOUT_CHANNEL = {
    "classification",
    "valuation",
    "origin",
    "marking",
    "liquidation",
    "annual_letter",
    "self_testing",
    "membership",
    "benefits",
    "security_criteria",
    "security_incident",
    "validation",
    "portal_help",
}
# Laws whose text was read; no other may be named to a person.
READ = {
    "141.113",
    "151.16",
    "152.2",
    "162.74",
    "162.78",
    "163.6",
    "165",
    "171.2",
    "172.3",
    "174",
    "174.12",
    "177.11",
    "182.31",
    "1313",
    "1484",
    "92978",
}
GRADE = 9

every_topic = pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS.keys())


def sentences_of(topic: Topic) -> Iterator[str]:
    for words in (topic.channel, topic.caution, topic.official_caution):
        if words:
            yield str(words)


def test_every_subject_of_the_trade_is_a_topic() -> None:
    assert set(TOPICS) == KEYS


def test_each_topic_stands_in_one_group() -> None:
    listed = [topic for _group, topics in grouped() for topic in topics]

    assert sorted(topic.key for topic in listed) == sorted(TOPICS)
    assert [group for group, _topics in grouped()] == list(GROUPS)
    assert all(topics for _group, topics in grouped())


@pytest.mark.parametrize(
    ("key", "duty"),
    [
        ("classification", "IMPORT_SPECIALIST"),
        ("cf28", "IMPORT_SPECIALIST"),
        ("protest", "IMPORT_SPECIALIST"),
        ("detention", "IMPORT_SPECIALIST"),
        ("prior_disclosure", "IMPORT_SPECIALIST"),
        ("annual_letter", "NAM"),
        ("membership", "NAM"),
        ("benefits", "NAM"),
        ("bond_importer_data", "NAM"),
        ("portal_help", "NAM"),
        ("security_criteria", "SCSS"),
        ("validation", "SCSS"),
    ],
)
def test_a_topic_goes_to_whose_work_it_is(key: str, duty: str) -> None:
    assert TOPICS[key].duty == duty


def test_topics_with_a_legal_channel_say_so() -> None:
    silent = {key for key, topic in TOPICS.items() if not topic.channel}

    assert silent == WITHOUT_CHANNEL


def test_words_belong_to_topics() -> None:
    assert {*CHANNELS, *CAUTIONS, *OFFICIAL_CAUTIONS} <= set(TOPICS)


@pytest.mark.parametrize("key", ["prior_disclosure", "penalty"])
def test_dangerous_topics_warn_both_sides(key: str) -> None:
    assert str(TOPICS[key].caution).startswith("Stop before you send.")
    assert str(TOPICS[key].official_caution).startswith("Stop before you send.")


@every_topic
def test_a_topic_has_its_words(topic: Topic) -> None:
    assert 3 <= len(str(topic.label)) <= 45
    assert 20 <= len(str(topic.hint)) <= 90
    assert str(topic.hint)[-1] in ".?"
    assert not str(topic.label).endswith(".")
    assert len(topic.key) <= 32


@every_topic
def test_a_channel_says_what_a_message_is_not(topic: Topic) -> None:
    if topic.channel:
        assert re.match(r"A message here (is|does) not ", str(topic.channel))


@every_topic
def test_only_laws_that_were_read_are_named(topic: Topic) -> None:
    for sentence in sentences_of(topic):
        _before, *laws = re.split(r"\b(?:19|81) (?:CFR|U\.S\.C\.|FR) ", sentence)
        for law in laws:
            assert set(re.findall(r"\d+(?:\.\d+)?", law)) <= READ


def test_no_law_is_named_in_another_way() -> None:
    for topic in TOPICS.values():
        for sentence in sentences_of(topic):
            assert not re.search(
                r"(?<!19 )CFR|(?<!19 )U\.S\.C|(?<!81 )\bFR\b", sentence
            )


@every_topic
def test_words_can_be_translated(topic: Topic) -> None:
    words = [topic.label, topic.hint, topic.channel, topic.caution]

    assert all(isinstance(word, Promise) for word in words if word)


def test_labels_and_hints_differ() -> None:
    labels = [str(topic.label) for topic in TOPICS.values()]
    hints = [str(topic.hint) for topic in TOPICS.values()]

    assert len({*labels, *hints}) == 2 * len(TOPICS)


def syllables(word: str) -> int:
    """Count the groups of vowels, without a silent e at the end."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e$", "", word.lower()))
    return max(1, len(groups))


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade: years of school that a text asks for."""
    text = re.sub(r"\([^)]*\d[^)]*\)", "", text)  # the law's own name
    words = re.findall(r"[A-Za-z']+", text)
    ends = max(1, len(re.findall(r"[.?!:](?:\s|$)", text)))
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / ends + 11.8 * spoken / len(words) - 15.59


@every_topic
def test_hints_and_sentences_are_plain(topic: Topic) -> None:
    for text in (str(topic.hint), *sentences_of(topic)):
        assert grade(text) <= GRADE, text
