"""The performance table, in the columns of Cornwall's own quarterly reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from datetime import date

from performance.choices import WORST_FIRST, FigureState, Polarity
from performance.models import ClosedPeriod, Figure, Indicator
from performance.rounds.reported import reported_and_latest
from performance.rules.targets import NoLimit
from performance.rules.wording import GOOD_IS
from performance.standings.beside import besides_of
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
from performance.standings.standing import Beside, Standing
from priorities.models import Theme
from safercornwall.flags.snapshot import Snapshot

# However many themes there are.
FEWEST_OF_A_THEME = 3
# The share of rows that fill a column worth its room.
FEWEST_FILLED = 0.25


def corrected_since_reported(standings: Iterable[Standing]) -> set[int]:
    """The ids of the figures of `standings` that were corrected after their period was closed.

    It takes two queries, or none if no figure was corrected.
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
    closed = reported_and_latest(revisions, ClosedPeriod.objects.filter(reopened_at=None))
    return {one.latest.pk for one in closed.values() if one.differs and one.reported and one.latest}


@dataclass(frozen=True)
class TableCell:
    """A value in words with its period, or the reason why there is none."""

    words: str = ""
    period: str = ""
    state: StateReadout | None = None
    note: str = ""


@dataclass(frozen=True)
class PerformanceRow:
    """One indicator in the table. `other_themes` are those that it also measures.

    `is_corrected` says that the board saw another figure for the period. `beside` is read of the newest figure, and
    `areas_beyond` says how many areas lie beyond the limits of a funnel plot.
    """

    standing: Standing
    good_is: str
    last_year: TableCell
    now: TableCell
    target: TableCell
    benchmarks: list[str]
    printed: PrintedReadout | None
    other_themes: list[Theme]
    is_corrected: bool = False
    beside: Beside = field(default_factory=Beside)
    areas_beyond: str = ""

    @property
    def readings(self) -> list[str]:
        """What is said beside the status, each a sentence. Of a provisional figure its usual revision stands by its state."""
        forecast = self.beside.forecast and f"Forecast: {self.beside.forecast}"
        found = (forecast, self.beside.change, self.beside.year_before)
        return [f"{words[:1].upper()}{words[1:]}." for words in found if words]

    @property
    def usual_revision(self) -> str:
        figure = self.standing.figure
        is_provisional = figure is not None and figure.state == FigureState.PROVISIONAL
        return self.beside.revision if is_provisional else ""

    @property
    def indicator(self) -> Indicator:
        return self.standing.indicator

    @property
    def has_direction(self) -> bool:
        """There is something to compare with."""
        return self.standing.travel.against is not None

    @property
    def has_last_year(self) -> bool:
        return bool(self.last_year.words or self.last_year.state)

    @property
    def has_commentary(self) -> bool:
        said = self.standing.commentary
        return bool(said and (said.text or said.management_actions))


@dataclass(frozen=True)
class ThemeRows:
    """The indicators of one theme. There may be none. `left_out` counts those that the table does not show."""

    theme: Theme
    rows: list[PerformanceRow]
    left_out: int = 0


def worst_of_each(table: Sequence[ThemeRows], most: int) -> list[ThemeRows]:
    """At most about `most` rows: of each theme as many, those that most need attention, in their own order."""
    if sum(len(part.rows) for part in table) <= most:
        return list(table)
    each = max(most // len(table), FEWEST_OF_A_THEME)
    return [_worst(part, each) for part in table]


def _worst(part: ThemeRows, most: int) -> ThemeRows:
    by_need = sorted(part.rows, key=lambda row: need_of(row.standing))
    kept = {id(row) for row in by_need[:most]}
    rows = [row for row in part.rows if id(row) in kept]
    return ThemeRows(part.theme, rows, len(part.rows) - len(rows))


def need_of(standing: Standing) -> tuple[int, float]:
    """Worst status first, then the furthest off its target."""
    scale = list(WORST_FIRST)
    place = scale.index(standing.status) if standing.status in scale else len(scale)
    return place, -float(standing.judgement.missed_by)


@dataclass(frozen=True)
class PerformanceColumns:
    """The columns that more than a few rows fill. The indicator, what good is, figure, target and status always stand.

    What the few rows say of a column that is left out stands beside their status.
    """

    direction: bool
    last_year: bool
    benchmark: bool
    commentary: bool

    @property
    def number(self) -> int:
        return 5 + sum(astuple(self))

    @property
    def beside(self) -> int:
        """Those beside the indicator's name."""
        return self.number - 1


def columns_of(table: Iterable[ThemeRows]) -> PerformanceColumns:
    rows = [row for part in table for row in part.rows]
    return PerformanceColumns(
        direction=_stands([row.has_direction for row in rows]),
        last_year=_stands([row.has_last_year for row in rows]),
        benchmark=_stands([bool(row.benchmarks) for row in rows]),
        commentary=_stands([row.has_commentary for row in rows]),
    )


def _stands(filled: Sequence[bool]) -> bool:
    """A column whose cells are all or nearly all empty does not."""
    return any(filled) and sum(filled) >= FEWEST_FILLED * len(filled)


def performance_table(snapshot: Snapshot) -> list[ThemeRows]:
    """Every indicator once, under the first theme that it measures, themes in the plan's order."""
    by_theme: dict[int, list[PerformanceRow]] = {}
    corrected = corrected_since_reported(snapshot.standings)
    besides = besides_of(snapshot.standings, snapshot.as_at, known_on=snapshot.known_on)
    for standing in snapshot.standings:
        themes = sorted(snapshot.themes_of(standing.indicator), key=lambda theme: theme.order)
        is_corrected = standing.figure is not None and standing.figure.pk in corrected
        row = row_of(
            standing,
            snapshot.as_at,
            other_themes=themes[1:],
            is_corrected=is_corrected,
            beside=besides[standing.indicator.pk],
        )
        by_theme.setdefault(themes[0].pk, []).append(row)
    return [ThemeRows(theme, by_theme.get(theme.pk, [])) for theme in snapshot.themes]


def row_of(
    standing: Standing,
    as_at: date,
    *,
    other_themes: list[Theme] | None = None,
    is_corrected: bool = False,
    beside: Beside | None = None,
) -> PerformanceRow:
    indicator = standing.indicator
    return PerformanceRow(
        standing=standing,
        good_is=GOOD_IS[Polarity(indicator.polarity)],
        last_year=last_year_cell(standing),
        now=now_cell(standing, as_at),
        target=target_cell(standing),
        benchmarks=[
            comparator_words(indicator, row, standing.figure) for row in standing.comparators
        ],
        printed=printed_of(standing),
        other_themes=other_themes or [],
        is_corrected=is_corrected,
        beside=beside or standing.beside or Beside(),
    )


def now_cell(standing: Standing, as_at: date) -> TableCell:
    """The figure, else whether it is late or not yet due, else the printed words."""
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
    """The figure of the same period last year, with its state unless it is a plain reported figure."""
    figure = standing.last_year
    if standing.period is None:
        return TableCell()
    period = standing.period.same_last_year().label
    if figure is None:
        return TableCell("", period)
    state = None if figure.state == "reported" else StateReadout(figure.state, figure.reason)
    words = "" if figure.value is None else _value_last_year(standing, figure)
    return TableCell(words, period, state)


def _value_last_year(standing: Standing, figure: Figure) -> str:
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
