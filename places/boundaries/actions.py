"""Loading a boundary file: areas, codes and boundaries in one transaction, as planned."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import User
from places.actions import place_new_areas
from places.boundaries.outlines import Spool
from places.boundaries.planning import LoadingPlan, Match
from places.loads import LoadedPlaces, note_load
from places.models import AreaBoundary, AreaCode, AreaLoad

logger = logging.getLogger(__name__)

_BATCH = 200
T = TypeVar("T")


@transaction.atomic
def load_boundaries(
    plan: LoadingPlan, spool: Spool, *, by: User | None, file_name: str = ""
) -> AreaLoad:
    """Make the areas, note the codes, write the boundaries of a plan and what was done. All of it or nothing."""
    place_new_areas([match.area for match in plan.made], by=by)
    codes = AreaCode.objects.bulk_create(
        [
            AreaCode(area=match.area, system=plan.of.system, code=match.feature.code)
            for match in plan.codes
        ],
        batch_size=500,
    )
    boundaries: list[AreaBoundary] = []
    for matches in _batches(plan.new):
        rows = AreaBoundary.objects.bulk_create(_boundary(match, plan, spool) for match in matches)
        # Only their numbers are needed, and outlines are long.
        boundaries += [AreaBoundary(pk=row.pk) for row in rows]
    before = _outlines(pk for _, pk in plan.replaced)
    for replaced in _batches(plan.replaced):
        AreaBoundary.objects.bulk_update(
            [_boundary(match, plan, spool, pk) for match, pk in replaced], ["geometry", "source"]
        )
    logger.info(
        "%s loaded %s boundaries of edition %s (%s new areas, %s replaced)",
        by, len(plan.new) + len(plan.replaced), plan.edition, len(plan.made), len(plan.replaced),
    )  # fmt: skip
    changed = [match for match, _ in plan.replaced]
    loaded = LoadedPlaces(
        areas=[match.area for match in plan.made],
        codes=codes,
        boundaries=boundaries,
        touched=[match.area for match in (*plan.codes, *plan.new, *changed)],
        replaced=before,
    )
    return note_load(
        AreaLoad.Kind.BOUNDARIES,
        loaded,
        report=plan.report,
        file_name=file_name,
        source=plan.source,
        by=by,
    )


def _outlines(boundaries: Iterable[int]) -> list[dict[str, Any]]:
    """What stands before it is replaced."""
    rows = AreaBoundary.objects.filter(pk__in=list(boundaries))
    return [
        {"boundary": pk, "geometry": geometry, "source": source}
        for pk, geometry, source in rows.values_list("pk", "geometry", "source")
    ]


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
