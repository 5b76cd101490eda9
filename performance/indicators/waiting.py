"""Indicators created for an upload. They count nowhere until they have a figure."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.records.fetching import names_of_relations
from performance.models import ClosedPeriod, Comparator, Figure, Indicator, Reminder


def may_see_waiting(user: Any) -> bool:
    """Their own pages are for those who bring figures in; to all others they are not there yet."""
    return bool(user.has_perm("performance.add_figure"))


def come_into_use(indicators: QuerySet[Indicator]) -> int:
    """They count from now on. How many did not before."""
    return indicators.filter(is_waiting=True).update(is_waiting=False)


def wait_again(indicators: QuerySet[Indicator]) -> int:
    """Those of `indicators` that came with a file, that nobody has changed since, and that nothing is known of any
    more. What the board saw of one when a period was closed is known for good. How many wait now.
    """
    found = indicators.filter(made_for__isnull=False, is_waiting=False, version=1)
    for name in names_of_relations(Indicator, but=(Figure, Comparator, Reminder)):
        # "targets", "commentaries", … of all apps that know of indicators: what is archived is kept, too.
        found = found.exclude(**{f"{name}__isnull": False})
    numbers = set(found.values_list("pk", flat=True))
    if not numbers:
        return 0
    figures = Figure.objects.filter(indicator__in=numbers)
    standing = figures.filter(Q(known_to=None) | Exists(_closings_that_saw_it()))
    comparators = Comparator.objects.latest_revisions().filter(indicator__in=numbers)
    for rows in (standing, comparators):
        numbers -= set(rows.order_by().values_list("indicator", flat=True).distinct())
    return found.filter(pk__in=numbers).update(is_waiting=True)


def _closings_that_saw_it() -> QuerySet[ClosedPeriod]:
    """Those that stand and for which the figure counted."""
    return ClosedPeriod.objects.standing_around(OuterRef("period_end")).filter(
        closed_at__gte=OuterRef("known_from"), closed_at__lt=OuterRef("known_to")
    )
