"""One indicator with everything that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.periods import written
from core.records.fetching import index_by
from performance.models import Comparator, Indicator, Target
from performance.rules.targets import DEFAULT_TOLERANCE_PERCENT
from performance.rules.wording import show
from performance.standings.readout import PrintedReadout, comparator_words, printed_of, target_words
from performance.standings.series import signal_of
from performance.standings.standing import Standing, current_standing
from priorities.models import ReadingNote, Theme
from priorities.notes_by_line import NotesByLine
from projects.models import Project, ProjectIndicator
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.commentary import SaidOfPeriod, by_period
from safercornwall.pages.components.flag_lines import flags_on
from safercornwall.pages.components.headlines import Headline, headlines_of
from safercornwall.pages.indicators.areas_part import AreasPart
from safercornwall.pages.indicators.due import due_words, lag_words
from safercornwall.pages.indicators.figures_part import FiguresPart, Row
from safercornwall.pages.indicators.printed_rows import PrintedRow, printed_rows


@dataclass(frozen=True)
class SignalReading:
    """Whether the figures show a signal, of which series, or why that is not read."""

    sentence: str
    series: str = ""


class IndicatorPage:
    """What the page of an indicator shows, grouped and worded."""

    def __init__(
        self,
        snapshot: Snapshot,
        indicator: Indicator,
        flags: Sequence[Flag],
        *,
        figures: FiguresPart,
        areas: AreasPart,
    ):
        self.snapshot = snapshot
        self.indicator = indicator
        self.as_at = snapshot.as_at
        self.flags = flags_on(indicator, flags)
        self.figures = figures
        self.areas = areas

    @property
    def standings(self) -> list[Standing]:
        """As the figures are shown: the latest, or as reported."""
        return self.figures.standings

    @cached_property
    def current(self) -> Standing:
        """By the latest figures, however those below are shown."""
        return current_standing(self.indicator, self.as_at)

    @cached_property
    def printed_status(self) -> PrintedReadout | None:
        return printed_of(self.current)

    @cached_property
    def headlines(self) -> list[Headline]:
        return headlines_of(self.current)

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        return self.snapshot.themes_of(self.indicator)

    @cached_property
    def rows(self) -> list[Row]:
        return self.figures.rows({row.measurement.pk: row.statement for row in self.printed})

    @property
    def no_figures(self) -> str:
        """What is said in place of the table."""
        until = f" for a period up to {written(self.as_at)}" if self.figures.later else ""
        return f"No figure is in{until}, and no target has begun for which one is looked for."

    @cached_property
    def coming_targets(self) -> list[tuple[Target, str]]:
        """Targets of periods that have not begun, the soonest first."""
        coming = [row for row in self.indicator.targets.all() if row.period_start > self.as_at]
        coming.sort(key=lambda row: row.period_start)
        return [(row, target_words(self.indicator, row)) for row in coming]

    @cached_property
    def other_comparators(self) -> list[tuple[Comparator, str]]:
        """Those of periods that the table of figures has no row for."""
        shown = {row.period for row in (*self.standings, *self.figures.later)}
        rest = [row for row in self.indicator.comparators.all() if row.period not in shown]
        return [(row, comparator_words(self.indicator, row)) for row in rest]

    @cached_property
    def signal(self) -> SignalReading:
        series, chart = signal_of(self.indicator, self.standings)
        if series is None:
            return SignalReading("Too few points to tell: there are no figures yet.")
        if chart is None:
            return SignalReading(
                "Not read: the periods overlap, so that neighbouring figures move together.",
                series.label,
            )
        return SignalReading(chart.sentence, series.label)

    @cached_property
    def printed(self) -> list[PrintedRow]:
        return printed_rows(self.indicator, self.snapshot, self._reading)

    @cached_property
    def notes(self) -> list[ReadingNote]:
        """The reading notes that stand beside no measurement."""
        beside = [note for row in self.printed for note in row.notes]
        records = (*self.indicator.targets.all(), *self.indicator.comparators.all())
        return [n for n in self._reading.about(self.indicator, *records) if n not in beside]

    @cached_property
    def _reading(self) -> NotesByLine:
        return NotesByLine(self.snapshot.plan)

    @cached_property
    def projects(self) -> list[tuple[Project, ProjectIndicator]]:
        """The plan's projects that should move it, with how."""
        known = index_by(self.snapshot.projects)
        links = self.indicator.project_links.all()
        found = [(known[row.project_id], row) for row in links if row.project_id in known]
        return sorted(found, key=lambda pair: pair[0].order)

    @cached_property
    def commentaries(self) -> list[SaidOfPeriod]:
        return by_period(self.indicator.commentaries.all())

    @property
    def breaks(self):
        return list(self.indicator.breaks.all())

    @property
    def tolerance(self) -> str:
        own = self.indicator.tolerance_percent
        if own is None:
            return f"{show(DEFAULT_TOLERANCE_PERCENT, '%')} of the target, the usual"
        return f"{show(own, '%')} of the target, its own"

    @property
    def lag(self) -> str:
        return lag_words(self.indicator)

    @property
    def next_due(self) -> str:
        return due_words(self.current, self.as_at)

    @property
    def unit_is_printed_otherwise(self) -> bool:
        printed = self.indicator.unit_printed
        return bool(printed) and printed != self.indicator.unit

    @property
    def contents(self) -> list[tuple]:
        """The sections that the page has, with what each holds."""
        sections = [
            ("What needs attention", "attention", len(self.flags)),
            ("Figures", "figures", len(self.rows) or (None if self.figures.later else 0)),
            ("After the date of this view", "afterwards", self.figures.later_count),
            (
                "Figures by area",
                "areas",
                len(self.areas.periods) and self.areas.page.paginator.count,
            ),
            ("Signal or noise", "signal", None),
            ("As the assessment prints it", "printed", len(self.printed)),
            ("Commentary", "commentary", len(self.commentaries)),
            ("Projects that should move it", "projects", len(self.projects)),
            ("How it is measured", "measured", None),
            ("Notes on the reading", "notes", len(self.notes)),
        ]
        return [section for section in sections if section[2] != 0 or section[1] == "projects"]
