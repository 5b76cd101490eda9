"""Values that can hardly be: below zero, more than all of a whole, a fraction of a count, or many times a target.

None is doubted where an earlier figure is the same, or, beside a target, where there is any. Each rule stands beside its statement, which finds the
rows of an upload that the rule may doubt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from performance.cells.cell import Message, Wrong
from performance.cells.doubts.cases import (
    IF_RIGHT,
    IF_RIGHT_IN_FORM,
    NEARLY,
    TIMES,
    Case,
    WholeTarget,
    changing_rows,
    is_of,
    rows_by_earlier,
)
from performance.cells.subjects import Subject
from performance.cells.values.ratios import shown
from performance.choices import NumberKind, Polarity, TargetForm
from performance.models import Comparator, Figure, Target
from performance.rules.direction import SMALLEST_BASE
from performance.rules.targets import NoLimit, whole_limit
from performance.rules.wording import as_decimal
from performance.standings.rows import target_value

BELOW_ZERO = Message(
    "below_zero",
    "The value is {value}, which is below zero, and no earlier figure of this indicator for this area is.",
    "Type {meant} if that is meant. Accept the warning if {value} is right.",
    form_remedy="Type {meant} if that is meant. Tick the box if {value} is right.",
)
OVER_THE_WHOLE = Message(
    "over_the_whole",
    "The value is {value}%, which is more than 100%, and no earlier figure of this indicator for this area is.",
    IF_RIGHT,
    form_remedy=IF_RIGHT_IN_FORM,
)
MORE_THAN_ALL = Message(
    "over_the_whole",
    "The numerator, {numerator}, is more than the denominator, {denominator}: over 100%, and no earlier figure of this"
    " indicator for this area is.",
    "Check that they are the right way round, and accept the warning if they are.",
    form_remedy="Check that they are the right way round, and tick the box if they are.",
)
NOT_WHOLE = Message(
    "not_whole",
    "The value is read as {value}, with a decimal point, and figures of this indicator are whole numbers.",
    IF_RIGHT,
    form_remedy=IF_RIGHT_IN_FORM,
)
NOT_WHOLE_THOUSANDS = Message(
    "not_whole",
    "The value is read as {value}, with a decimal point, and figures of this indicator are whole numbers.",
    "Type {digits} if {thousands} is meant. Accept the warning if {value} is right.",
    form_remedy="Type {digits} if {thousands} is meant. Tick the box if {value} is right.",
)
BEYOND_TARGET = Message(
    "beyond_target",
    "The value is {value}, which is ten times the target for {period} ({target}) or more, and there is no earlier"
    " figure of this indicator for this area to compare it with.",
    IF_RIGHT,
    form_remedy=IF_RIGHT_IN_FORM,
)

# An indicator, and an area.
Series = tuple[int, int]

WHOLE = Decimal(100)
_THOUSAND = Decimal(1000)
_PART_OF_A_WHOLE = re.compile(r"%\s*(of\b.*)?", re.IGNORECASE)
# What goes up and down from nothing, by its unit; names say it in fewer words, as a count may be of "violence reduction".
_CHANGE = re.compile(
    r"\b(changes?|increases?|decreases?|reductions?|differences?|growth|rises?|falls?|net|balance|surplus|deficit"
    r"|variance|gap|points?|scores?)\b",
    re.IGNORECASE,
)
_CHANGE_BY_NAME = re.compile(r"\b(change|difference|net|ahead)\b", re.IGNORECASE)


# Below zero.


def is_never_negative(subject: Subject) -> bool:
    """Counts, rates, percentages, days and the like; not what says how much something has changed."""
    says_change = _CHANGE.search(subject.unit) or _CHANGE_BY_NAME.search(subject.name)
    return not says_change and subject.number_kind != NumberKind.ALONE


def first_below_zero(case: Case) -> Wrong | None:
    return below_zero(case.value) if case.value < 0 and not case.earlier.number else None


def rows_below_zero(subjects: Iterable[int]) -> str:
    """Rows of `subjects` with a negative value, where no earlier figure is negative."""
    rows = f"s.value < 0 AND {is_of(subjects)}"
    return rows_by_earlier(changing_rows(rows), "number = 0", figures="t.value < 0")


def below_zero(value: Decimal) -> Wrong:
    facts = {"value": shown(value), "meant": shown(-value)}
    return Wrong(BELOW_ZERO, facts, role="value")


# More than all of a whole.


def is_part_of_a_whole(subject: Subject) -> bool:
    """A percentage of those who could be counted, so that it ends at 100%. A change in per cent does not."""
    return subject.scale == WHOLE and _PART_OF_A_WHOLE.fullmatch(subject.unit.strip()) is not None


def first_over_the_whole(case: Case) -> Wrong | None:
    numbers = (case.value, case.numerator, case.denominator)
    if case.earlier.number or not is_over_the_whole(*numbers):
        return None
    return over_the_whole(*numbers)


def is_over_the_whole(
    value: Decimal, numerator: Decimal | None, denominator: Decimal | None
) -> bool:
    return value > WHOLE or _counts_more_than_all(numerator, denominator)


def rows_over_the_whole(shares: Iterable[int]) -> str:
    """Rows of `shares` that are more than 100%, where no earlier figure is."""
    rows = f"""(s.value > {WHOLE} OR s.denominator > 0 AND s.numerator > s.denominator)
        AND {is_of(shares)}"""
    return rows_by_earlier(changing_rows(rows), "number = 0", figures=f"t.value > {WHOLE}")


def over_the_whole(value: Decimal, numerator: Decimal | None, denominator: Decimal | None) -> Wrong:
    if _counts_more_than_all(numerator, denominator) and numerator and denominator:
        facts = {"numerator": shown(numerator), "denominator": shown(denominator)}
        return Wrong(MORE_THAN_ALL, facts, role="value")
    return Wrong(OVER_THE_WHOLE, {"value": shown(value)}, role="value")


def _counts_more_than_all(numerator: Decimal | None, denominator: Decimal | None) -> bool:
    return numerator is not None and denominator is not None and numerator > denominator > 0


# A fraction of a count.


def is_fraction(value: Decimal) -> bool:
    return value != value.to_integral_value()


def first_fraction(case: Case) -> Wrong | None:
    return not_whole(case.value) if is_fraction(case.value) and not case.earlier.number else None


def rows_with_fractions(counts: Iterable[int]) -> str:
    """Rows of `counts` that are no whole number, where every earlier figure is one."""
    rows = f"s.value <> ROUND(s.value) AND {is_of(counts)}"
    return rows_by_earlier(changing_rows(rows), "number = 0", figures="t.value <> ROUND(t.value)")


def not_whole(value: Decimal) -> Wrong:
    """Of a count. Where a point parts thousands, as on the Continent, a spreadsheet here takes 1.234 for a fraction."""
    facts = {"value": f"{value.normalize():f}"}
    thousands = value * _THOUSAND
    if not (1 <= abs(value) < _THOUSAND and thousands == int(thousands)):
        return Wrong(NOT_WHOLE, facts, role="value")
    facts |= {"digits": str(int(thousands)), "thousands": f"{int(thousands):,}"}
    return Wrong(NOT_WHOLE_THOUSANDS, facts, role="value")


# Many times what a target asks for.


def whole_targets_of(series: Collection[Series]) -> dict[Series, list[WholeTarget]]:
    """In three queries at most, however many there are."""
    targets = [one for one in _targets(series) if (one.indicator_id, one.area_id) in series]
    baselines = _baselines(targets)
    found: dict[Series, list[WholeTarget]] = defaultdict(list)
    for target in targets:
        key = (target.indicator_id, target.area_id)
        value = target_value(target.indicator, target, baselines.get(key, ()))
        limit = whole_limit(value, polarity=Polarity(target.indicator.polarity))
        if not isinstance(limit, NoLimit):
            amount = max(bound.limit for bound in limit.bounds)
            found[key].append(WholeTarget(target.period, as_decimal(amount)))
    return found


def whole_target_at(targets: Iterable[WholeTarget], day: date) -> WholeTarget | None:
    """That of a figure whose period ends on `day`; of two, the one that asks for more."""
    held = [one for one in targets if one.period.start <= day <= one.period.end]
    return max(held, key=lambda one: one.amount, default=None)


def far_beyond_target(case: Case) -> Wrong | None:
    if case.earlier.number or case.target is None:
        return None
    found = is_beyond(case.value, case.target, case.in_one)
    return beyond_target(case.value, case.target) if found else None


def is_beyond(value: Decimal, target: WholeTarget, in_one: Decimal = Decimal(1)) -> bool:
    """Whether it is ten times the whole target or more, and no small number; `in_one` is what was counted for a value of 1."""
    return target.amount > 0 and value >= target.amount * TIMES and value * in_one >= SMALLEST_BASE


def rows_beyond_targets() -> str:
    """Rows without an earlier figure that may be many times what a target asks for."""
    held = f"""SELECT 1 FROM {Target._meta.db_table} g
        WHERE g.archived_at IS NULL AND g.indicator_id = s.subject AND g.area_id = s.area
        AND g.period_start <= s.period_end AND g.period_end >= s.period_end
        AND (g.form = 'change' OR s.value >= COALESCE(g.upper_value, g.value) * {NEARLY})"""
    rows = f"""(s.denominator IS NOT NULL OR s.value >= {SMALLEST_BASE})
        AND s.value > 0 AND EXISTS ({held})"""
    return rows_by_earlier(changing_rows(rows), "number = 0")


def beyond_target(value: Decimal, target: WholeTarget) -> Wrong:
    facts = {
        "value": shown(value),
        "period": str(target.period),
        "target": shown(target.amount),
    }
    return Wrong(BEYOND_TARGET, facts, role="value")


def _targets(series: Collection[Series]) -> Iterable[Target]:
    latest = Comparator.objects.latest_revisions()
    return (
        Target.objects.filter(
            is_confirmed=True,
            indicator__in={indicator for indicator, _ in series},
            area__in={area for _, area in series},
        )
        .select_related("indicator")
        .prefetch_related(Prefetch("indicator__comparators", latest))
    )


def _baselines(targets: Iterable[Target]) -> dict[Series, list[Figure]]:
    """The figures that a change is against, and those that make them up."""
    changes = [
        one
        for one in targets
        if one.form == TargetForm.CHANGE and one.baseline_start and one.baseline_end
    ]
    if not changes:
        return {}
    starts = [one.baseline_start for one in changes if one.baseline_start]
    ends = [one.baseline_end for one in changes if one.baseline_end]
    figures = Figure.objects.latest_revisions().filter(
        indicator__in={one.indicator_id for one in changes},
        area__in={one.area_id for one in changes},
        period_start__gte=min(starts),
        period_end__lte=max(ends),
    )
    found: dict[Series, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.indicator_id, figure.area_id].append(figure.in_full())
    return found
