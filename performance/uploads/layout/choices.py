"""What a column may be said to hold, and what a quarter in it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.periods import MONTHS
from performance.cells.lookups import Subject
from performance.cells.values import NotAPeriod, read_period
from performance.choices import Frequency
from performance.models import UploadKind
from performance.uploads.layout.headings import ROLES

NAMES = {
    "indicator": "Indicator",
    "index": "Index",
    "area": "Area",
    "label": "What it is compared with",
    "period": "Period",
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "state": "State",
    "comment": "Comment",
}

NOT_USED = ""

BY_PERIOD = "heading:period"

BY_SUBJECT = "subject:"

NEW = "new"


def choices_for(kind: str, subjects: Iterable[Subject], *, may_add: bool) -> list[Any]:
    """For each column alike. `may_add` offers a new indicator."""
    roles = [(role, NAMES[role]) for role in ROLES[UploadKind(kind)]]
    figures = [(f"{BY_SUBJECT}{one.slug}", one.name) for one in subjects]
    new = [(NEW, "A new indicator, called as the heading")] if may_add else []
    by_period = (BY_PERIOD, "Figures of the period in its heading")
    return [(NOT_USED, "Not used"), *roles, by_period, *new, ("Figures of", figures)]


def names_of_one(subjects: Iterable[Subject]) -> dict[str, str]:
    """The answers that only one column may have, in words."""
    figures = {f"{BY_SUBJECT}{one.slug}": f"figures of {one.name}" for one in subjects}
    return figures | {role: f"the {name.lower()}" for role, name in NAMES.items()}


def conventions_for(text: str) -> list[tuple[str, str]]:
    """What a text means by either convention, in months."""
    choices = [("", "No quarter is written so")]
    for convention in ("calendar", "financial"):
        read = read_period(text, Frequency.QUARTER, convention)
        if not isinstance(read, NotAPeriod):
            months = " to ".join(MONTHS[day.month - 1] for day in (read.start, read.end))
            words = f"{months} {read.end.year}: quarters of the {convention} year"
            choices.append((convention, words))
    return choices
