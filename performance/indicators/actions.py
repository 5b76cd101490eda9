"""What can be done to indicators themselves."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.records.versions import EditedSince, edit
from performance.indicators.naming import free_slug
from performance.models import Indicator
from places.models import Area
from priorities.models import Theme

logger = logging.getLogger(__name__)


@transaction.atomic
def create_indicator(
    *,
    by: User,
    name: str,
    unit: str,
    polarity: str,
    frequency: str,
    number_kind: str,
    area: Area,
    themes: Iterable[Theme] = (),
    **facts: Any,
) -> Indicator:
    """A new indicator, the last of the list, under a slug of its own. `facts` are more of its fields."""
    taken = set(Indicator.objects.values_list("slug", flat=True))
    last = Indicator.objects.aggregate(last=Max("order"))["last"] or 0
    indicator = Indicator(
        slug=free_slug(name, taken),
        order=last + 1,
        name=name,
        unit=unit,
        polarity=polarity,
        # Whoever makes it says so.
        polarity_is_judgement=False,
        frequency=frequency,
        number_kind=number_kind,
        area=area,
        **facts,
    )
    indicator._history_user = by  # type: ignore[attr-defined]
    indicator.save()
    indicator.themes.set(themes)
    logger.info("%s made the indicator %s", by, indicator.slug)
    return indicator


@transaction.atomic
def remove_unused(slugs: Collection[str], *, by: User) -> list[str]:
    """Take out those of the indicators that nobody has changed, and that nothing is known of. Their names."""
    found = Indicator.objects.filter(slug__in=slugs, version=1)
    for relation in Indicator._meta.related_objects:
        # "figures", "targets", … of all apps that know of indicators: what is archived is kept, too.
        found = found.exclude(**{f"{relation.get_accessor_name()}__isnull": False})
    removed = []
    for indicator in found:
        indicator._history_user = by  # type: ignore[attr-defined]
        indicator.delete()
        logger.info("%s took out the indicator %s, which nothing was known of", by, indicator.slug)
        removed.append(indicator.name)
    return removed


def confirm_indicator(indicator: Indicator, *, version: int, by: User, on: date) -> None:
    """Say that what is known of the indicator itself is still right. Twice on a day is once.

    `version` is the one that the person saw. Raises EditedSince where there is a later one.
    """
    if (indicator.confirmed_on, indicator.confirmed_by_id) == (on, by.pk):
        return
    if indicator.version != version:
        raise EditedSince(indicator, ())
    edit(indicator, version=version, by=by, confirmed_on=on, confirmed_by=by)
