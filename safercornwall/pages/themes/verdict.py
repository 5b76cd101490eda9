"""How a theme stands, in a sentence: the worst status that an indicator of it has, and how many have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from performance.choices import WORST_FIRST, Status

NOTHING = (
    "Nothing measures this theme: it has no indicator, so nobody can tell whether it gets better."
)
SAID = {
    Status.NO_TARGET: "without a target",
    Status.NO_FIGURES: "without figures",
}


@dataclass(frozen=True)
class Verdict:
    """`status` is the worst; None where nothing measures the theme."""

    status: Status | None
    sentence: str


def verdict_of(statuses: Iterable[Status]) -> Verdict:
    """ "2 of 5 indicators are missed; 1 at risk, 2 without a target." """
    counted = Counter(statuses)
    told = [(status, counted[status]) for status in WORST_FIRST if counted[status]]
    if not told:
        return Verdict(None, NOTHING)
    (worst, number), *others = told
    total = sum(counted.values())
    if total == 1:
        return Verdict(worst, f"Its one indicator is {said(worst)}.")
    verb = "is" if number == 1 else "are"
    first = f"{number} of {total} indicators {verb} {said(worst)}"
    if number == total:
        first = f"{'Both' if total == 2 else f'All {total}'} indicators are {said(worst)}"
    rest = ", ".join(f"{count} {said(status)}" for status, count in others)
    return Verdict(worst, f"{first}; {rest}." if rest else f"{first}.")


def said(status: Status) -> str:
    return SAID.get(status, str(status.label).lower())
