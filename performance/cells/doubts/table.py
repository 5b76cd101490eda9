"""The table of doubts in the order they are raised, and the doubts about one figure that is entered by hand.

A rule judges plain values. Its statement in SQL finds the rows of an upload that the rule may doubt, so that no other
row is read; `staged_rows` reads the table for uploads. A test holds both to the same answers: one figure by hand, and the same figure in an upload.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from performance.cells import messages
from performance.cells.doubts import candidate_rows, impossible
from performance.cells.doubts.candidate_rows import months_long
from performance.cells.doubts.earlier_figures import (
    NONE_EARLIER,
    Earlier,
    below_one_percent,
    counted_in_one,
    fits_as_a_share,
    is_a_jump,
    is_far_outside,
    jump,
    not_whole,
    outlier,
    worked_out,
)
from performance.cells.doubts.whole_targets import (
    WholeTarget,
    beyond_target,
    is_beyond,
    whole_target_at,
    whole_targets_of,
)
from performance.cells.findings import Wrong
from performance.cells.lookups import Subject
from performance.cells.period_rules import of_other_length
from performance.cells.values.given import MeasureReading, Remark
from performance.cells.values.ratios import wrong_unit
from performance.figures.keys import FigureKey
from performance.models import Figure
from performance.standings.standing import YEARS_OF_FIGURES


class Case(NamedTuple):
    """A value that can be read, and what a rule holds it to. `earlier` are the earlier figures that the rule counts."""

    subject: Subject
    value: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    earlier: Earlier
    remark: str = Remark.NONE
    target: WholeTarget | None = None
    all_worked_out: bool = False

    @property
    def in_one(self) -> Decimal:
        return counted_in_one(self.subject, self.denominator)


@dataclass(frozen=True)
class DoubtRule:
    """`applies` picks the indicators, `counts` the earlier figures; `rows` is the statement that finds the rows."""

    judge: Callable[[Case], Wrong | None]
    rows: Callable[[Iterable[int]], str]
    applies: Callable[[Subject], bool] = lambda subject: True
    counts: Callable[[Decimal], bool] = lambda earlier: True
    # The value came about so: no other value is judged.
    remark: Remark = Remark.NONE
    # It is held to a target, which is fetched only for the rows found.
    needs_target: bool = False


def _worked_out(case: Case) -> Wrong | None:
    if case.remark != Remark.WORKED_OUT:
        return None
    parts = (case.numerator, case.denominator)
    return worked_out(case.subject, case.value, *parts, as_all=case.all_worked_out)


def _below_zero(case: Case) -> Wrong | None:
    return impossible.below_zero(case.value) if case.value < 0 and not case.earlier.number else None


def _over_the_whole(case: Case) -> Wrong | None:
    numbers = (case.value, case.numerator, case.denominator)
    if case.earlier.number or not impossible.is_over_the_whole(*numbers):
        return None
    return impossible.over_the_whole(*numbers)


def _share(case: Case) -> Wrong | None:
    """0.77 where 77% may be meant. It is certain where that is like the earlier figures and there is no percent sign."""
    value, earlier = case.value, case.earlier
    if not value or abs(value) >= 1 or case.numerator is not None:
        return None
    fits = fits_as_a_share(value, earlier)
    if case.remark == Remark.BELOW_ONE_PERCENT:
        return below_one_percent(value, earlier) if fits else None
    return wrong_unit(value) if fits or not earlier.number else None


def _not_whole(case: Case) -> Wrong | None:
    if case.earlier.number or _is_integral(case.value):
        return None
    return not_whole(case.value)


def _far(case: Case) -> Wrong | None:
    if is_far_outside(case.value, case.earlier):
        return outlier(case.value, case.earlier)
    if is_a_jump(case.value, case.earlier, case.in_one):
        return jump(case.value, case.earlier)
    return None


def _beyond_target(case: Case) -> Wrong | None:
    if case.earlier.number or case.target is None:
        return None
    found = is_beyond(case.value, case.target, case.in_one)
    return beyond_target(case.value, case.target) if found else None


def _is_integral(value: Decimal) -> bool:
    return value == value.to_integral_value()


WORKED_OUT = DoubtRule(_worked_out, lambda _: candidate_rows.with_parts(), remark=Remark.WORKED_OUT)


# One value is doubted by the first of these only. What a value may be meant for says more than how far off it is.
RULES = (
    DoubtRule(
        _below_zero,
        candidate_rows.below_zero,
        applies=impossible.is_never_negative,
        counts=lambda earlier: earlier < 0,
    ),
    DoubtRule(
        _over_the_whole,
        candidate_rows.over_the_whole,
        applies=impossible.is_part_of_a_whole,
        counts=lambda earlier: earlier > impossible.WHOLE,
    ),
    DoubtRule(
        _share, candidate_rows.below_one, applies=lambda subject: subject.unit.strip() == "%"
    ),
    DoubtRule(
        _not_whole,
        candidate_rows.not_whole,
        applies=lambda subject: subject.is_whole,
        counts=lambda earlier: not _is_integral(earlier),
    ),
    DoubtRule(_far, lambda _: candidate_rows.far_from_earlier()),
    DoubtRule(_beyond_target, lambda _: candidate_rows.beside_targets(), needs_target=True),
)


def is_certain(wrong: Wrong, earlier: Earlier) -> bool:
    """Whether a doubt is an error: earlier figures show that a share is given for a percentage."""
    return wrong.says == messages.WRONG_UNIT and earlier.number > 0


# Hand entry: one figure, with the values of its series.


def doubts_of(
    key: FigureKey, subject: Subject, measure: MeasureReading
) -> tuple[Wrong | None, list[Wrong]]:
    """What is wrong after all, when it is held to the earlier figures, and what is only doubtful. One query,
    and three more where there are none but a target.
    """
    doubts = [of_other_length(key.period, subject.frequency)]
    if measure.value is not None:
        values = earlier_values(key)
        found = _first_doubt(key, subject, measure, measure.value, values)
        if found is not None and is_certain(found, summed_up(values)):
            return found, [doubt for doubt in doubts if doubt is not None]
        doubts += [_worked_out(_case(subject, measure, measure.value, NONE_EARLIER)), found]
    return None, [doubt for doubt in doubts if doubt is not None]


def _first_doubt(
    key: FigureKey,
    subject: Subject,
    measure: MeasureReading,
    value: Decimal,
    values: Sequence[Decimal],
) -> Wrong | None:
    for rule in RULES:
        if not rule.applies(subject):
            continue
        case = _case(
            subject, measure, value, summed_up([one for one in values if rule.counts(one)])
        )
        if rule.needs_target and not values:
            series = (key.indicator.pk, key.area.pk)
            targets = whole_targets_of({series}).get(series, ())
            case = case._replace(target=whole_target_at(targets, key.period.end))
        if found := rule.judge(case):
            return found
    return None


def _case(subject: Subject, measure: MeasureReading, value: Decimal, earlier: Earlier) -> Case:
    return Case(subject, value, measure.numerator, measure.denominator, earlier, measure.remark)


def summed_up(values: Sequence[Decimal]) -> Earlier:
    return Earlier(len(values), min(values), max(values)) if values else NONE_EARLIER


def earlier_values(key: FigureKey) -> list[Decimal]:
    """Of the same series for periods of the same length, as far back as uploads look."""
    period = key.period
    found = Figure.objects.latest_revisions().filter(
        indicator=key.indicator,
        area=key.area,
        value__isnull=False,
        period_start__gte=period.start.replace(year=period.start.year - YEARS_OF_FIGURES, day=1),
        period_start__lt=period.start,
        period_end__lt=period.end,
    )
    length = months_long(period.start, period.end)
    return [
        value
        for start, end, value in found.values_list("period_start", "period_end", "value")
        if months_long(start, end) == length
    ]
