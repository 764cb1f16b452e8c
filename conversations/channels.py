"""Where the law wants another way than a message, and where a message may do harm.

A portal message is not a filing. Each topic that has a channel of its own says so
before anything is sent; the law is named only where its text was read.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

CHANNELS: Final = {
    "cf28": _(
        "A message here does not answer the form. Send your answer the way the form "
        "says, by the date on it."
    ),
    "cf29_proposed": _(
        "A message here is not your objection. Send it the way the notice says: you "
        "have 20 days from the day it was mailed (19 CFR 152.2)."
    ),
    "cf29_taken": _(
        "A message here is not a protest. You can protest once the entry has been "
        "liquidated, with CBP Form 19 (19 CFR part 174)."
    ),
    "ruling": _(
        "A message here does not ask for a binding ruling, and an answer here is not "
        "one. A request for a ruling has its own channel."
    ),
    "internal_advice": _(
        "A message here does not start internal advice. Ask for it in writing, as the "
        "rule says (19 CFR 177.11)."
    ),
    "tariff_measures": _(
        "A message here does not ask for an exclusion. Each measure has its own "
        "channel, named in its notice in the Federal Register."
    ),
    "adcvd": _(
        "A message here is not a filing in an evasion case. Those have their own "
        "channel and dates (19 CFR part 165)."
    ),
    "post_summary_correction": _(
        "A message here does not correct an entry. File the correction in ACE."
    ),
    "reconciliation": _(
        "A message here does not flag or reconcile an entry. File it in ACE "
        "(19 U.S.C. 1484(b))."
    ),
    "fta_claim": _(
        "A message here is not a claim. File it within one year of the import; for "
        "USMCA see 19 CFR 182.31."
    ),
    "drawback": _(
        "A message here is not a drawback claim. File the claim itself within five "
        "years of the import (19 U.S.C. 1313(r))."
    ),
    "protest": _(
        "A message here is not a protest. File CBP Form 19 within 180 days "
        "(19 CFR 174.12)."
    ),
    "prior_disclosure": _(
        "A message here is not meant as a prior disclosure. A disclosure has its own "
        "channel and its own contents (19 CFR 162.74)."
    ),
    "penalty": _(
        "A message here is not a petition and does not answer a notice. Send those to "
        "the office named in the notice (19 CFR 162.78, 171.2 and 172.3)."
    ),
    "record_demand": _(
        "A message here does not hand over the records. Give them to the office that "
        "asked, within 30 days of getting its demand (19 CFR 163.6)."
    ),
    "redelivery": _(
        "A message here does not answer the notice. Do what it says, at the port it "
        "names (19 CFR 141.113)."
    ),
    "detention": _(
        "A message here does not answer the notice. Send your proof to the office it "
        "names. The port decides on release (19 CFR 151.16)."
    ),
    "forced_labor": _(
        "A message here is not your proof that the goods are free of forced labor. "
        "Send that to the office named in the notice."
    ),
    "bond_importer_data": _(
        "A message here does not change a bond or an importer record. Each has its "
        "own form."
    ),
    "center_change": _(
        "A message here is not an appeal of the Center you were given. An appeal has "
        "its own channel (81 FR 92978)."
    ),
}

# Read by the company before it writes.
CAUTIONS: Final = {
    "prior_disclosure": _(
        "Stop before you send. What you write here is kept and cannot be taken back. "
        "A careless message could start a disclosure or spoil it. Ask your counsel "
        "first."
    ),
    "penalty": _(
        "Stop before you send. What you write here is kept and may be used in the "
        "case. Ask your counsel first."
    ),
    "security_incident": _(
        "Do not wait for an answer here if people or cargo are in danger. Call the "
        "police or the port first."
    ),
}

# Read by an official before they write.
OFFICIAL_CAUTIONS: Final = {
    "prior_disclosure": _(
        "Stop before you send. A message that names a suspected violation may end the "
        "company's chance of a prior disclosure (19 CFR 162.74(g) and (i))."
    ),
    "penalty": _(
        "Stop before you send. A message that names a suspected violation may end the "
        "company's chance of a prior disclosure (19 CFR 162.74(g) and (i))."
    ),
}
