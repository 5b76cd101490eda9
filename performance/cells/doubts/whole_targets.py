"""Targets that a value is held to where there is no earlier figure: what they ask for when they are reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Prefetch

from core.periods import Period
from performance.cells import messages
from performance.cells.doubts.earlier_figures import TIMES
from performance.cells.findings import Wrong
from performance.cells.values.ratios import shown
from performance.choices import Polarity, TargetForm
from performance.models import Comparator, Figure, Target
from performance.rules.direction import SMALLEST_BASE
from performance.rules.targets import NoLimit, whole_limit
from performance.standings.rows import target_value

# An indicator, and an area.
Series = tuple[int, int]


class WholeTarget(NamedTuple):
    """`amount` is the whole of a target, not what is due of it so far; the upper end of a range."""

    period: Period
    amount: Decimal


def whole_targets_of(series: Collection[Series]) -> dict[Series, list[WholeTarget]]:
    """In three queries at most, however many there are."""
    targets = [one for one in _targets(series) if (one.indicator_id, one.area_id) in series]
    baselines = _baselines(targets)
    found: dict[Series, list[WholeTarget]] = defaultdict(list)
    for target in targets:
        key = (target.indicator_id, target.area_id)
        value = target_value(target.indicator, target, baselines.get(key, ()))
        limit = whole_limit(value, polarity=Polarity(target.indicator.polarity))
        if not isinstance(limit, NoLimit):
            amount = max(bound.limit for bound in limit.bounds)
            found[key].append(WholeTarget(target.period, amount))
    return found


def whole_target_at(targets: Iterable[WholeTarget], day: date) -> WholeTarget | None:
    """That of a figure whose period ends on `day`; of two, the one that asks for more."""
    held = [one for one in targets if one.period.start <= day <= one.period.end]
    return max(held, key=lambda one: one.amount, default=None)


def is_beyond(value: Decimal, target: WholeTarget, in_one: Decimal = Decimal(1)) -> bool:
    """Whether it is ten times the whole target or more, and no small number; `in_one` as of `earlier_figures.is_a_jump`."""
    return target.amount > 0 and value >= target.amount * TIMES and value * in_one >= SMALLEST_BASE


def beyond_target(value: Decimal, target: WholeTarget) -> Wrong:
    facts = {
        "value": shown(value),
        "period": str(target.period),
        "target": shown(target.amount),
    }
    return Wrong(messages.BEYOND_TARGET, facts, role="value")


def _targets(series: Collection[Series]) -> Iterable[Target]:
    latest = Comparator.objects.latest_revisions()
    return (
        Target.objects.filter(
            is_confirmed=True,
            indicator__in={indicator for indicator, _ in series},
            area__in={area for _, area in series},
        )
        .select_related("indicator")
        .prefetch_related(Prefetch("indicator__comparators", latest))
    )


def _baselines(targets: Iterable[Target]) -> dict[Series, list[Figure]]:
    """The figures that a change is against."""
    changes = [one for one in targets if one.form == TargetForm.CHANGE and one.baseline_start]
    if not changes:
        return {}
    figures = Figure.objects.latest_revisions().filter(
        indicator__in={one.indicator_id for one in changes},
        area__in={one.area_id for one in changes},
        period_start__in={one.baseline_start for one in changes},
    )
    found: dict[Series, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.indicator_id, figure.area_id].append(figure)
    return found
