"""A new indicator as somebody enters it, with its first target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from core.documents.actions import create
from core.documents.contents import Contents
from core.documents.history import SHAPES
from core.periods import Period
from performance.choices import TargetForm
from performance.indicators.actions import create_indicator
from performance.models import Indicator, Target
from places.models import Area
from priorities.models import Theme


@dataclass(frozen=True)
class YearTarget:
    """At most or at least `value`, in the indicator's unit, in the financial year that starts in `year`."""

    form: TargetForm
    value: Decimal
    year: int


@transaction.atomic
def begin_indicator(
    *,
    by: User,
    area: Area,
    themes: Iterable[Theme],
    target: YearTarget | None,
    **facts: Any,
) -> Indicator:
    """A new indicator, with its first target where one is given. `facts` are more of its fields."""
    indicator = create_indicator(by=by, area=area, themes=themes, **facts)
    if target is not None:
        _aim_at(indicator, target, by=by)
    return indicator


def _aim_at(indicator: Indicator, target: YearTarget, *, by: User) -> None:
    """Of the indicator's own place."""
    year = Period.financial_year(target.year)
    contents = Contents(
        {
            "form": target.form,
            "value": target.value,
            "area": indicator.area_id,
            "period_start": year.start,
            "period_end": year.end,
        }
    )
    create(Target(indicator=indicator), contents, shape=SHAPES[Target], by=by)
