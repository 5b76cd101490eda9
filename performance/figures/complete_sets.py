"""Complete sets of areas: what the figures of all LSOAs of a place come to for the place itself.

Whether a set is complete can be known only of areas that an official list names: the reference boundaries. A place's own
figure, typed or uploaded, always stands; one that was added up says from how many areas.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from core.periods import Period
from performance.choices import Aggregation, FigureState
from performance.models import Figure, Indicator
from performance.rules.rollup import scale_of
from places.models import Area, AreaCode, ReferenceBoundary

# An indicator by its number, and the first and last day of a period.
SetKey = tuple[int, date, date]
_SIX_DECIMALS = Decimal("0.000001")
_CALLED = {
    AreaCode.System.LSOA_2001: "LSOAs",
    AreaCode.System.LSOA_2011: "LSOAs",
    AreaCode.System.LSOA_2021: "LSOAs",
}


@dataclass(frozen=True)
class CompleteSet:
    """All `areas` of an official list, by number, and the `whole` that they lie in."""

    whole: Area
    areas: frozenset[int]
    called: str

    @property
    def size(self) -> int:
        return len(self.areas)

    @property
    def cell(self) -> str:
        """What stands for the cell of a figure that was added up."""
        return f"added up from {self.size:,} {self.called}"


def complete_set() -> CompleteSet | None:
    """The areas of the official list, where all of them are known here. Three queries at most."""
    listed = ReferenceBoundary.objects.filter(system=OuterRef("system"), code=OuterRef("code"))
    known = AreaCode.objects.filter(Exists(listed), area__archived_at=None)
    rows = known.order_by().values_list("system", "area", "area__path")
    areas: dict[str, dict[int, str]] = defaultdict(dict)
    for system, area, path in rows:
        areas[system][area] = path
    if not areas:
        return None
    listings = ReferenceBoundary.objects.order_by().values_list("system").annotate(Count("pk"))
    sizes = dict(listings)
    for system, paths in areas.items():
        if len(paths) == sizes[system]:
            around = _path_around(paths.values())
            whole = Area.objects.filter(path=around).first() if around else None
            called = _CALLED.get(AreaCode.System(system), "areas")
            return CompleteSet(whole, frozenset(paths), called) if whole else None
    return None


def _path_around(paths: Collection[str]) -> str:
    """The path of the smallest area that all of these lie in: no larger one is made up of them alone."""
    steps = [path.strip("/").split("/")[:-1] for path in paths]
    shared = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return f"/{'/'.join(shared)}/" if shared else ""


@dataclass(frozen=True)
class SetTally:
    """What the figures of some areas come to. `number` are in, of which some are withheld, provisional or not applicable;
    `with_parts` have a numerator and a denominator.
    """

    number: int = 0
    withheld: int = 0
    not_applicable: int = 0
    provisional: int = 0
    with_parts: int = 0
    value: Decimal = Decimal(0)
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)

    def __add__(self, other: SetTally) -> SetTally:
        names = [one.name for one in fields(self)]
        return SetTally(**{name: getattr(self, name) + getattr(other, name) for name in names})


def tallies(
    rows: QuerySet[Any], subject: str, *, counting: Q | None = None
) -> dict[SetKey, SetTally]:
    """By indicator and period. `subject` is the name of the field with the indicator; `counting` says which rows count,
    where the others are there only to name their key.
    """
    counts = counting or Q()

    def number(**of: Any) -> Count:
        return Count("pk", filter=counts & Q(**of))

    found = rows.order_by().values(subject, "period_start", "period_end")
    found = found.annotate(
        found_number=number(),
        found_withheld=number(state=FigureState.SUPPRESSED),
        found_not_applicable=number(state=FigureState.NOT_APPLICABLE),
        found_provisional=number(state=FigureState.PROVISIONAL),
        found_with_parts=number(numerator__isnull=False, denominator__isnull=False),
        found_value=Sum("value", filter=counts),
        found_numerator=Sum("numerator", filter=counts),
        found_denominator=Sum("denominator", filter=counts),
    )
    return {(row[subject], row["period_start"], row["period_end"]): _tally(row) for row in found}


def _tally(row: Mapping[str, Any]) -> SetTally:
    """A database that adds up in floating point is a little off: figures have six decimals."""
    found: dict[str, Any] = {one.name: row[f"found_{one.name}"] or 0 for one in fields(SetTally)}
    for name in ("value", "numerator", "denominator"):
        found[name] = Decimal(str(found[name])).quantize(_SIX_DECIMALS)
    return SetTally(**found)


@dataclass(frozen=True)
class Total:
    """A figure that was added up, or worked out from numerators and denominators that were."""

    state: str
    value: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def says(self) -> tuple[Any, ...]:
        return self.state, self.value, self.numerator, self.denominator


def total_of(tally: SetTally, size: int, indicator: Indicator) -> Total | None:
    """What the figures of all `size` areas come to. None where one is missing or suppressed, or where such figures do not
    add up. An area to which the indicator does not apply has nothing to add.
    """
    known = tally.number - tally.not_applicable
    if tally.number < size or tally.withheld or not known:
        return None
    state = FigureState.PROVISIONAL if tally.provisional else FigureState.REPORTED
    if indicator.aggregation == Aggregation.SUM:
        return Total(state, tally.value)
    scale = scale_of(indicator.unit)
    if indicator.aggregation != Aggregation.RATIO or scale == 1:
        return None
    if tally.with_parts < known or tally.denominator <= 0:
        return None
    value = (tally.numerator * scale / tally.denominator).quantize(_SIX_DECIMALS)
    return Total(state, value, tally.numerator, tally.denominator)


def figures_of_set(found: CompleteSet, keys: Collection[SetKey]) -> QuerySet[Figure]:
    """The latest figures of its areas for these indicators, from the first of the periods to the last. Some may be of
    other keys.
    """
    return Figure.objects.latest_revisions().filter(
        indicator__in={subject for subject, _, _ in keys},
        area__in=found.areas,
        period_start__gte=min(start for _, start, _ in keys),
        period_end__lte=max(end for _, _, end in keys),
    )


def period_of(key: SetKey) -> Period:
    return Period(key[1], key[2])
