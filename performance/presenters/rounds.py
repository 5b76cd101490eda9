"""The figures of a round as its page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from performance.choices import FigureState
from performance.models import Figure, Indicator, Reminder
from performance.presenters.readout import in_words
from performance.rounds.by_group import NO_PROVIDER, NO_THEME, OPEN, Tally, counted_as
from performance.rounds.expected import Expected
from performance.rounds.reading import Round
from performance.rounds.reported import Reported
from priorities.models import Theme
from safercornwall.periods import Period

NOTHING = "No figure"


@dataclass(frozen=True)
class RoundRow:
    """One figure that the round looks for. `reported` is None while the period is open."""

    expected: Expected
    themes: Sequence[Theme]
    areas: str
    reminder: Reminder | None
    reported: Reported | None

    @property
    def indicator(self) -> Indicator:
        return self.expected.indicator

    @property
    def period(self) -> Period:
        return self.expected.period

    @property
    def figure(self) -> Figure | None:
        return self.expected.figure

    @property
    def state(self) -> str:
        return self.expected.place.value

    @property
    def value(self) -> str:
        return value_words(self.indicator, self.figure)

    @cached_property
    def change(self) -> Change | None:
        """What was reported, where it is not what is known now."""
        if self.reported is None or not self.reported.differs:
            return None
        return change_of(self.indicator, self.reported)


@dataclass(frozen=True)
class Change:
    """A figure that says something else than the board was shown. `reason` may be empty: nobody need say why
    a figure came late; `by` is None where that is not recorded.
    """

    reported: str
    latest: str
    on: date
    by: Any
    reason: str


def rows_of(round_: Round, figures: Sequence[Expected]) -> list[RoundRow]:
    return [
        RoundRow(
            expected=row,
            themes=round_.themes_of.get(row.indicator.pk, ()),
            areas=_areas(round_, row),
            reminder=round_.reminders.get(row.key),
            reported=round_.reported.get(row.key),
        )
        for row in figures
    ]


def narrowed(
    round_: Round, figures: Sequence[Expected], *, theme: str = "", organisation: str = ""
) -> list[Expected]:
    """Those of a theme and of an organisation that provides them, each by its slug."""

    def is_of_theme(row: Expected) -> bool:
        slugs = {found.slug for found in round_.themes_of.get(row.indicator.pk, ())}
        return not theme or theme in (slugs or {NO_THEME})

    def is_provided(row: Expected) -> bool:
        provider = row.indicator.provider
        return not organisation or organisation == (provider.slug if provider else NO_PROVIDER)

    return [row for row in figures if is_of_theme(row) and is_provided(row)]


def in_state(figures: Sequence[Expected], state: str = "") -> list[Expected]:
    return [row for row in figures if not state or counted_as(row.place).value == state]


def value_words(indicator: Indicator, figure: Figure | None) -> str:
    """The value with its unit; empty where there is none."""
    return "" if figure is None or figure.value is None else in_words(indicator, figure.value)


def open_words(tally: Tally) -> str:
    """What is not settled: "4 late and 1 provisional"; empty when all is in."""
    said = [
        f"{count} {'with no day set' if place == 'no_day_set' else place.label.lower()}"
        for place in OPEN
        if (count := tally.counts[place])
    ]
    return " and ".join([*([", ".join(said[:-1])] if said[1:] else []), *said[-1:]])


def change_of(indicator: Indicator, found: Reported) -> Change | None:
    """From what the board was shown to what is known now; None where there was never anything."""
    last = found.later[-1] if found.later else found.reported
    if last is None:
        return None
    reported = _said(indicator, found.reported)
    if found.latest is None and last.known_to is not None:
        return Change(reported, "Removed", _day(last.known_to), by=None, reason="")
    return Change(
        reported=reported,
        latest=_said(indicator, found.latest),
        on=_day(last.known_from),
        by=last.recorded_by,
        reason=last.reason_for_change,
    )


def _said(indicator: Indicator, figure: Figure | None) -> str:
    if figure is None:
        return NOTHING
    words = value_words(indicator, figure)
    if figure.state == FigureState.REPORTED:
        return f"{words}, an estimate" if figure.is_estimate else words
    label = figure.get_state_display()
    return f"{words}, {label.lower()}" if words else label


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _areas(round_: Round, row: Expected) -> str:
    """How many other areas have a figure: "12 other areas in, 3 missing that were in for the period before"."""
    found = round_.coverage.get(row.key)
    if found is None:
        return ""
    areas = f"{found.known:,} other area{'' if found.known == 1 else 's'} in"
    if not found.missing:
        return areas
    was = "was" if found.missing == 1 else "were"
    return f"{areas}, {found.missing:,} missing that {was} in for the period before"
