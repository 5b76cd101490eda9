"""A standing as pages show it: figure, target, state and printed words, never without unit and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst

from core.periods import Period
from performance.choices import Polarity, Status
from performance.models import Comparator, Indicator, Target
from performance.rules.status import absent_state
from performance.rules.targets import Limit, NoLimit, change_words, limit_for, whole_limit
from performance.rules.wording import counts_in_words, short_unit, show_beside
from performance.standings.rows import target_value
from performance.standings.standing import Standing, is_status

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


def in_words(indicator: Indicator, value: Decimal, *beside: Decimal) -> str:
    """A value with its unit, with decimals enough to stay on its side of the values `beside` it."""
    return show_beside(value, beside, indicator.unit, indicator.decimal_places)


def number_and_unit(indicator: Indicator, value: Decimal, *beside: Decimal) -> tuple[str, str]:
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


def held_to(standing: Standing) -> list[Decimal]:
    """What decides the status, so that the figure shown must stay on its own side of it."""
    judged = standing.judgement
    return [value for value in (judged.limit, judged.amber) if value is not None]


def counts_words(standing: Standing) -> str:
    """The counts that a percentage or rate was made from; empty where there is no figure."""
    figure = standing.figure
    return counts_in_words(figure.numerator, figure.denominator) if figure else ""


def limit_of(indicator: Indicator, target: Target) -> Limit | NoLimit:
    """What the target asks for at the end of its period."""
    value = target_value(indicator, target, indicator.figures.all())
    return whole_limit(value, polarity=Polarity(indicator.polarity))


def limit_by(standing: Standing) -> Limit | None:
    """What the figure of this very period is held to; for a cumulative indicator the share so far."""
    if standing.target is None or standing.period is None:
        return None
    return limit_at(standing.indicator, standing.target, standing.period)


def limit_at(indicator: Indicator, target: Target, period: Period) -> Limit | None:
    """As `limit_by`, for a period that need not have a figure."""
    value = target_value(indicator, target, indicator.figures.all())
    if indicator.is_cumulative and target.period.contains(period):
        period = Period(target.period_start, period.end)
    limit = limit_for(
        value, period, polarity=Polarity(indicator.polarity), year_to_date=indicator.is_cumulative
    )
    return limit if isinstance(limit, Limit) else None


def target_words(indicator: Indicator, target: Target) -> str:
    """The target's form and value with its unit, and what a change is measured from."""

    def number(value: Decimal) -> str:
        return in_words(indicator, value)

    limit = limit_of(indicator, target)
    if isinstance(limit, NoLimit):
        return "To be confirmed" if not target.is_confirmed else capfirst(limit.reason)
    value = target_value(indicator, target, indicator.figures.all())
    basis = change_words(value, number)
    return capfirst(limit.words(number)) + (f" ({basis})" if basis else "")


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


def comparator_words(indicator: Indicator, comparator: Comparator) -> str:
    """ "National benchmark: 28%"; the words that stand in place of a number otherwise."""
    value = comparator.value
    words = comparator.value_printed if value is None else in_words(indicator, value)
    return f"{capfirst(comparator.label)}: {words}"
