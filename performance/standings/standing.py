"""How an indicator stands: its rows from the database, handed to the rules.

Works on rows already fetched (`figures`, `targets`, `comparators`, `breaks`, `commentaries` and
`measurements` of an indicator), so that a page of a hundred indicators asks once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from django.db.models import OuterRef, QuerySet

from core.periods import Period
from core.records.fetching import fetch_with_children
from performance.choices import Polarity, Status
from performance.models import Commentary, Comparator, Figure, Indicator, Measurement, Target
from performance.rules import direction, status
from performance.rules.targets import holds_for
from performance.rules.wording import as_a_sentence
from performance.standings.judgements import (
    judged_periods,
    judgement_of,
    overdue_periods,
    travel_of,
)
from performance.standings.rows import yardstick_of

# Enough for a comparison with last year and a baseline, few enough for any number of figures.
YEARS_OF_FIGURES = 6


Row = TypeVar("Row", Figure, Commentary)


@dataclass(frozen=True)
class Beside:
    """What is read of the newest figure beside its status, each in a few words: what its year is forecast to come to, whether it
    signals, itself a year before, and how far such figures are usually revised. Empty where nothing can be said.
    """

    forecast: str = ""
    change: str = ""
    year_before: str = ""
    revision: str = ""


@dataclass(frozen=True)
class Standing:
    """One indicator, judged for one period. `period` is None where nothing is in and nothing is due.

    `overdue` are the periods whose figure is late, oldest first, be a later one in; only how it stands now says them. `beside` is
    there where it was kept with the standing.
    """

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
    overdue: tuple[Period, ...] = ()
    beside: Beside | None = None

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
    def is_set_aside(self) -> bool:
        """Whether its figure is in and gives no value to judge: suppressed, or not applicable."""
        return self.judgement.set_aside is not None and not self.is_overridden

    @property
    def is_late_final(self) -> bool:
        """Whether a provisional figure is in, and the final one was due and is not."""
        return self.judgement.status == Status.OVERDUE and self.judgement.value is not None

    @property
    def missing(self) -> tuple[str, ...]:
        """The periods without which its year to date, of which a part is in, is no figure."""
        return () if self.is_overridden else self.judgement.missing

    @property
    def is_incomplete(self) -> bool:
        """Whether a part of its year to date is in, and another is missing or suppressed."""
        judged = self.judgement
        return bool(judged.missing or judged.withheld) and not self.is_overridden

    @property
    def could_be_chance(self) -> bool:
        """Whether the interval of what was judged straddles its target."""
        return self.judgement.could_be_chance and not self.is_overridden

    @property
    def word(self) -> str:
        """The word that it is told apart by: its status, or what is known of a figure that gives it none."""
        return self.label if self.is_set_aside or self.is_incomplete else str(self.status.label)

    @property
    def label(self) -> str:
        """As `word`, with "just" where a target is met by little."""
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
    indicators: QuerySet[Indicator],
    as_at: date,
    *,
    known_on: datetime | None = None,
    **more: QuerySet,
) -> list[Indicator]:
    """Indicators with all that their standing needs, in one query, their figures of recent years newest first.

    `more` are further relations that come along.
    """
    recent = as_at.replace(year=as_at.year - YEARS_OF_FIGURES, day=1)
    figures = Figure.objects.known_on(known_on).filter(
        area=OuterRef("area"), period_end__gte=recent
    )
    return fetch_with_children(
        indicators,
        "themes",
        "targets",
        "breaks",
        "commentaries",
        "measurements",
        figures=figures.order_by("-period_end"),
        comparators=Comparator.objects.known_on(known_on),
        **more,
    )


def standings_of(indicator: Indicator, as_at: date) -> list[Standing]:
    """The indicator judged for every period that has a figure or a target that has begun, newest first.

    Figures of periods that end after `as_at` are left out: on that day they could not be known.
    """
    figures, targets = _known(indicator, as_at)
    periods = judged_periods(indicator, figures, targets, as_at)
    return [_stand(indicator, period, figures, targets, as_at) for period in periods]


def standing_in(indicator: Indicator, period: Period, as_at: date) -> Standing:
    """How it stands in one period, whether a figure is in or not."""
    figures, targets = _known(indicator, as_at)
    return _stand(indicator, period, figures, targets, as_at)


def current_standing(indicator: Indicator, as_at: date) -> Standing:
    """How it stands now: the newest period, a running target without a figure included. No other is judged."""
    figures, targets = _known(indicator, as_at)
    overdue = tuple(overdue_periods(indicator, figures, targets, as_at))
    for period in judged_periods(indicator, figures, targets, as_at):
        return replace(_stand(indicator, period, figures, targets, as_at), overdue=overdue)
    return _nothing(indicator)


def _known(indicator: Indicator, as_at: date) -> tuple[list[Figure], list[Target]]:
    """Of its own area: the figures that could be known on the day, and the targets."""
    figures = [
        row
        for row in indicator.figures.all()
        if row.period_end <= as_at and row.area_id == indicator.area_id
    ]
    targets = [row for row in indicator.targets.all() if row.area_id == indicator.area_id]
    return figures, targets


def _stand(
    indicator: Indicator, period: Period, figures: list[Figure], targets: list[Target], as_at: date
) -> Standing:
    figure, target = _of(period, figures), target_for(period, targets)
    comparators = tuple(row for row in indicator.comparators.all() if row.period == period)
    earlier = tuple(
        row for row in figures if row.period_end < period.end or row.period_start < period.start
    )
    return Standing(
        indicator=indicator,
        period=period,
        figure=figure,
        target=target,
        judgement=judgement_of(
            indicator,
            figures,
            target,
            period=period,
            yardstick=yardstick_of(comparators),
            as_at=as_at,
        ),
        travel=travel_of(indicator, figure, earlier),
        last_year=_of(period.same_last_year(), figures),
        comparators=comparators,
        commentary=_of(period, indicator.commentaries.all()),
        printed=_printed_of(indicator, figure),
        earlier=earlier,
    )


def _nothing(indicator: Indicator) -> Standing:
    """An indicator with no figure and no target that has begun; what was printed of it still shows."""
    judgement = status.judge(None, None, polarity=Polarity(indicator.polarity), as_at=date.max)
    travel = direction.direction_of_travel(None, [], polarity=Polarity(indicator.polarity))
    return Standing(
        indicator, None, None, None, judgement, travel, printed=_printed_of(indicator, None)
    )


def target_for(period: Period, targets: Iterable[Target]) -> Target | None:
    """The target that holds on the last day of `period`: that of the very period, else the shortest around it, else
    the one that is most nearly as long.
    """
    holding = [row for row in targets if holds_for(row.period, period)]
    around = [row for row in holding if row.period.contains(period)]
    length = period.end - period.start
    return min(
        around or holding,
        key=lambda row: (abs(row.period_end - row.period_start - length), row.period_start),
        default=None,
    )


def _of(period: Period, rows: Iterable[Row]) -> Row | None:
    """The first of the rows that is of that very period."""
    return next((row for row in rows if row.period == period), None)


def _printed_of(indicator: Indicator, figure: Figure | None) -> Measurement | None:
    """The measurement that the figure was read from; without a figure, the last that gives a status."""
    rows = list(indicator.measurements.all())
    if figure is not None:
        return next((row for row in rows if row.pk == figure.measurement_id), None)
    return next((row for row in reversed(rows) if is_status(row.status_printed)), None)


def is_status(words: str) -> bool:
    """Whether the words recorded as a printed status are one; "none (risk)" says that there is none."""
    return bool(words) and not words.casefold().startswith("none")
