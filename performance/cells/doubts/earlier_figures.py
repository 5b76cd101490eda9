"""Values unlike earlier figures: outliers, jumps, shares given for percentages, and numbers where one was suppressed.

Each rule stands beside its statement, which finds the rows of an upload that the rule may doubt.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import connection
from django.db.models import Max, QuerySet

from performance.cells.cell import Message, Wrong, column_of
from performance.cells.doubts.cases import (
    IF_RIGHT,
    IF_RIGHT_IN_FORM,
    NEARLY,
    TIMES,
    Case,
    Earlier,
    changing_rows,
    is_of,
    joined_to_whole_series,
    rows_by_earlier,
)
from performance.cells.findings import FindingList
from performance.cells.values.figure_cells import Remark
from performance.cells.values.ratios import shown, wrong_unit
from performance.choices import FigureState
from performance.figures.destinations import DESTINATIONS
from performance.models import Figure, StagedRow, Upload, UploadKind
from performance.rules.direction import SMALLEST_BASE

OUTLIER = Message(
    "outlier", "The value is {value}. {earlier}.", IF_RIGHT, form_remedy=IF_RIGHT_IN_FORM
)
JUMP = Message("jump", "The value is {value}. {earlier}.", IF_RIGHT, form_remedy=IF_RIGHT_IN_FORM)
JUMP_UP = Message(
    "jump",
    "The value is {value}. {earlier}, and this is ten times {beside} or more.",
    IF_RIGHT,
    form_remedy=IF_RIGHT_IN_FORM,
)
JUMP_DOWN = Message(
    "jump",
    "The value is {value}. {earlier}, and this is a tenth of {beside} or less.",
    IF_RIGHT,
    form_remedy=IF_RIGHT_IN_FORM,
)
BELOW_ONE_PERCENT = Message(
    "below_one_percent",
    "The value is {value}%, which is less than 1%. {earlier}.",
    "Type {meant}% if that is meant. Accept the warning if {value}% is right.",
    form_remedy="Type {meant}% if that is meant. Tick the box if {value}% is right.",
)
WAS_SUPPRESSED = Message(
    "was_suppressed",
    "The figure was suppressed, as a small number, and would become {value} for everybody to read.",
    "Type <5 to keep it suppressed. Accept the warning if the number may be published.",
    form_remedy="Type <5 to keep it suppressed. Tick the box if the number may be published.",
)

# So many have a range that a figure can lie outside of. Of fewer, a figure is doubted that is ten times the highest.
A_HISTORY = 5
_HUNDRED = Decimal(100)


# Outliers and jumps.


def far_from_earlier(case: Case) -> Wrong | None:
    if is_far_outside(case.value, case.earlier):
        return outlier(case.value, case.earlier)
    if is_a_jump(case.value, case.earlier, case.in_one):
        return jump(case.value, case.earlier)
    return None


def is_far_outside(value: Decimal, earlier: Earlier) -> bool:
    """Whether it lies outside five or more by more than their whole range, and by more than a tenth of the nearest."""
    if earlier.number < A_HISTORY:
        return False
    low, high = earlier.low, earlier.high
    return (
        value - high > max(high - low, abs(high) / 10)
        or low - value > max(high - low, abs(low) / 10)
    )  # fmt: skip


def is_a_jump(value: Decimal, earlier: Earlier, in_one: Decimal = Decimal(1)) -> bool:
    """Whether it is ten times as much as the highest of one to four, or a tenth of the lowest, and no small numbers.

    `in_one` is what was counted for a value of 1.
    """
    if not 0 < earlier.number < A_HISTORY or min(earlier.low, value) < 0:
        return False
    larger = Decimal(0)
    if value >= earlier.high * TIMES:
        larger = value
    elif value * TIMES <= earlier.low:
        larger = earlier.low
    return larger * in_one >= SMALLEST_BASE


def rows_far_from_earlier() -> str:
    """Rows that may be outliers or jumps.

    Of rows that come after all figures of their series, as most do, the whole series says at once which it is.
    """
    rows = f"(s.period_start <= whole.last OR {_is_far('whole')})"
    return rows_by_earlier(changing_rows(rows, joined_to_whole_series()), _is_far("spread"))


def _is_far(earlier: str) -> str:
    """As `is_far_outside`, and nearly as `is_a_jump`."""
    value, low, high = "s.value", f"{earlier}.low", f"{earlier}.high"
    return f"""({earlier}.number >= {A_HISTORY} AND (
            {value} - {high} > {high} - {low} AND {value} - {high} > ABS({high}) / 10.0
            OR {low} - {value} > {high} - {low} AND {low} - {value} > ABS({low}) / 10.0
        ) OR {earlier}.number BETWEEN 1 AND {A_HISTORY - 1}
        AND ({value} >= {high} * {NEARLY} OR {value} * {NEARLY} <= {low})
        AND (s.denominator IS NOT NULL OR {value} >= {SMALLEST_BASE} OR {low} >= {SMALLEST_BASE}))"""


def outlier(value: Decimal, earlier: Earlier) -> Wrong:
    return Wrong(OUTLIER, {"value": shown(value), "earlier": str(earlier)}, role="value")


def jump(value: Decimal, earlier: Earlier) -> Wrong:
    beside = "that" if earlier.number == 1 else "the highest"
    if value < earlier.low:
        beside = "that" if earlier.number == 1 else "the lowest"
        says = JUMP_DOWN
    else:
        says = JUMP_UP if earlier.high else JUMP
    facts = {"value": shown(value), "earlier": str(earlier), "beside": beside}
    return Wrong(says, facts, role="value")


# Shares given for percentages.


def share_for_percentage(case: Case) -> Wrong | None:
    """0.77 where 77% may be meant. It is certain where that is like the earlier figures and there is no percent sign."""
    value, earlier = case.value, case.earlier
    if not value or abs(value) >= 1 or case.numerator is not None:
        return None
    fits = fits_as_a_share(value, earlier)
    if case.remark == Remark.BELOW_ONE_PERCENT:
        return below_one_percent(value, earlier) if fits else None
    return wrong_unit(value) if fits or not earlier.number else None


def fits_as_a_share(value: Decimal, earlier: Earlier) -> bool:
    """Whether 0.77 must be meant as 77%, as that is like the earlier figures."""
    low, high = earlier.low, earlier.high
    return earlier.number > 0 and low > 1 and low / 2 <= value * _HUNDRED <= high * Decimal("1.5")


def rows_of_shares(percentages: Iterable[int]) -> str:
    """Rows of `percentages` that may be given as shares."""
    rows = f"""s.value > -1 AND s.value < 1 AND s.value <> 0 AND s.numerator IS NULL
        AND {is_of(percentages)}"""
    return rows_by_earlier(changing_rows(rows), "TRUE")


def below_one_percent(value: Decimal, earlier: Earlier) -> Wrong:
    """Given with a percent sign, so that only the analyst can tell whether it is wrong."""
    facts = {
        "value": shown(value),
        "earlier": str(earlier),
        "meant": shown(value * _HUNDRED),
    }
    return Wrong(BELOW_ONE_PERCENT, facts, role="value")


# A number where a figure was last suppressed: it was too small to publish, so a person has to say that it may be. The
# last state counts that is not “not applicable”, whether the figure was removed since or not.


def in_place_of_suppressed(value: Decimal) -> Wrong:
    return Wrong(WAS_SUPPRESSED, {"value": shown(value)}, role="value")


def doubts_of_suppressed(revisions: QuerySet[Figure], value: Decimal | None) -> list[Wrong]:
    """Of one figure, by all its revisions, and the number that is to stand in its place."""
    if value is None:
        return []
    counted = revisions.exclude(state=FigureState.NOT_APPLICABLE).order_by("-revision")
    last = counted.values_list("state", flat=True).first()
    return [in_place_of_suppressed(value)] if last == FigureState.SUPPRESSED else []


def note_unsuppressed(upload: Upload, findings: FindingList) -> None:
    """Warn of every number that would take the place of a suppressed figure."""
    if upload.kind != UploadKind.FIGURES:
        return
    facts: dict[str, int | str] = {
        "upload": upload.pk,
        "suppressed": FigureState.SUPPRESSED.value,
        "not_applicable": FigureState.NOT_APPLICABLE.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS_FOR_SUPPRESSED, facts)
        for row, cell, value in cursor.fetchall():
            number = Decimal(str(value))
            wrong = in_place_of_suppressed(number)
            findings.add("warning", wrong, row, column_of(cell) - 1, shown(number), cell=cell)


# A query of its own for each row: PostgreSQL would else try each of them with every suppressed figure.
_NUMBERS_FOR_SUPPRESSED = f"""
    SELECT s.row, s.cell, s.value
    FROM {StagedRow._meta.db_table} s
    WHERE s.upload_id = %(upload)s AND s.verdict IN ('new', 'changed') AND s.value IS NOT NULL AND (
        SELECT f.state FROM {Figure._meta.db_table} f
        WHERE {DESTINATIONS[UploadKind.FIGURES].same_key("s", "f")} AND f.state <> %(not_applicable)s
        ORDER BY f.revision DESC LIMIT 1
    ) = %(suppressed)s
    ORDER BY s.id"""


def warn_afresh(upload: Upload) -> dict[str, int]:
    """Replace the warnings after the rows are compared again, and return the changed counts.

    New warnings must be accepted again.
    """
    removed, _ = upload.findings.filter(code=WAS_SUPPRESSED.code).delete()
    findings = FindingList(upload.sheet)
    note_unsuppressed(upload, findings)
    found = findings.counts["warning"]
    if found:
        findings.save(upload, after=upload.findings.aggregate(last=Max("order"))["last"] or 0)
        Upload.objects.filter(pk=upload.pk).update(warnings_accepted_by=None)
    return {"warning": max(0, upload.counted.warning - removed) + found}
