"""Indicators and measures of indices as a file names them, and what the parts of their figures are out of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from performance.cells.values.numbers import are_whole
from performance.choices import Aggregation
from performance.models import Indicator
from performance.rules import rollup
from places.models import IndexComponent


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator or a measure of an index. `slug` names it in a layout.

    `scale` is what its numerator over its denominator is out of; None where they do not make its value. `is_whole`
    says that its figures are whole numbers.
    """

    pk: int
    slug: str
    name: str
    unit: str = ""
    frequency: str | None = None
    scale: Decimal | None = None
    area: int | None = None
    retired_on: date | None = None
    index: str = ""
    is_whole: bool = False
    number_kind: str = ""
    parts_scale: Decimal | None = None
    """As `scale`, for every percentage and rate, however it is rolled up: what its parts are held to."""


def scale_of(unit: str, aggregation: str) -> Decimal | None:
    """What a ratio in this unit is out of; None where a figure is not one."""
    return rollup.scale_of(unit) if aggregation == Aggregation.RATIO else None


_SHARE = re.compile(r"%( of\b.*)?|per ?cent( of\b.*)?|percent(age)?( of\b.*)?", re.IGNORECASE)


def parts_scale_of(unit: str, aggregation: str) -> Decimal | None:
    """What a numerator over a denominator is out of, by the unit where the kind of number does not say."""
    if aggregation == Aggregation.SUM:
        return None
    if aggregation == Aggregation.RATIO:
        return scale_of(unit, aggregation)
    if _SHARE.fullmatch(unit.strip()):
        return Decimal(100)
    scale = Decimal(1) if unit.startswith("%") else rollup.scale_of(unit)
    return scale if scale != 1 else None


def named_indicators(*, of_drafts: bool) -> Iterable[tuple[Subject, tuple[str, ...]]]:
    found = Indicator.objects.all() if of_drafts else Indicator.objects.known_under(waiting=True)
    for one in found.only(
        *("slug", "name", "short_name", "unit", "frequency", "number_kind", "decimal_places"),
        *("area_id", "retired_on"),
    ):
        subject = Subject(
            pk=one.pk,
            slug=one.slug,
            name=one.name,
            unit=one.unit,
            frequency=one.frequency,
            scale=scale_of(one.unit, one.aggregation),
            area=one.area_id,
            retired_on=one.retired_on,
            number_kind=one.number_kind,
            parts_scale=parts_scale_of(one.unit, one.aggregation),
            is_whole=are_whole(one.unit, one.aggregation, one.decimal_places),
        )
        yield subject, (one.slug, one.name, one.short_name)


def named_components() -> Iterable[tuple[Subject, tuple[str, ...]]]:
    for one in IndexComponent.objects.select_related("index"):
        slug = f"{one.index.slug}/{one.key}"
        subject = Subject(pk=one.pk, slug=slug, name=one.name, index=one.index.name)
        yield subject, (slug, one.key, one.name, one.short_name)
