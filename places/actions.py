"""What can be done to places."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from accounts.models import User
from places.models import Area

logger = logging.getLogger(__name__)

# What a kind may lie in: anything wider. A county may also lie in one (Cornwall in Cornwall and Scilly).
WIDTHS = {
    Area.Kind.COUNTY: 3,
    Area.Kind.NETWORK_AREA: 2,
    Area.Kind.TOWN: 1,
    Area.Kind.WARD: 0,
    Area.Kind.BEAT: 0,
    Area.Kind.LSOA: 0,
}


@transaction.atomic
def place_new_areas(areas: Sequence[Area], *, by: User | None) -> None:
    """Puts many new areas into their parents, which are there already, in three queries.

    Raises ValidationError where one would lie in a kind of place that is too small.
    """
    _lock()
    parents = Area.objects.in_bulk({area.parent_id for area in areas if area.parent_id})
    for area in areas:
        # Read afresh: the parent may have moved since.
        parent = parents[area.parent_id] if area.parent_id else None
        _check(area, parent, None)
        _put(area, parent)
    Area.objects.bulk_create(areas, batch_size=500)
    logger.info("%s placed %s new areas", by, len(areas))


@transaction.atomic
def place_area(area: Area, parent: Area | None, *, by: User | None) -> Area:
    """Puts `area`, new or known, into `parent` (None: at the top), and moves everything inside it along.

    Saves its parent, path and level, and for a new area all else. Raises ValidationError where the
    area would lie in itself, in something inside it, or in a kind of place that is too small.
    """
    _lock()
    if parent is not None:
        parent.refresh_from_db(fields=["parent", "path", "level", "kind"])
    was = _standing(area)
    _check(area, parent, was)
    _put(area, parent)
    if was is None:
        area.save()
    else:
        area.save(update_fields=["parent", "slug", "path", "level"])
        _move_inside(area, was)
    logger.info("%s placed %s at %s", by, area, area.path)
    return area


def _lock() -> None:
    """Two people who move areas into each other at once must not close a circle between them."""
    list(Area.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _put(area: Area, parent: Area | None) -> None:
    area.parent = parent
    area.path = f"{parent.path if parent else '/'}{area.slug}/"
    area.level = parent.level + 1 if parent else 0


def _standing(area: Area) -> tuple[str, int] | None:
    """The path and level that the area has in the database; None for a new one."""
    return Area.objects.filter(pk=area.pk).values_list("path", "level").first()


def _check(area: Area, parent: Area | None, was: tuple[str, int] | None) -> None:
    if parent is None:
        return
    if was is not None and parent.path.startswith(was[0]):
        where = "itself" if parent.pk == area.pk else f"{parent}, which lies inside it"
        raise ValidationError({"parent": f"{area} cannot lie in {where}."}, code="circle")
    is_wider = WIDTHS[Area.Kind(parent.kind)] > WIDTHS[Area.Kind(area.kind)]
    if not is_wider and {area.kind, parent.kind} != {Area.Kind.COUNTY}:
        raise ValidationError(
            {"parent": f"A {_in_words(area)} cannot lie in a {_in_words(parent)}."},
            code="too_small",
        )


def _in_words(area: Area) -> str:
    label = str(Area.Kind(area.kind).label)
    return label if label.isupper() else label.lower()


def _move_inside(area: Area, was: tuple[str, int]) -> None:
    """Gives everything inside the area its new path and level, in one statement."""
    old_path, old_level = was
    if (old_path, old_level) == (area.path, area.level):
        return
    rest = Substr("path", len(old_path) + 1)
    Area.objects.filter(path__startswith=old_path).exclude(pk=area.pk).update(
        path=Concat(Value(area.path), rest), level=F("level") + (area.level - old_level)
    )
