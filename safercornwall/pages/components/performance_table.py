"""The performance table, in the columns of Cornwall's own quarterly reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from performance.choices import Polarity
from performance.models import ClosedPeriod, Figure, Indicator
from performance.rounds.reported import reported_and_latest
from performance.rules.targets import NoLimit
from performance.rules.wording import GOOD_IS
from performance.standings.readout import (
    PrintedReadout,
    StateReadout,
    comparator_words,
    figure_words,
    in_words,
    limit_of,
    printed_of,
    state_of,
    target_words,
)
from performance.standings.standing import Standing
from priorities.models import Theme
from safercornwall.flags.snapshot import Snapshot


def corrected_since_reported(standings: Iterable[Standing]) -> set[int]:
    """The figures (by number) of `standings` that were corrected after their period was closed.

    Two queries, and none where no figure has been corrected at all.
    """
    revised = [row.figure for row in standings if row.figure and row.figure.revision > 1]
    if not revised:
        return set()
    revisions = Figure.objects.filter(
        indicator__in={row.indicator_id for row in revised},
        area__in={row.area_id for row in revised},
        period_start__in={row.period_start for row in revised},
        period_end__in={row.period_end for row in revised},
    )
    told = reported_and_latest(revisions, ClosedPeriod.objects.filter(reopened_at=None))
    return {one.latest.pk for one in told.values() if one.differs and one.reported and one.latest}


@dataclass(frozen=True)
class TableCell:
    """A value in words with the period that it is for, or what is known in place of it."""

    words: str = ""
    period: str = ""
    state: StateReadout | None = None
    note: str = ""


@dataclass(frozen=True)
class PerformanceRow:
    """One indicator as the table shows it. `elsewhere` are the other themes that it measures.

    `is_corrected`: the board was shown another figure for the period.
    """

    standing: Standing
    good_is: str
    last_year: TableCell
    now: TableCell
    target: TableCell
    benchmarks: list[str]
    printed: PrintedReadout | None
    elsewhere: list[Theme]
    is_corrected: bool = False

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator


@dataclass(frozen=True)
class ThemeRows:
    """The indicators of one theme; none where nothing measures it."""

    theme: Theme
    rows: list[PerformanceRow]


def performance_table(snapshot: Snapshot) -> list[ThemeRows]:
    """Every indicator once, under the first theme that it measures, themes in the plan's order."""
    by_theme: dict[int, list[PerformanceRow]] = {}
    corrected = corrected_since_reported(snapshot.standings)
    for standing in snapshot.standings:
        themes = sorted(snapshot.themes_of(standing.indicator), key=lambda theme: theme.order)
        is_corrected = standing.figure is not None and standing.figure.pk in corrected
        row = row_of(standing, snapshot.as_at, elsewhere=themes[1:], is_corrected=is_corrected)
        by_theme.setdefault(themes[0].pk, []).append(row)
    return [ThemeRows(theme, by_theme.get(theme.pk, [])) for theme in snapshot.themes]


def row_of(
    standing: Standing,
    as_at: date,
    *,
    elsewhere: list[Theme] | None = None,
    is_corrected: bool = False,
) -> PerformanceRow:
    indicator = standing.indicator
    return PerformanceRow(
        standing=standing,
        good_is=GOOD_IS[Polarity(indicator.polarity)],
        last_year=last_year_cell(standing),
        now=now_cell(standing, as_at),
        target=target_cell(standing),
        benchmarks=[comparator_words(indicator, row) for row in standing.comparators],
        printed=printed_of(standing),
        elsewhere=elsewhere or [],
        is_corrected=is_corrected,
    )


def now_cell(standing: Standing, as_at: date) -> TableCell:
    """The figure, or whether it is late or not yet due; failing both, the words that were printed."""
    state = state_of(standing, as_at)
    period = standing.period.label if standing.period else ""
    words = figure_words(standing)
    if words:
        return TableCell(words, period, state if state and state.state != "reported" else None)
    if state is not None:
        return TableCell("", period, state, printed_actual(standing))
    printed = standing.printed
    return TableCell("", printed.period_printed if printed else "", None, printed_actual(standing))


def printed_actual(standing: Standing) -> str:
    return standing.printed.actual_printed if standing.printed else ""


def last_year_cell(standing: Standing) -> TableCell:
    """The same period a year before; its own state is said where it is not simply reported."""
    figure = standing.last_year
    if standing.period is None:
        return TableCell()
    period = standing.period.same_last_year().label
    if figure is None:
        return TableCell("", period)
    state = None if figure.state == "reported" else StateReadout(figure.state, figure.reason)
    words = "" if figure.value is None else _beside(standing, figure)
    return TableCell(words, period, state)


def _beside(standing: Standing, figure: Figure) -> str:
    """Last year's value, with decimals enough to tell it from this year's."""
    now = standing.figure.value if standing.figure else None
    return in_words(standing.indicator, figure.value, *([] if now is None else [now]))


def target_cell(standing: Standing) -> TableCell:
    target = standing.target
    if target is None:
        printed = standing.printed.target_printed if standing.printed else ""
        return TableCell(note=printed)
    limit = limit_of(standing.indicator, target)
    printed = target.printed if isinstance(limit, NoLimit) else ""
    return TableCell(target_words(standing.indicator, target), target.period.label, note=printed)
