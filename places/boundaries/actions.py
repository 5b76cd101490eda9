"""Loading a boundary file: areas, codes and boundaries in one transaction, as planned."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db import transaction

from accounts.models import User
from places.actions import place_new_areas
from places.boundaries.outlines import Spool
from places.boundaries.planning import LoadingPlan, Match
from places.models import AreaBoundary, AreaCode

logger = logging.getLogger(__name__)

_BATCH = 200
T = TypeVar("T")


@transaction.atomic
def load_boundaries(plan: LoadingPlan, spool: Spool, *, by: User | None) -> None:
    """Make the areas, note the codes and write the boundaries of a plan. All of it or nothing."""
    place_new_areas([match.area for match in plan.made], by=by)
    AreaCode.objects.bulk_create(
        (
            AreaCode(area=match.area, system=plan.of.system, code=match.feature.code)
            for match in plan.codes
        ),
        batch_size=500,
    )
    for matches in _batches(plan.new):
        AreaBoundary.objects.bulk_create(_boundary(match, plan, spool) for match in matches)
    for replaced in _batches(plan.replaced):
        AreaBoundary.objects.bulk_update(
            [_boundary(match, plan, spool, pk) for match, pk in replaced], ["geometry", "source"]
        )
    logger.info(
        "%s loaded %s boundaries of edition %s (%s new areas, %s replaced)",
        by, len(plan.new) + len(plan.replaced), plan.edition, len(plan.made), len(plan.replaced),
    )  # fmt: skip


def _boundary(match: Match, plan: LoadingPlan, spool: Spool, pk: int | None = None) -> AreaBoundary:
    return AreaBoundary(
        pk=pk,
        area=match.area,
        edition=plan.edition,
        geometry=spool.fetch(match.feature.outline),
        source=plan.source,
    )


def _batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH))
