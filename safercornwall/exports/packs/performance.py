"""The performance table in Cornwall's own columns, and charts of the indicators that have a series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.periods import Period
from performance.choices import WORST_FIRST
from performance.rules.wording import short_unit, show_beside
from performance.standings.standing import Standing
from safercornwall.exports.packs.marks import direction_words, status_cell
from safercornwall.exports.word.contents import (
    Cell,
    Chart,
    Line,
    Passage,
    Piece,
    SectionHeading,
    Sideways,
    Table,
    TableRow,
    group,
    note,
)
from safercornwall.lists.performance_table import (
    PerformanceRow,
    TableCell,
    ThemeRows,
    columns_of,
)

NOTHING_MEASURES_IT = (
    "Nothing measures this theme. It has no indicator, so nobody can tell whether it gets better."
)
# Fewer points are a table, and no chart.
FEWEST_POINTS = 3
MOST_POINTS = 12
MOST_BARS = 9
STATES = {
    "provisional": "Provisional",
    "not_applicable": "Not applicable",
    "suppressed": "Suppressed (small number)",
    "not_yet_due": "Not yet due",
    "late": "Late",
    "no_day_set": "No figure; no due date is set",
}


def performance(table: list[ThemeRows]) -> Iterator[Piece]:
    yield Sideways(True)
    yield SectionHeading("Performance")
    yield Passage(
        "Every status is worked out from the figure and its target as at the date of this pack. Where the assessment printed another word, both are shown."
    )
    if chart := by_status(table):
        yield chart
    columns = columns_of(table)
    shown = [column for column in COLUMNS if not column.part or getattr(columns, column.part)]
    yield Table(
        caption="Every indicator by theme: its newest period against target, last year and benchmark",
        headings=tuple(column.heading for column in shown),
        rows=tuple(_rows(table, shown)),
        widths=tuple(column.width for column in shown),
        is_dense=True,
    )
    yield Sideways(False)


def by_status(table: list[ThemeRows]) -> Chart | None:
    """How many indicators have each status; one under several themes counts once."""
    standings = {row.standing.indicator.pk: row.standing for part in table for row in part.rows}
    counted = Counter(row.status for row in standings.values())
    found = [(status, counted[status]) for status in WORST_FIRST if counted[status]]
    if not found:
        return None
    said = ", ".join(f"{number} {status.label.lower()}" for status, number in found)
    return Chart(
        title="Indicators by status",
        alt=f"Bars, one for each status, worst first: {said}.",
        kind="bars",
        categories=tuple(status.label for status, _ in found),
        lines=(Line("Indicators", tuple(float(number) for _, number in found)),),
        look="0",
    )


def furthest_off(standings: Iterable[Standing]) -> Chart | None:
    """Those that miss their target, by what share of it."""
    missed = sorted(
        (row for row in standings if row.judgement.missed_by > 0),
        key=lambda row: -row.judgement.missed_by,
    )[:MOST_BARS]
    if not missed:
        return None
    said = " ".join(f"{row.indicator.name}: {row.sentence}" for row in missed)
    return Chart(
        title="Furthest off target, in percent of the target",
        alt=f"Bars, the longest first, each as long as the share of its target that an indicator misses. {said}",
        kind="bars",
        categories=tuple(row.indicator.short_name or row.indicator.name for row in missed),
        lines=(Line("Off target", tuple(float(row.judgement.missed_by * 100) for row in missed)),),
        look='0"%"',
    )


def _rows(table: Iterable[ThemeRows], shown: Sequence[PackColumn]) -> Iterator[TableRow]:
    left_out = [column for column in COLUMNS if column not in shown]
    for part in table:
        yield group(part.theme.name)
        for row in part.rows:
            yield TableRow(tuple(column.cell(row) for column in shown))
            beside = _beside(row, left_out)
            yield note(" ".join([row.standing.sentence, *row.readings, *beside]))
        if not part.rows:
            yield note(NOTHING_MEASURES_IT)


def _beside(row: PerformanceRow, left_out: Iterable[PackColumn]) -> Iterator[str]:
    """What a row says of columns that the table leaves out, as nearly no row fills them."""
    for column in left_out:
        if column.is_filled(row):
            said = ", ".join(column.cell(row).words).rstrip(".")
            yield f"{column.heading}: {said}."


@dataclass(frozen=True)
class PackColumn:
    """`part` names it among the columns that stand only where more than a few rows fill them; "" of one that always stands."""

    heading: str
    width: int
    cell: Callable[[PerformanceRow], Cell]
    part: str = ""
    is_filled: Callable[[PerformanceRow], bool] = lambda row: True


def value_cell(cell: TableCell, *more: str, missing: str = "No figure") -> Cell:
    """A value with its period, or why there is none."""
    state = ""
    if cell.state is not None:
        state = STATES.get(cell.state.state, "")
        state += f": {cell.state.reason}" if cell.state.reason else ""
    said = (
        cell.words or (missing if not (state or cell.note) else ""),
        cell.note,
        cell.period,
        state,
    )
    return Cell(tuple(filter(None, (*said, *more))))


def _also(row: PerformanceRow) -> tuple[str, ...]:
    if not row.other_themes:
        return ()
    return (f"Also measures {', '.join(theme.name for theme in row.other_themes)}",)


def _printed(row: PerformanceRow) -> str:
    return f"Printed: “{row.printed.words}”" if row.printed else ""


def _said(standing: Standing) -> tuple[str, ...]:
    said = standing.commentary
    if said is None or not (said.text or said.management_actions):
        return ("None yet",)
    actions = f"Actions: {said.management_actions}" if said.management_actions else ""
    return tuple(filter(None, (said.text, actions)))


def _direction(row: PerformanceRow) -> Cell:
    travel = row.standing.travel
    against = f"against {travel.against.label}" if travel.against else ""
    return Cell((direction_words(travel.direction), against))


# Those of Cornwall's own reports, in their order.
COLUMNS = (
    PackColumn("Indicator", 20, lambda row: Cell(_also(row), lead=row.indicator.name)),
    PackColumn("Good is", 6, lambda row: Cell((row.good_is,))),
    PackColumn(
        *("Direction of travel", 11, _direction, "direction"), lambda row: row.has_direction
    ),
    PackColumn(
        *("Same period last year", 10, lambda row: value_cell(row.last_year), "last_year"),
        lambda row: row.has_last_year,
    ),
    PackColumn(
        *("This period", 10),
        lambda row: value_cell(row.now, "Corrected since reported" if row.is_corrected else ""),
    ),
    PackColumn("Target", 12, lambda row: value_cell(row.target, missing="None set")),
    PackColumn(
        *(
            "Benchmark",
            11,
            lambda row: Cell(tuple(row.benchmarks) or ("None stated",)),
            "benchmark",
        ),
        lambda row: bool(row.benchmarks),
    ),
    PackColumn(
        *("Status", 11),
        lambda row: status_cell(row.standing.status, row.standing.label, _printed(row)),
    ),
    PackColumn(
        *("Commentary and management actions", 18, lambda row: Cell(_said(row.standing))),
        *("commentary", lambda row: row.has_commentary),
    ),
)


def chart_of(row: PerformanceRow) -> Chart | None:
    """The newest figures of the period's own length, oldest first, with the limit that the newest is held to."""
    standing = row.standing
    points = _points_of(standing)
    if len(points) < FEWEST_POINTS or any(
        first.end >= second.start for (first, _), (second, _) in pairwise(points)
    ):
        return None
    unit = standing.indicator.unit
    names = tuple(period.label for period, _ in points)
    said = "; ".join(f"{period.label}: {value.normalize():f}" for period, value in points)
    lines = [Line(unit, tuple(float(value) for _, value in points))]
    limit = standing.judgement.limit
    # What a count is held to grows over the year, and is no level line.
    if limit is not None and not standing.indicator.is_counted:
        lines.append(Line("Target now", tuple(float(limit) for _ in points)))
        said += f". Target now: {show_beside(limit, [])}"
    return Chart(
        title=f"{standing.indicator.name} ({unit})",
        alt=f"A line of {len(points)} figures in {unit}. {said}. {standing.sentence}",
        kind="lines",
        categories=names,
        lines=tuple(lines),
        look='0.##"%"' if short_unit(unit) == "%" else "#,##0.##",
    )


def _points_of(standing: Standing) -> list[tuple[Period, Decimal]]:
    """The figures as long as the newest one, oldest first, since the last break: nothing is compared across it."""
    if standing.figure is None:
        return []
    length = standing.figure.period.kind
    starts_on = max((row.starts_on for row in standing.indicator.breaks.all()), default=date.min)
    found = [
        (one.period, one.value)
        for one in (standing.figure, *standing.earlier)
        if one.value is not None and one.period.kind == length and one.period_start >= starts_on
    ]
    return sorted(found, key=lambda point: point[0].end)[-MOST_POINTS:]
