"""The table of doubts, in the order they are raised, for one figure that is typed and for all rows of an upload.

A rule judges plain values. Its statement in SQL finds the rows of an upload that the rule may doubt, so that no other
row is read. `tests/performance/cells/test_doubts_agree.py` holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min

from core.periods import Period
from performance.cells import messages
from performance.cells.cell import Wrong, column_of
from performance.cells.doubts.cases import (
    NONE_EARLIER,
    Case,
    DoubtedRow,
    Earlier,
    changing_rows,
    earlier_values,
    rows_alone,
    rows_of,
    summed_up,
)
from performance.cells.doubts.earlier_figures import (
    BELOW_ONE_PERCENT,
    far_from_earlier,
    rows_far_from_earlier,
    rows_of_shares,
    share_for_percentage,
)
from performance.cells.doubts.impossible import (
    NOT_WHOLE,
    WHOLE,
    far_beyond_target,
    first_below_zero,
    first_fraction,
    first_over_the_whole,
    is_fraction,
    is_never_negative,
    is_part_of_a_whole,
    rows_below_zero,
    rows_beyond_targets,
    rows_over_the_whole,
    rows_with_fractions,
    whole_target_at,
    whole_targets_of,
)
from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import MeasureReading, Remark
from performance.cells.values.ratios import WORKED_OUT, WRONG_UNIT, shown, worked_out
from performance.choices import Frequency
from performance.figures.keys import FigureKey
from performance.models import StagedRow, Upload, UploadKind
from performance.standings.standing import YEARS_OF_FIGURES


@dataclass(frozen=True)
class DoubtRule:
    """`applies` picks the indicators, `counts` the earlier figures; `rows` is the statement that finds the rows."""

    judge: Callable[[Case], Wrong | None]
    rows: Callable[[Iterable[int]], str]
    applies: Callable[[Subject], bool] = lambda subject: True
    counts: Callable[[Decimal], bool] = lambda earlier: True
    # Only values with this remark are judged.
    remark: Remark = Remark.NONE
    # The target of the value is fetched, only for the rows found.
    needs_target: bool = False


def _worked_out(case: Case) -> Wrong | None:
    if case.remark != Remark.WORKED_OUT:
        return None
    parts = (case.numerator, case.denominator)
    return worked_out(case.subject, case.value, *parts, as_all=case.all_worked_out)


# Raised beside the others.
WORKED_OUT_RULE = DoubtRule(
    _worked_out,
    lambda _: rows_alone(changing_rows("s.numerator IS NOT NULL")),
    remark=Remark.WORKED_OUT,
)

# The first of these that doubts a value is raised alone. What a value may mean tells more than how far off it is.
RULES = (
    DoubtRule(
        first_below_zero,
        rows_below_zero,
        applies=is_never_negative,
        counts=lambda earlier: earlier < 0,
    ),
    DoubtRule(
        first_over_the_whole,
        rows_over_the_whole,
        applies=is_part_of_a_whole,
        counts=lambda earlier: earlier > WHOLE,
    ),
    DoubtRule(
        share_for_percentage, rows_of_shares, applies=lambda subject: subject.unit.strip() == "%"
    ),
    DoubtRule(
        first_fraction,
        rows_with_fractions,
        applies=lambda subject: subject.is_whole,
        counts=is_fraction,
    ),
    DoubtRule(far_from_earlier, lambda _: rows_far_from_earlier()),
    DoubtRule(far_beyond_target, lambda _: rows_beyond_targets(), needs_target=True),
)


def of_other_length(period: Period, frequency: str | None) -> Wrong | None:
    """A doubt: figures of the indicator are due with `frequency`, and the period is not one of those."""
    if not frequency or Frequency(frequency).suits(period):
        return None
    return Wrong(
        messages.PERIOD_OF_OTHER_LENGTH,
        {"length": Frequency(frequency).length, "period": str(period)},
        role="period",
    )


def is_certain(wrong: Wrong, earlier: Earlier) -> bool:
    """Whether a doubt is an error: earlier figures show that a share is given for a percentage."""
    return wrong.says == WRONG_UNIT and earlier.number > 0


# One figure that is typed.


def doubts_of(
    key: FigureKey, subject: Subject, measure: MeasureReading
) -> tuple[Wrong | None, list[Wrong]]:
    """The error that the earlier figures show, if any, and the doubts. One query; three more for a target where there
    are no earlier figures.
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


# All rows of an upload.


def note_doubts(
    upload: Upload, findings: FindingList, lookups: Lookups, *, all_worked_out: bool = False
) -> None:
    """Warn of the figures that the rules doubt, and reject percentages given as shares. `all_worked_out` says that no
    column of the file holds values.
    """
    since = upload.rows.exclude(verdict="rejected").aggregate(first=Min("period_start"))["first"]
    if upload.kind != UploadKind.FIGURES or since is None:
        return
    earliest = since.replace(year=since.year - YEARS_OF_FIGURES, day=1)
    facts = {"upload": upload.pk, "since": earliest}
    _UploadDoubts(findings, {one.pk: one for one in lookups.subjects}, facts, all_worked_out).note()


@dataclass
class _UploadDoubts:
    findings: FindingList
    subjects: dict[int, Subject]
    facts: dict[str, object]
    all_worked_out: bool

    def note(self) -> None:
        for row, case in self._cases(WORKED_OUT_RULE):
            if found := WORKED_OUT_RULE.judge(case):
                self._add("warning", found, row)
                if self.all_worked_out:
                    break
        doubted, rejected = set[int](), list[int]()
        for rule in RULES:
            for row, case in self._cases(rule):
                if row.pk in doubted or not (found := rule.judge(case)):
                    continue
                doubted.add(row.pk)
                certain = is_certain(found, case.earlier)
                self._add("error" if certain else "warning", found, row)
                if certain:
                    rejected.append(row.pk)
        StagedRow.objects.filter(pk__in=rejected).update(verdict=StagedRow.Verdict.REJECTED)

    def _cases(self, rule: DoubtRule) -> Iterator[tuple[DoubtedRow, Case]]:
        """The rows that the statement of a rule finds."""
        subjects = [pk for pk, one in self.subjects.items() if rule.applies(one)]
        if not subjects or (rule.remark and not self.findings.remarked(rule.remark)):
            return
        rows: Iterable[DoubtedRow] = rows_of(rule.rows(subjects), self.facts)
        targets = {}
        if rule.needs_target:
            rows = list(rows)
            targets = whole_targets_of({(row.subject, row.area) for row in rows}) if rows else {}
        for row in rows:
            target = whole_target_at(targets.get((row.subject, row.area), ()), row.ends)
            yield (
                row,
                Case(
                    self.subjects[row.subject],
                    *(row.value, row.numerator, row.denominator, row.earlier, self._remark(row)),
                    *(target, self.all_worked_out),
                ),
            )

    def _remark(self, row: DoubtedRow) -> Remark:
        place = (row.row, column_of(row.cell) - 1)
        held = (one for one in Remark if one and place in self.findings.remarked(one))
        return next(held, Remark.NONE)

    def _add(self, severity: str, wrong: Wrong, row: DoubtedRow) -> None:
        self.findings.add(
            *(severity, wrong, row.row, column_of(row.cell) - 1, _held(wrong, row.value)),
            cell=row.cell,
        )


def _held(wrong: Wrong, value: Decimal) -> str | None:
    """What the cell of a doubted value holds."""
    match wrong.code:
        case WORKED_OUT.code:
            return None
        case BELOW_ONE_PERCENT.code:
            return f"{shown(value)}%"
        case NOT_WHOLE.code:
            return f"{value.normalize():f}"
    return shown(value)
