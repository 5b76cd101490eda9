"""What can be done to places."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr

from accounts.models import User
from places.models import Area
from places.models.areas import refuse_too_deep

logger = logging.getLogger(__name__)

# How many places a refusal names.
MOST_NAMED = 3

Standing = tuple[str, int, bool]

# What a kind may lie in: anything wider. A county may also lie in one (Cornwall in Cornwall and Scilly).
WIDTHS = {
    Area.Kind.REGION: 7,
    Area.Kind.POLICE_AREA: 6,
    Area.Kind.HEALTH_AREA: 6,
    Area.Kind.COUNTY: 5,
    Area.Kind.DISTRICT: 4,
    Area.Kind.NETWORK_AREA: 3,
    Area.Kind.TOWN: 2,
    Area.Kind.PARISH: 1,
    Area.Kind.NEIGHBOURHOOD: 0,
    Area.Kind.WARD: 0,
    Area.Kind.BEAT: 0,
    Area.Kind.LSOA: 0,
}


@transaction.atomic
def place_new_areas(areas: Sequence[Area], *, by: User | None) -> None:
    """Puts many new areas into their parents, which are there already, in three queries.

    Raises ValidationError where one would lie in a kind of place that is too small, or too deep.
    """
    _lock()
    parents = Area.with_archived.in_bulk({area.parent_id for area in areas if area.parent_id})
    for area in areas:
        # Read afresh: the parent may have moved since.
        parent = parents[area.parent_id] if area.parent_id else None
        _check(area, parent, None)
        _put(area, parent)
        refuse_too_deep(area)
    Area.objects.bulk_create(areas, batch_size=500)
    logger.info("%s placed %s new areas", by, len(areas))


@transaction.atomic
def place_area(area: Area, parent: Area | None, *, by: User | None) -> Area:
    """Puts `area`, new or known, into `parent` (None: at the top), and moves everything inside it along.

    Saves its parent, path and level, and for a new area all else. Raises ValidationError where the
    area would lie in itself, in something inside it, in a kind of place that is too small, or too deep,
    and where it is itself too small for what lies in it.
    """
    _lock()
    if parent is not None:
        parent.refresh_from_db(fields=["parent", "path", "level", "kind", "is_elsewhere"])
    was = _standing(area)
    _check(area, parent, was)
    _check_inside(area)
    _put(area, parent)
    refuse_too_deep(area, _longest_inside(area, was))
    if was is None:
        area.save()
    else:
        area.save(update_fields=["parent", "slug", "path", "level", "is_elsewhere"])
        _move_inside(area, was)
    logger.info("%s placed %s at %s", by, area, area.path)
    return area


def save_area(area: Area) -> None:
    """Saves what was edited of an area, and moves everything inside it along. Raises ValidationError as `place_area` does."""
    if area.pk is not None:
        facts = {field.name for field in Area._meta.local_fields if not field.primary_key}
        placed = {"parent", "path", "level", "is_elsewhere"}
        area.save(update_fields=facts - placed - {"version", "archived_at"})
    place_area(area, area.parent, by=None)


def _lock() -> None:
    """Two people who move areas into each other at once must not close a circle between them."""
    list(Area.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _put(area: Area, parent: Area | None) -> None:
    area.parent = parent
    area.path = f"{parent.path if parent else '/'}{area.slug}/"
    area.level = parent.level + 1 if parent else 0
    area.is_elsewhere = parent.is_elsewhere if parent else area.is_elsewhere


def _standing(area: Area) -> Standing | None:
    """The path and level that the area has in the database, and whether it is elsewhere; None for a new one."""
    rows = Area.with_archived.filter(pk=area.pk)
    return rows.values_list("path", "level", "is_elsewhere").first()


def _check(area: Area, parent: Area | None, was: Standing | None) -> None:
    if parent is None:
        return
    if was is not None and parent.path.startswith(was[0]):
        where = "itself" if parent.pk == area.pk else f"{parent}, which lies inside it"
        raise ValidationError({"parent": f"{area} cannot lie in {where}."}, code="circle")
    if not _may_lie_in(area, parent):
        raise ValidationError(
            {"parent": f"A {_in_words(area)} cannot lie in a {_in_words(parent)}."},
            code="too_small",
        )


def _check_inside(area: Area) -> None:
    """What lies in it must fit its kind. What is archived counts too: it may come back."""
    inside = Area.with_archived.filter(parent=area.pk).order_by("name") if area.pk else ()
    unfit = [one for one in inside if not _may_lie_in(one, area)]
    if unfit:
        names = ", ".join(
            f"{one.named}, archived" if one.archived_at else one.named for one in unfit[:MOST_NAMED]
        )
        more = f" and {len(unfit) - MOST_NAMED} more" if len(unfit) > MOST_NAMED else ""
        verb = "lies" if len(unfit) == 1 else "lie"
        raise ValidationError(
            {"kind": f"{area} cannot be {_a(area)}: {names}{more} {verb} in it"},
            code="too_small_inside",
        )


def _may_lie_in(area: Area, parent: Area) -> bool:
    is_wider = WIDTHS[Area.Kind(parent.kind)] > WIDTHS[Area.Kind(area.kind)]
    return is_wider or {area.kind, parent.kind} == {Area.Kind.COUNTY}


def _longest_inside(area: Area, was: Standing | None) -> int:
    """How long the longest path of a place inside would be, once the area has its new path."""
    if was is None or was[0] == area.path:
        return 0
    inside = Area.with_archived.filter(path__startswith=was[0]).exclude(pk=area.pk)
    longest = inside.aggregate(longest=Max(Length("path")))["longest"]
    return longest + len(area.path) - len(was[0]) if longest else 0


def _a(area: Area) -> str:
    words = _in_words(area)
    return f"an {words}" if words == "LSOA" else f"a {words}"


def _in_words(area: Area) -> str:
    label = str(Area.Kind(area.kind).label)
    return label if label.isupper() else label.lower()


def _move_inside(area: Area, was: Standing) -> None:
    """Gives everything inside the area its new path, level and side, in one statement."""
    old_path, old_level, _ = was
    if was == (area.path, area.level, area.is_elsewhere):
        return
    rest = Substr("path", len(old_path) + 1)
    # What is archived moves along too, and stands in the right place when it comes back.
    Area.with_archived.filter(path__startswith=old_path).exclude(pk=area.pk).update(
        path=Concat(Value(area.path), rest),
        level=F("level") + (area.level - old_level),
        is_elsewhere=area.is_elsewhere,
    )
