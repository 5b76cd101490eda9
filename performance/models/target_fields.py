"""Which numbers a target of each form has, and what is wrong with those that it is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from core.periods import Period
from performance.choices import Profile, TargetForm

Problem = tuple[str, str]

NUMBERS_OF = {
    TargetForm.AT_MOST: {"value": "Enter the value that it should be at most"},
    TargetForm.AT_LEAST: {"value": "Enter the value that it should be at least"},
    TargetForm.RANGE: {
        "value": "Enter the lower end of the range",
        "upper_value": "Enter the upper end of the range",
    },
    TargetForm.CHANGE: {
        "change_percent": "Enter the change in percent, such as -6 for a fall of 6%"
    },
}
TOO_MANY = {
    "value": "Leave the value empty: a change has none of its own",
    "upper_value": "Leave the upper end empty: only a range has one",
    "change_percent": "Leave the change in percent empty: only a change has one",
}
NO_BASELINE = "Say what the change is against: a period, a value or a comparator"
NO_CHANGE = "Leave the baseline empty: only a change has one"
TWO_BASELINES = "Give a value or a comparator to compare with, not both"
MONTHS_OF_A_SHARE = 3
WITH_SHARES = (3, 6, 9, 12)


class TargetFields(Protocol):
    """What is judged of a target: the fields of the model, by their names there."""

    form: Any
    value: Any
    upper_value: Any
    change_percent: Any
    period_start: date
    period_end: date
    baseline_start: date | None
    baseline_end: date | None
    baseline_value: Any
    baseline_label: str
    tolerance_percent: Any
    profile: Any
    profile_values: list[Any]
    is_confirmed: bool


def problems_of(target: TargetFields) -> dict[str, str]:
    """What is wrong, by field. A target that is still to be confirmed may lack numbers."""
    if target.form not in TargetForm.values:
        return {}
    return dict([*_numbers(target), *_baseline(target), *_tolerance(target), *_profile(target)])


def _numbers(target: TargetFields) -> Iterator[Problem]:
    asked = NUMBERS_OF[TargetForm(target.form)]
    for name, too_many in TOO_MANY.items():
        given = getattr(target, name) is not None
        if given and name not in asked:
            yield name, too_many
        elif not given and name in asked and target.is_confirmed:
            yield name, asked[name]
    ends = (target.value, target.upper_value)
    if target.form == TargetForm.RANGE and None not in ends and target.upper_value < target.value:
        yield "upper_value", "Enter an upper end that is not below the lower end"


def _baseline(target: TargetFields) -> Iterator[Problem]:
    has_period = target.baseline_start is not None or target.baseline_end is not None
    has_value, has_label = target.baseline_value is not None, bool(target.baseline_label)
    if target.form != TargetForm.CHANGE:
        if has_period or has_value or has_label:
            yield "baseline_value", NO_CHANGE
    elif has_value and has_label:
        yield "baseline_label", TWO_BASELINES
    elif target.is_confirmed and not (has_period or has_value or has_label):
        yield "baseline_value", NO_BASELINE


def _tolerance(target: TargetFields) -> Iterator[Problem]:
    if target.tolerance_percent is not None and target.tolerance_percent < 0:
        yield "tolerance_percent", "Enter a tolerance of 0% or more"


def _profile(target: TargetFields) -> Iterator[Problem]:
    """Its own shares are of quarters, or of months."""
    shares = [Decimal(str(share)) for share in target.profile_values]
    if target.profile != Profile.GIVEN:
        if shares:
            yield "profile_values", "Leave the shares of the quarters empty: they are not its own"
        return
    months = months_of(target) or 0
    if months not in WITH_SHARES:
        yield "profile", "Choose another profile: only whole quarters, at most four, have shares"
    elif len(shares) not in (months // MONTHS_OF_A_SHARE, months):
        yield (
            "profile_values",
            f"Enter a share for each of its {months // MONTHS_OF_A_SHARE} quarters",
        )
    elif min(shares) < 0:
        yield "profile_values", "Enter shares of 0 or more"
    elif sum(shares) == 0:
        yield "profile_values", "Enter at least one share that is more than 0"


def months_of(target: TargetFields) -> int | None:
    """The months of its period; None where it starts or ends inside one, or is not known."""
    start, end = target.period_start, target.period_end
    return Period(start, end).month_count if start and end and start <= end else None
