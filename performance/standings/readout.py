"""A standing as pages show it: figure, target, state and printed words, never without unit and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.text import capfirst

from core.periods import Period, written
from performance.choices import Aggregation, Polarity, Status
from performance.models import Comparator, Figure, Indicator, Target
from performance.rules.benchmark import BesideBenchmark, beside_benchmark
from performance.rules.intervals import Interval, interval_of
from performance.rules.sentences import interval_words
from performance.rules.status import absent_state
from performance.rules.targets import (
    Limit,
    NoLimit,
    change_words,
    limit_for,
    so_far_of,
    whole_limit,
)
from performance.rules.wording import Digits, Number, counts_in_words, short_unit, show_beside
from performance.standings.rows import reading_of, target_value
from performance.standings.standing import Standing, is_status

# Of a period of several years it would be a long list.
MOST_DUE = 4
# The state of a figure that nobody has said when to expect: neither late nor on its way.
NO_DAY_SET = "no_day_set"


@dataclass(frozen=True)
class StateReadout:
    """What is known of a figure, as the figure_state component takes it."""

    state: str
    reason: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class PrintedReadout:
    """The status words of the assessment, and whether they say other than what was worked out."""

    words: str
    differs: bool


def in_words(indicator: Indicator, value: Number, *beside: Number) -> str:
    """A value with its unit, with decimals enough to stay on its side of the values `beside` it."""
    return show_beside(value, beside, indicator.unit, indicator.decimal_places)


def number_and_unit(indicator: Indicator, value: Number, *beside: Number) -> tuple[str, str]:
    """A value for show in large type, and the rest of its unit: "11%" and "change over 3 years"."""
    short = short_unit(indicator.unit)
    number = show_beside(value, beside, short, indicator.decimal_places)
    return number, indicator.unit.removeprefix(short).strip()


def figure_words(standing: Standing) -> str:
    """The figure with its unit; empty where there is none to show."""
    figure = standing.figure
    if figure is None or figure.value is None:
        return ""
    return in_words(standing.indicator, figure.value, *held_to(standing))


def held_to(standing: Standing) -> list[Number]:
    """What decides the status, so that the figure shown must stay on its own side of it."""
    judged = standing.judgement
    return [value for value in (judged.limit, judged.amber) if value is not None]


def counts_words(standing: Standing) -> str:
    """The counts that a percentage or rate was made from; empty where there is no figure."""
    figure = standing.figure
    return counts_in_words(figure.numerator, figure.denominator) if figure else ""


def interval_of_figure(indicator: Indicator, figure: Figure) -> Interval | None:
    """The 95% confidence interval of a figure, from the counts behind it."""
    return interval_of(
        reading_of(figure), aggregation=Aggregation(indicator.aggregation), unit=indicator.unit
    )


def certainty_words(standing: Standing) -> str:
    """ "95% interval 70% to 83%" of the figure shown; empty where no counts are behind it."""
    figure = standing.figure
    interval = interval_of_figure(standing.indicator, figure) if figure else None
    if interval is None or figure is None or figure.value is None:
        return ""
    is_judged = standing.judgement.value == Fraction(figure.value)
    return _interval_words(standing, interval, held_to(standing) if is_judged else [])


def judged_interval_words(standing: Standing) -> str:
    """The same of what was held to the target: the figure, or the year to date."""
    interval = standing.judgement.interval
    return _interval_words(standing, interval, held_to(standing)) if interval else ""


def _interval_words(standing: Standing, interval: Interval, beside: Sequence[Number]) -> str:
    unit, decimals = standing.indicator.unit, standing.indicator.decimal_places
    return f"95% interval {interval_words(interval, beside, unit=unit, decimals=decimals)}"


def limit_of(indicator: Indicator, target: Target) -> Limit | NoLimit:
    """What the target asks for at the end of its period."""
    value = target_value(indicator, target, indicator.figures.all())
    return whole_limit(value, polarity=Polarity(indicator.polarity))


def limit_by(standing: Standing) -> Limit | None:
    """What the figure of this very period is held to; for a count the share so far."""
    if standing.target is None or standing.period is None:
        return None
    return limit_at(standing.indicator, standing.target, standing.period)


def limit_at(indicator: Indicator, target: Target, period: Period) -> Limit | None:
    """As `limit_by`, for a period that need not have a figure."""
    value = target_value(indicator, target, indicator.figures.all())
    counted = indicator.is_counted
    if counted:
        period = so_far_of(target.period, period)
    limit = limit_for(value, period, polarity=Polarity(indicator.polarity), year_to_date=counted)
    return limit if isinstance(limit, Limit) else None


def target_words(indicator: Indicator, target: Target) -> str:
    """The target's form and value with its unit, and what a change is measured from."""

    def number(value: Number) -> str:
        return in_words(indicator, value)

    limit = limit_of(indicator, target)
    if isinstance(limit, NoLimit):
        return "To be confirmed" if not target.is_confirmed else capfirst(limit.reason)
    value = target_value(indicator, target, indicator.figures.all())
    basis = change_words(value, number)
    return capfirst(limit.words(number)) + (f" ({basis})" if basis else "")


