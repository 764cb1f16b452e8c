"""What officials and the told companies said to each other outside the portal."""

from portal.demo.shapes import Call

CALLS = (
    Call(
        company="northwind",
        official="nora",
        kind="visit",
        days_ago=212.3,
        people=("olga", "carl"),
        shared=(
            "We walked through the warehouse in Secaucus and looked at how entries are "
            "kept. Olga showed the new binder of rulings; one of them had lapsed."
        ),
        internal=(
            "They have one person for classification. When Carl is away, questions "
            "wait. Worth asking again before the next letter."
        ),
        follow_up="Northwind names a stand-in for classification questions",
        follow_up_in=45,
    ),
    Call(
        company="northwind",
        official="nora",
        kind="call",
        days_ago=61.2,
        people=("olga",),
        shared=(
            "The annual letter: what changed since last year, and who signs. Olga will "
            "send the list of new suppliers beforehand."
        ),
        follow_up="List of suppliers that are new this year",
        follow_up_in=14,
    ),
    Call(
        company="northwind",
        official="nora",
        kind="call",
        days_ago=9.15,
        people=("carl",),
        shared="How the lamp question goes on, and where a binding ruling would help.",
        internal="Carl sounded rushed; the Center's answer had taken three days.",
    ),
    Call(
        company="quillwater",
        official="nora",
        kind="meeting",
        days_ago=121.4,
        people=("etienne", "harriet"),
        shared=(
            "The first meeting since the company was accepted. We agreed to talk twice "
            "a year."
        ),
    ),
    Call(
        company="contoso",
        official="marcus",
        kind="call",
        days_ago=33.25,
        people=("zoe",),
        shared="Textile sourcing for the spring; who answers when Zoe is traveling.",
        internal=(
            "Zoe asked whether others in the trade see delays too. I said nothing of "
            "others."
        ),
    ),
)
