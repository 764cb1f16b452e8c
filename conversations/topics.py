"""What a conversation can be about, in plain words, and who answers it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from accounts.states import Duty
from conversations.channels import CAUTIONS, CHANNELS, OFFICIAL_CAUTIONS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Group:
    """Topics that stand together on the page.

    Attributes:
        duty: whose work they are; the office's queue when nobody holds that duty.
    """

    key: str
    label: StrOrPromise
    duty: Duty


GOODS, ENTRIES, NOTICES, HOLDS = "goods", "entries", "notices", "holds"
PROGRAM, SECURITY, PORTAL = "program", "security", "portal"

GROUPS: Final = (
    Group(GOODS, _("Goods and their duties"), Duty.IMPORT_SPECIALIST),
    Group(ENTRIES, _("Entries already filed"), Duty.IMPORT_SPECIALIST),
    Group(NOTICES, _("A form or notice from CBP"), Duty.IMPORT_SPECIALIST),
    Group(HOLDS, _("Goods that are held"), Duty.IMPORT_SPECIALIST),
    Group(PROGRAM, _("Membership and account"), Duty.NAM),
    Group(SECURITY, _("Supply chain security"), Duty.SCSS),
    Group(PORTAL, _("This portal"), Duty.NAM),
)
_DUTIES: Final = {group.key: group.duty for group in GROUPS}


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that a person can choose.

    Attributes:
        label: short, the same for both sides.
        hint: the question behind it.
    """

    key: str
    group: str
    label: StrOrPromise
    hint: StrOrPromise

    @property
    def duty(self) -> Duty:
        return _DUTIES[self.group]

    @property
    def channel(self) -> StrOrPromise:
        """Why a message is no filing, for a topic with a legal channel; else ""."""
        return CHANNELS.get(self.key, "")

    @property
    def caution(self) -> StrOrPromise:
        """What a company should know before it writes; else ""."""
        return CAUTIONS.get(self.key, "")

    @property
    def official_caution(self) -> StrOrPromise:
        """What an official should know before they write; else ""."""
        return OFFICIAL_CAUTIONS.get(self.key, "")


_ALL: Final = (
    Topic(
        "classification",
        GOODS,
        _("Tariff number"),
        _("Which tariff number fits our product?"),
    ),
    Topic(
        "valuation",
        GOODS,
        _("Value"),
        _("Which price or costs count for the customs value?"),
    ),
    Topic(
        "origin",
        GOODS,
        _("Country of origin"),
        _("Which country do our goods come from under the rules?"),
    ),
    Topic(
        "marking",
        GOODS,
        _("Origin marking"),
        _("How must the goods or the box show the country of origin?"),
    ),
    Topic(
        "ruling",
        GOODS,
        _("Binding ruling"),
        _("We plan an import and want a ruling that binds CBP."),
    ),
    Topic(
        "internal_advice",
        GOODS,
        _("Internal advice"),
        _("We import now and want headquarters to settle a question."),
    ),
    Topic(
        "tariff_measures",
        GOODS,
        _("Extra tariffs and exclusions"),
        _("Does an extra tariff apply to our goods, or an exclusion?"),
    ),
    Topic(
        "adcvd",
        GOODS,
        _("Antidumping and countervailing duty"),
        _("Is our product covered by an order or a case?"),
    ),
    Topic(
        "liquidation",
        ENTRIES,
        _("Liquidation and refunds"),
        _("When will an entry be closed, or why was it billed?"),
    ),
    Topic(
        "post_summary_correction",
        ENTRIES,
        _("Correction before liquidation"),
        _("How do we fix an entry that is still open?"),
    ),
    Topic(
        "reconciliation",
        ENTRIES,
        _("Reconciliation"),
        _("How do we settle a value or claim that we flagged?"),
    ),
    Topic(
        "fta_claim",
        ENTRIES,
        _("Trade agreement claim"),
        _("Can we claim a lower duty after the import?"),
    ),
    Topic(
        "drawback",
        ENTRIES,
        _("Drawback"),
        _("How do we get duty back on goods that left the country?"),
    ),
    Topic(
        "protest",
        ENTRIES,
        _("Protest"),
        _("We think a decision on our entry is wrong."),
    ),
    Topic(
        "prior_disclosure",
        ENTRIES,
        _("Prior disclosure"),
        _("We found an error in our entries and want to report it."),
    ),
    Topic(
        "cf28",
        NOTICES,
        _("Request for information (CBP Form 28)"),
        _("CBP asks us for facts, papers or samples."),
    ),
    Topic(
        "cf29_proposed",
        NOTICES,
        _("Proposed change (CBP Form 29)"),
        _("CBP plans to change the rate, value or amount of an entry."),
    ),
    Topic(
        "cf29_taken",
        NOTICES,
        _("Change made (CBP Form 29)"),
        _("CBP has changed the rate, value or amount of an entry."),
    ),
    Topic(
        "record_demand",
        NOTICES,
        _("Demand for records"),
        _("CBP wants to see the records of an entry."),
    ),
    Topic(
        "penalty",
        NOTICES,
        _("Penalty or claim for damages"),
        _("We got a penalty notice, or a notice that one may come."),
    ),
    Topic(
        "detention",
        HOLDS,
        _("Detained shipment"),
        _("Our goods are held. What do you need from us?"),
    ),
    Topic(
        "forced_labor",
        HOLDS,
        _("Forced labor"),
        _("Our goods are held, or may be, because of forced labor."),
    ),
    Topic(
        "redelivery",
        HOLDS,
        _("Notice to mark or redeliver"),
        _("CBP wants goods marked or brought back."),
    ),
    Topic(
        "annual_letter",
        PROGRAM,
        _("Annual notification letter"),
        _("What goes into our yearly letter, and when is it due?"),
    ),
    Topic(
        "self_testing",
        PROGRAM,
        _("Self-testing and controls"),
        _("How do we test our own work, and what did we find?"),
    ),
    Topic(
        "membership",
        PROGRAM,
        _("Membership and company changes"),
        _("Our company, its people or its importer numbers change."),
    ),
    Topic(
        "benefits",
        PROGRAM,
        _("Benefits"),
        _("Which benefits do we have, and how do we use one?"),
    ),
    Topic(
        "bond_importer_data",
        PROGRAM,
        _("Bond, payments and importer data"),
        _("A bond, a statement or an importer record needs a look."),
    ),
    Topic(
        "center_change",
        PROGRAM,
        _("Change of Center"),
        _("We think another Center fits our business better."),
    ),
    Topic(
        "security_criteria",
        SECURITY,
        _("Security criteria"),
        _("What does a security criterion ask of us?"),
    ),
    Topic(
        "security_incident",
        SECURITY,
        _("Security incident"),
        _("A seal was broken, goods are gone, or something is not right."),
    ),
    Topic(
        "validation",
        SECURITY,
        _("Validation visit"),
        _("A visit is planned, or we answer what it found."),
    ),
    Topic(
        "portal_help",
        PORTAL,
        _("Help with the portal"),
        _("Something here does not work, or could work better."),
    ),
)

TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {topic.key: topic for topic in _ALL}
)


def grouped() -> list[tuple[Group, list[Topic]]]:
    """Return the groups in their order, each with its topics."""
    return [
        (group, [topic for topic in _ALL if topic.group == group.key])
        for group in GROUPS
    ]
