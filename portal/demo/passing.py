"""Who has just handed a company to whom."""

from portal.demo.shapes import Passed

PASSED = (
    Passed(
        company="saltmarsh",
        duty="NAM",
        predecessor="marcus",
        successor="nora",
        days_ago=0.2,
        why="Marcus takes over the pilot companies of another Center.",
    ),
)
