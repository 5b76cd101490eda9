"""An indicator with its status, figures, targets, commentary and projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.periods import written
from core.records.fetching import index_by, know_parents
from performance.models import Comparator, Measurement
from performance.rules.signal import Variation
from performance.rules.targets import DEFAULT_TOLERANCE_PERCENT
from performance.rules.wording import lag_words, show
from performance.standings.beside import usual_revision
from performance.standings.readout import (
    PrintedReadout,
    comparator_words,
    judged_interval_words,
    printed_of,
)
from performance.standings.series import count_change_of, signal_of
from performance.standings.standing import Standing, current_standing, is_status
from priorities.models import PerformanceStatement, ReadingNote, Theme
from priorities.notes_by_line import NotesByLine
from projects.models import Project, ProjectIndicator
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.commentary import PeriodCommentary, by_period
from safercornwall.pages.components.comments import comments_of
from safercornwall.pages.components.flag_lines import flags_on
from safercornwall.pages.components.headlines import Headline, headlines_of
from safercornwall.pages.components.ownership import ownership_of
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.indicators.areas import IndicatorAreas
from safercornwall.pages.indicators.due import due_words
from safercornwall.pages.indicators.fetching import FetchedIndicator, fetch_indicator
from safercornwall.pages.indicators.figures import IndicatorFigures, Row
from safercornwall.pages.indicators.headline_rate import headline_rate
from safercornwall.pages.indicators.outlook import (
    ForecastReading,
    SeasonalReading,
    forecast_reading,
    seasonal_reading,
)
from safercornwall.pages.indicators.targets import TargetRow, target_rows
from safercornwall.pages.indicators.whole_missing import whole_missing

AS_REPORTED = "reported"
# More rows than these are folded, but for the newest: three years of quarters.
MOST_ROWS, RECENT_ROWS = 16, 12


@dataclass(frozen=True)
class PrintedRow:
    """A measurement as printed, with its statement (if this plan has it) and the notes on its lines."""

    measurement: Measurement
    statement: PerformanceStatement | None
    notes: list[ReadingNote]

    @property
    def status(self) -> str:
        words = self.measurement.status_printed
        return words if is_status(words) else ""


def printed_rows(
    found: FetchedIndicator, snapshot: Snapshot, notes: NotesByLine
) -> list[PrintedRow]:
    """The printed measurements of an indicator, in printed order."""
    indicator, statements = found.indicator, index_by(found.statements)
    know_parents(statements.values(), snapshot.themes)
    rows = []
    for measurement in indicator.measurements.all():
        statement = statements.get(measurement.statement_id)
        records = [measurement, *([statement] if statement else [])]
        rows.append(PrintedRow(measurement, statement, notes.about(*records)))
    return rows


@dataclass(frozen=True)
class SignalReading:
    """Whether the figures of a series show a signal, or why nobody can tell. `of_two`: read of two counts alone."""

    sentence: str
    series: str = ""
    of_two: bool = False


class IndicatorPage:
    """The facts that the page shows, grouped and in words."""

    def __init__(
        self,
        snapshot: Snapshot,
        found: FetchedIndicator,
        flags: Sequence[Flag],
        *,
        figures: IndicatorFigures,
        areas: IndicatorAreas,
    ):
        self.snapshot = snapshot
        self.found = found
        self.indicator = found.indicator
        self.as_at = snapshot.as_at
        self.flags = flags_on(found.indicator, flags)
        self.figures = figures
        self.areas = areas

    @property
    def standings(self) -> list[Standing]:
        """The standings by the figures shown: the latest, or those reported."""
        return self.figures.standings

    @cached_property
    def current(self) -> Standing:
        """The standing by the latest figures, whichever the page shows."""
        return current_standing(self.indicator, self.as_at)

    @cached_property
    def printed_status(self) -> PrintedReadout | None:
        return printed_of(self.current)

    @cached_property
    def headlines(self) -> list[Headline]:
        return headlines_of(self.current)

    @cached_property
    def rate(self) -> str:
        """The headline count over the population, in a sentence."""
        return headline_rate(self.indicator, self.current.figure, self.snapshot.known_on)

    @cached_property
    def whole_missing(self) -> str:
        """Where figures of areas are in, and that of the whole place is not."""
        return whole_missing(self.indicator, self.areas)

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        return self.snapshot.themes_of(self.indicator)

    @cached_property
    def rows(self) -> list[Row]:
        return self.figures.rows({row.measurement.pk: row.statement for row in self.printed})

    @property
    def recent_rows(self) -> list[Row]:
        return self.rows if len(self.rows) <= MOST_ROWS else self.rows[:RECENT_ROWS]

    @property
    def earlier_rows(self) -> list[Row]:
        """Those that are folded: of a long series the page would be all table."""
        return self.rows[len(self.recent_rows) :]

    @property
    def earlier_rows_summary(self) -> str:
        return f"Earlier figures ({len(self.earlier_rows)} periods)"

    @property
    def judged_interval(self) -> str:
        return judged_interval_words(self.current) if self.current.could_be_chance else ""

    @property
    def no_figures(self) -> str:
        """The sentence in place of an empty table."""
        until = f" for a period up to {written(self.as_at)}" if self.figures.later else ""
        return f"No figure is in{until}, and no target has begun for which one is looked for."

    @cached_property
    def targets(self) -> list[TargetRow]:
        return target_rows(self.indicator)

    @cached_property
    def comparators(self) -> list[tuple[Comparator, str]]:
        """Each that stands, with its words."""
        return [
            (row, comparator_words(self.indicator, row)) for row in self.indicator.comparators.all()
        ]

    @cached_property
    def other_comparators(self) -> list[tuple[Comparator, str]]:
        """The comparators of periods without a row in the table of figures."""
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
        change = count_change_of(self.indicator, series)
        if chart.variation == Variation.TOO_FEW and change is not None:
            return SignalReading(change.sentence, series.label, of_two=True)
        return SignalReading(chart.sentence, series.label)

    @cached_property
    def forecast(self) -> ForecastReading | None:
        running, target = self.figures.running or (None, None)
        return forecast_reading(self.indicator, running, target)

    @cached_property
    def seasonal(self) -> SeasonalReading | None:
        return seasonal_reading(self.indicator, self.figures.differences)

    @cached_property
    def usual_revision(self) -> str:
        known_on = self.snapshot.known_on
        return usual_revision(self.indicator, self.found.revisions, self.as_at, known_on)

    @cached_property
    def printed(self) -> list[PrintedRow]:
        return printed_rows(self.found, self.snapshot, self._notes_by_line)

    @cached_property
    def notes(self) -> list[ReadingNote]:
        """The reading notes that no measurement shows."""
        shown = [note for row in self.printed for note in row.notes]
        records = (*self.indicator.targets.all(), *self.indicator.comparators.all())
        return [n for n in self._notes_by_line.about(self.indicator, *records) if n not in shown]

    @property
    def has_sources(self) -> bool:
        return bool(self.printed or self.notes or self.indicator.note)

    @cached_property
    def _notes_by_line(self) -> NotesByLine:
        return NotesByLine(self.snapshot.plan, self.found.notes)

    @cached_property
    def projects(self) -> list[tuple[Project, ProjectIndicator]]:
        """The projects of the plan that should move the indicator, with their links."""
        known = index_by(self.snapshot.projects)
        links = self.indicator.project_links.all()
        found = [(known[row.project_id], row) for row in links if row.project_id in known]
        return sorted(found, key=lambda pair: pair[0].order)

    @cached_property
    def active_projects(self) -> list[Project]:
        """What is being delivered under its themes, beside the projects that should move it."""
        moving = {project.pk for project, _ in self.projects}
        found = index_by(
            project for theme in self.themes for project in self.snapshot.active_projects(theme)
        )
        return sorted(
            (project for pk, project in found.items() if pk not in moving),
            key=lambda project: project.order,
        )

    @property
    def management_actions(self) -> PeriodCommentary | None:
        """The newest commentary that says what is done about it."""
        return next(
            (row for row in self.commentaries if row.latest.commentary.management_actions), None
        )

    @cached_property
    def commentaries(self) -> list[PeriodCommentary]:
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
        days = self.indicator.reporting_lag_days
        if days is None:
            return "Not stated"
        return f"{lag_words(days)} after its period ends"

    @property
    def next_due(self) -> str:
        return due_words(self.current, self.as_at)

    @property
    def has_other_printed_unit(self) -> bool:
        printed = self.indicator.unit_printed
        return bool(printed) and printed != self.indicator.unit

    @property
    def contents(self) -> list[tuple]:
        """The sections of the page, each with the number of its entries."""
        sections = [
            ("The year so far", "year", None if self.figures.year_picture else 0),
            ("What needs attention", "attention", len(self.flags)),
            (
                "Figures by area",
                "areas",
                len(self.areas.periods) and self.areas.page.paginator.count,
            ),
            ("What is being done", "done", len(self.projects) + len(self.active_projects)),
            ("Commentary", "commentary", len(self.commentaries)),
            ("Figures", "figures", len(self.rows) or (None if self.figures.later else 0)),
            ("After the date of this view", "afterwards", self.figures.later_count),
            ("Targets", "targets", len(self.targets)),
            ("Signal or noise", "signal", None),
            ("Explore the figures", "explore", None if self.figures.chart else 0),
            ("How it is measured", "measured", None),
            ("Sources and notes", "sources", None if self.has_sources else 0),
        ]
        shown_empty = ("targets", "done")
        return [section for section in sections if section[2] != 0 or section[1] in shown_empty]


@permission_required("performance.view_indicator", raise_exception=True)
@require_safe
def indicator(request, slug):
    plan_snapshot = read_plan(request)
    found = fetch_indicator(plan_snapshot, slug, request.user)
    snapshot = plan_snapshot.about(found.indicator)
    as_reported = request.GET.get("as") == AS_REPORTED
    page = IndicatorPage(
        snapshot,
        found,
        flags_about(snapshot, found.indicator),
        figures=IndicatorFigures(found, snapshot.as_at, as_reported=as_reported),
        areas=IndicatorAreas(
            found.indicator, found.other_areas, snapshot.as_at, request.GET, snapshot.known_on
        ),
    )
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": page,
        "indicator": found.indicator,
        "ownership": ownership_of(request.user, found.indicator, has_owners=True),
        "comments": comments_of(request.user, found.indicator),
        "latest_url": _address(request, None),
        "reported_url": _address(request, AS_REPORTED),
        "areas_url": f"?as={AS_REPORTED}#areas" if as_reported else "?#areas",
    }
    return render(request, "indicators/page.html", context)


def _address(request, shown):
    """The page's address with the figures as `shown`. Its other filters stay."""
    query = request.GET.copy()
    query.pop("as", None)
    if shown:
        query["as"] = shown
    return f"?{query.urlencode()}"