def target_sentence(indicator: Indicator, target: Target) -> str:
    """ "At least 8 closures in 2011/12; amber down to 7.6." What is due on the way is said of what adds up; of a target that
    asks for nothing yet, why.
    """
    limit = limit_of(indicator, target)
    if isinstance(limit, NoLimit):
        return f"{capfirst(limit.reason)}."
    said = f"{target_words(indicator, target)} {target.period.when}; {_amber(indicator, limit)}."
    due = _due_by_quarter(indicator, target) if indicator.is_counted else ""
    return f"{said} {due}".strip()


def _amber(indicator: Indicator, limit: Limit) -> str:
    digits = Digits.suiting([bound.limit for bound in limit.bounds], indicator.decimal_places)
    for bound in limit.bounds:
        if bound.amber.denominator > 1:
            digits = digits.at_least(1)
        digits = digits.telling_apart(bound.limit, [bound.amber])
    return limit.amber_words(lambda value: digits.show(value, short_unit(indicator.unit)))


def _due_by_quarter(indicator: Indicator, target: Target) -> str:
    """ "On the way: at least 2 by 30 June 2011, …", or why nobody can say."""
    value = target_value(indicator, target, indicator.figures.all())
    ends = [one.end for one in target.period.quarters() if one.end < target.period.end]
    due = []
    for end in ends if len(ends) <= MOST_DUE else ():
        period = Period(target.period_start, end)
        limit = limit_for(value, period, polarity=Polarity(indicator.polarity), year_to_date=True)
        if isinstance(limit, NoLimit):
            return f"{capfirst(limit.reason)}."
        words = limit.words(lambda number: in_words(indicator, number))
        due.append(f"{words} by {written(end)}")
    return f"On the way: {', '.join(due)}." if due else ""


def state_of(standing: Standing, as_at: date) -> StateReadout | None:
    """The figure's state, or whether an absent one is late, not yet due or due on no day; None where no period is looked at."""
    if standing.figure is not None:
        return StateReadout(standing.figure.state, standing.figure.reason)
    if standing.period is None:
        return None
    lag = standing.indicator.reporting_lag_days
    if lag is None:
        return StateReadout(NO_DAY_SET)
    due_on = standing.period.due_on(lag)
    return StateReadout(absent_state(standing.period, as_at, lag).value, due_on=due_on)


# The assessment's word for a target that was not met when its year was over.
MEANT = {"failed": Status.MISSED.label.casefold()}


def printed_of(standing: Standing) -> PrintedReadout | None:
    """The status as printed; None where the assessment gives none."""
    words = standing.printed.status_printed if standing.printed else ""
    if not is_status(words):
        return None
    meant = MEANT.get(words.casefold(), words.casefold())
    return PrintedReadout(words, differs=meant != standing.label.casefold())


def comparator_words(
    indicator: Indicator, comparator: Comparator, figure: Figure | None = None
) -> str:
    """ "National benchmark: 28%", or the words that stand in place of a number.

    Beside a figure of the same period, how that stands to it: "National benchmark: 28% (similar)".
    """
    value = comparator.value
    if value is None:
        return f"{capfirst(comparator.label)}: {comparator.value_printed}"
    words = f"{capfirst(comparator.label)}: {in_words(indicator, value)}"
    found = beside_comparator(indicator, comparator, figure)
    return f"{words} ({found})" if found else words


def beside_comparator(
    indicator: Indicator, comparator: Comparator, figure: Figure | None
) -> BesideBenchmark | None:
    """How a figure stands to a comparator of the same period; None where either is no number."""
    value = comparator.value
    known = reading_of(figure).known if figure else None
    if figure is None or value is None or known is None or figure.period != comparator.period:
        return None
    return beside_benchmark(
        known,
        value,
        interval=interval_of_figure(indicator, figure),
        polarity=Polarity(indicator.polarity),
        has_counts=figure.denominator is not None,
    )
