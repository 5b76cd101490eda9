"""A round as it stands: what its page shows, fetched by a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import QuerySet

from core.periods import Period
from performance.choices import FigureState
from performance.figures.withholding import AnyFigure, visible_figures
from performance.models import ClosedPeriod, Figure, Indicator, Reminder
from performance.rounds.by_group import Tally
from performance.rounds.changes import Deeds, uploads_at
from performance.rounds.coverage import Coverage, coverage_of
from performance.rounds.expected import STATUSES, Expected, Key, expected_in
from performance.rounds.lifetimes import lifetimes_of, since_when
from performance.rounds.reported import Reported, reported_and_latest
from priorities.clocks import Clocks
from priorities.models import Plan, Theme


@dataclass(frozen=True)
class Round:
    """`beside` are figures that end in the period and are not looked for, such as a year's of a quarterly indicator.

    `reported` is empty while the period is open; `uploads` says who applied or took back what changed it since. Mappings are by indicator number, or by `Expected.key`.
    """

    period: Period
    clocks: Clocks
    expected: Sequence[Expected]
    beside: Sequence[Expected]
    themes_of: Mapping[int, Sequence[Theme]]
    coverage: Mapping[Key, Coverage]
    reminders: Mapping[Key, Reminder]
    closings: Sequence[ClosedPeriod]
    reported: Mapping[Key, Reported]
    uploads: Deeds

    @property
    def tally(self) -> Tally:
        return Tally.of(row.status for row in self.expected)

    @property
    def closing(self) -> ClosedPeriod | None:
        """The closing that stands."""
        return next((row for row in self.closings if row.reopened_at is None), None)


def indicators_of(plan: Plan | None) -> QuerySet[Indicator]:
    """Those that measure a theme of the plan, and those that measure none yet."""
    known = Indicator.objects.known_under([plan] if plan else [])
    return known.select_related("provider", "owner", "area").order_by("order", "pk")


def read_round(
    plan: Plan | None, period: Period, clocks: Clocks, *, sees_withheld: bool = False
) -> Round:
    """The round of a period as the plan's clocks have it; the number of queries does not grow with the figures.

    What figures said before they were suppressed is in it only where somebody `sees_withheld`.
    """
    found = indicators_of(plan)
    indicators = list(found)
    since = since_when(indicators, lifetimes_of(found, known_on=clocks.known_on), clocks.as_at)
    revisions = visible_figures(revisions_of(found, period), sees_withheld=sees_withheld)
    figures = {_key(row): row for row in revisions if row.counted_at(clocks.known_on)}
    expected = expected_in(indicators, period, figures, as_at=clocks.as_at, since=since)
    closings = list(closings_of(period))
    reported = _reported(revisions, closings)
    by_pk = {row.pk: row for row in indicators}
    keys = {row.key for row in expected}
    return Round(
        period=period,
        clocks=clocks,
        expected=expected,
        beside=[
            Expected(by_pk[key[0]], key[1], None, row, STATUSES[FigureState(row.state)])
            for key, row in figures.items()
            if key not in keys
        ],
        themes_of=_themes_of(plan),
        coverage=coverage_of(found, period, known_on=clocks.known_on),
        reminders=_reminders(found, period),
        closings=closings,
        reported=reported,
        uploads=uploads_at(reported.values()),
    )


def closings_of(period: Period) -> QuerySet[ClosedPeriod]:
    """Every closing of the very period, those that were opened again included, the last first."""
    found = ClosedPeriod.objects.filter(period_start=period.start, period_end=period.end)
    return found.select_related("closed_by", "reopened_by").order_by("-closed_at", "-pk")


def revisions_of(indicators: QuerySet[Indicator], window: Period) -> list[Figure]:
    """All that was ever known of figures of the indicators' own areas whose period ends in `window`."""
    found = Figure.objects.of_own_areas(indicators, window)
    return list(
        found.select_related("upload__applied_by", "recorded_by", "closed_by").order_by(
            "indicator__order", "indicator", "period_end", "period_start", "revision"
        )
    )


def _key(row: AnyFigure | Reminder) -> Key:
    # A reminder about a figure has both; one about a project's update is not among these rows.
    return cast("Key", (row.indicator_id, row.period))


def _themes_of(plan: Plan | None) -> dict[int, list[Theme]]:
    """The plan's themes that each indicator measures, in their order."""
    found: dict[int, list[Theme]] = defaultdict(list)
    if plan is None:
        return found
    links = Indicator.themes.through.objects.filter(theme__plan=plan, theme__archived_at=None)
    for link in links.select_related("theme").order_by("theme__order"):
        found[link.indicator_id].append(link.theme)
    return found


def _reminders(indicators: QuerySet[Indicator], window: Period) -> dict[Key, Reminder]:
    """The last reminder for each figure."""
    found = Reminder.objects.filter(
        indicator__in=indicators.order_by().values("pk"),
        period_end__range=(window.start, window.end),
    )
    return {_key(row): row for row in found.select_related("sent_to").order_by("sent_at", "pk")}


def _reported(revisions: Sequence[AnyFigure], closings: list[ClosedPeriod]) -> dict[Key, Reported]:
    found = reported_and_latest(revisions, closings)
    return {(indicator, period): row for (indicator, _, period), row in found.items()}
