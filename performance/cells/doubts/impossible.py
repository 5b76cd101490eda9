"""Values that can hardly be: below zero, and more than all of a whole. The rules, and what is said of them."""

from __future__ import annotations

import re
from decimal import Decimal

from performance.cells import messages
from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.values.ratios import shown

WHOLE = Decimal(100)
_PART_OF_A_WHOLE = re.compile(r"%\s*(of\b.*)?", re.IGNORECASE)
# What goes up and down from nothing, by its unit; names say it in fewer words, as a count may be of "violence reduction".
_CHANGE = re.compile(
    r"\b(changes?|increases?|decreases?|reductions?|differences?|growth|rises?|falls?|net|balance|surplus|deficit"
    r"|variance|gap|points?|scores?)\b",
    re.IGNORECASE,
)
_CHANGE_BY_NAME = re.compile(r"\b(change|difference|net)\b", re.IGNORECASE)


def is_never_negative(subject: Subject) -> bool:
    """Counts, rates, percentages, days and the like; not what says how much something has changed."""
    return not (_CHANGE.search(subject.unit) or _CHANGE_BY_NAME.search(subject.name))


def is_part_of_a_whole(subject: Subject) -> bool:
    """A percentage of those who could be counted, so that it ends at 100%. A change in per cent does not."""
    return subject.scale == WHOLE and _PART_OF_A_WHOLE.fullmatch(subject.unit.strip()) is not None


def is_over_the_whole(
    value: Decimal, numerator: Decimal | None, denominator: Decimal | None
) -> bool:
    return value > WHOLE or _counts_more_than_all(numerator, denominator)


def below_zero(value: Decimal) -> Wrong:
    facts = {"value": shown(value), "meant": shown(-value)}
    return Wrong(messages.BELOW_ZERO, facts, role="value")


def over_the_whole(value: Decimal, numerator: Decimal | None, denominator: Decimal | None) -> Wrong:
    if _counts_more_than_all(numerator, denominator) and numerator and denominator:
        facts = {"numerator": shown(numerator), "denominator": shown(denominator)}
        return Wrong(messages.MORE_THAN_ALL, facts, role="value")
    return Wrong(messages.OVER_THE_WHOLE, {"value": shown(value)}, role="value")


def _counts_more_than_all(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    return numerator is not None and denominator is not None and numerator > denominator > 0
