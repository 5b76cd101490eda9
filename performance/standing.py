"""How an indicator stands: its rows from the database, handed to the rules.

Works on rows already fetched (`figures`, `targets`, `comparators`, `breaks`, `commentaries` and
`measurements` of an indicator), so that a page of a hundred indicators asks once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import OuterRef, QuerySet

from performance import direction, rollup, status
from performance.choices import Aggregation, Frequency, Polarity, Status
from performance.frequency import next_period
from performance.models import Commentary, Comparator, Figure, Indicator, Measurement, Target
from performance.rows import breaks_of, reading_of, target_value, yardstick_of
from performance.wording import as_a_sentence
from safercornwall.periods import Period, in_order
from safercornwall.records.prefetch import together

# Enough for a comparison with last year and a baseline, few enough for any number of figures.
YEARS_OF_FIGURES = 6


@dataclass(frozen=True)
class Standing:
    """One indicator, judged for one period. `period` is None where nothing is in and nothing is due."""

    indicator: Indicator
    period: Period | None
    figure: Figure | None
    target: Target | None
    judgement: status.Judgement
    travel: direction.Travel
    last_year: Figure | None = None
    comparators: tuple[Comparator, ...] = ()
    commentary: Commentary | None = None
    printed: Measurement | None = None
    earlier: tuple[Figure, ...] = field(default=(), repr=False)

    @cached_property
    def is_overridden(self) -> bool:
        return bool(self.commentary and self.commentary.status_override)

    @cached_property
    def status(self) -> Status:
        """The status shown: the one worked out, unless a person overrode it and gave the reason."""
        if self.commentary and self.commentary.status_override:
            return Status(self.commentary.status_override)
        return self.judgement.status

    @property
    def label(self) -> str:
        return str(self.status.label) if self.is_overridden else self.judgement.label

    @property
    def sentence(self) -> str:
        """Why it has this status; an override is followed by what was worked out."""
        if self.is_overridden and self.commentary:
            reason = as_a_sentence(self.commentary.override_reason)
            return f"{self.label}, set by hand: {reason} Worked out: {self.judgement.sentence}"
        return self.judgement.sentence

    @property
    def comparator(self) -> Comparator | None:
        """The comparator for the same period, one with a number first."""
        return next(iter(sorted(self.comparators, key=lambda row: row.value is None)), None)


def with_figures(
    indicators: QuerySet[Indicator], as_at: date, *, known_on: datetime | None = None
) -> list[Indicator]:
    """Indicators with all that their standing needs, in one query, their figures of recent years newest first."""
    recent = as_at.replace(year=as_at.year - YEARS_OF_FIGURES, day=1)
    figures = Figure.objects.known_on(known_on).filter(
        area=OuterRef("area"), period_end__gte=recent
    )
    return together(
        indicators,
        "themes",
        "targets",
        "breaks",
        "commentaries",
        "measurements",
        figures=figures.order_by("-period_end"),
        comparators=Comparator.objects.known_on(known_on),
    )


def standings_of(indicator: Indicator, as_at: date) -> list[Standing]:
    """The indicator judged for every period that has a figure or a target that has begun, newest first.

    Figures of periods that end after `as_at` are left out: on that day they could not be known.
    """
    figures = [
        row
        for row in indicator.figures.all()
        if row.period_end <= as_at and row.area_id == indicator.area_id
    ]
    targets = [row for row in indicator.targets.all() if row.area_id == indicator.area_id]
    periods = {figure.period for figure in figures}
    for target in targets:
        if target.period_start <= as_at and not any(
            target.period.contains(figure.period) for figure in figures
        ):
            periods.add(_awaited(indicator, target, as_at) or target.period)
    late = _late(indicator, figures, as_at)
    if late is not None:
        periods.add(late)
    newest_first = reversed(in_order(periods))
    return [_stand(indicator, period, figures, targets, as_at) for period in newest_first]


def current_standing(indicator: Indicator, as_at: date) -> Standing:
    """How it stands now: the newest period, a running target without a figure included."""
    return next(iter(standings_of(indicator, as_at)), None) or _nothing(indicator)


def _stand(
    indicator: Indicator, period: Period, figures: list[Figure], targets: list[Target], as_at: date
) -> Standing:
    figure = next((row for row in figures if row.period == period), None)
    target = target_for(period, targets)
    earlier = [
        row for row in figures if row.period_end < period.end or row.period_start < period.start
    ]
    comparators = tuple(row for row in indicator.comparators.all() if row.period == period)
    so_far = _so_far(indicator, figure, target, figures)
    judgement = _incomplete(so_far) or status.judge(
        so_far.reading,
        target_value(indicator, target, figures) if target else None,
        polarity=Polarity(indicator.polarity),
        as_at=as_at,
        aggregation=Aggregation(indicator.aggregation),
        year_to_date=indicator.is_cumulative,
        unit=indicator.unit,
        decimals=indicator.decimal_places,
        awaited=period,
        lag_days=indicator.reporting_lag_days,
        yardstick=yardstick_of(comparators),
    )
    travel = direction.direction_of_travel(
        reading_of(figure) if figure else None,
        [reading_of(row) for row in earlier],
        polarity=Polarity(indicator.polarity),
        breaks=breaks_of(indicator),
        unit=indicator.unit,
        decimals=indicator.decimal_places,
    )
    return Standing(
        indicator=indicator,
        period=period,
        figure=figure,
        target=target,
        judgement=judgement,
        travel=travel,
        last_year=next((row for row in figures if row.period == period.same_last_year()), None),
        comparators=comparators,
        commentary=_said_of(indicator, period),
        printed=_printed_of(indicator, figure),
        earlier=tuple(earlier),
    )


def _nothing(indicator: Indicator) -> Standing:
    """An indicator with no figure and no target that has begun; what was printed of it still shows."""
    judgement = status.judge(None, None, polarity=Polarity(indicator.polarity), as_at=date.max)
    travel = direction.direction_of_travel(None, [], polarity=Polarity(indicator.polarity))
    return Standing(
        indicator, None, None, None, judgement, travel, printed=_printed_of(indicator, None)
    )


def _so_far(
    indicator: Indicator, figure: Figure | None, target: Target | None, figures: list[Figure]
) -> rollup.RollUp:
    """The figure, or for a cumulative indicator the year to date that ends with it."""
    if figure is None:
        return rollup.RollUp(None)
    if (
        not indicator.is_cumulative
        or target is None
        or target.period == figure.period
        or figure.value is None
    ):
        return rollup.RollUp(reading_of(figure))
    return rollup.year_to_date(
        [reading_of(row) for row in figures], upto=figure.period, aggregation=Aggregation.SUM
    )


def _incomplete(so_far: rollup.RollUp) -> status.Judgement | None:
    """A year to date with a quarter missing is no figure, and says which is missing."""
    if so_far.reading is None and so_far.reason:
        return status.Judgement(Status.NO_FIGURES, f"{Status.NO_FIGURES.label}: {so_far.reason}")
    return None


def target_for(period: Period, targets: Iterable[Target]) -> Target | None:
    """The target of that very period, else the shortest that contains it."""
    around = [row for row in targets if row.period.contains(period)]
    return min(around, key=lambda row: row.period_end - row.period_start, default=None)


def _awaited(indicator: Indicator, target: Target, as_at: date) -> Period | None:
    """The period whose figure the target waits for: the last that is over, else the first of the target."""
    if indicator.frequency != Frequency.QUARTER or target.period.kind != "year":
        return None
    quarters = target.period.quarters()
    over = [quarter for quarter in quarters if quarter.is_over(as_at)]
    return over[-1] if over else quarters[0]


def _late(indicator: Indicator, figures: list[Figure], as_at: date) -> Period | None:
    """The first period after the last figure whose due date has passed, where the reporting lag is known."""
    if indicator.reporting_lag_days is None or not figures:
        return None
    if indicator.retired_on and indicator.retired_on <= as_at:
        return None
    last = max(figures, key=lambda row: row.period_end).period
    following = next_period(Frequency(indicator.frequency), last)
    return following if as_at > following.due_on(indicator.reporting_lag_days) else None


def _said_of(indicator: Indicator, period: Period) -> Commentary | None:
    return next((row for row in indicator.commentaries.all() if row.period == period), None)


def _printed_of(indicator: Indicator, figure: Figure | None) -> Measurement | None:
    """The measurement that the figure was read from; without a figure, the last that gives a status."""
    rows = list(indicator.measurements.all())
    if figure is not None:
        return next((row for row in rows if row.pk == figure.measurement_id), None)
    return next((row for row in reversed(rows) if is_status(row.status_printed)), None)


def is_status(words: str) -> bool:
    """Whether the words recorded as a printed status are one; "none (risk)" says that there is none."""
    return bool(words) and not words.casefold().startswith("none")
