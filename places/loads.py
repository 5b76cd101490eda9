"""Loads of places: noted when they are done, and taken back whole unless something hangs on what they made."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from core.records.references import references_to
from places.models import Area, AreaBoundary, AreaCode, AreaLoad

logger = logging.getLogger(__name__)

# How many places a refusal names.
MOST_NAMED = 3
_BATCH = 500


@dataclass
class LoadedPlaces:
    """Rows that a load has made, the places that it changed, and the outlines that stood before."""

    areas: Sequence[Area] = ()
    codes: Sequence[AreaCode] = ()
    boundaries: Sequence[AreaBoundary] = ()
    touched: Sequence[Area] = ()
    replaced: Sequence[Mapping[str, Any]] = field(default_factory=list)


def report_of(under: Mapping[str, int], *, known: int, changed: int) -> str:
    """ "21 areas new under Trafford; 0 already there; 0 changed". `under` counts new places by what they lie in."""
    new = [
        f"{count:,} {'area' if count == 1 else 'areas'} new {f'under {name}' if name else 'at the top'}"
        for name, count in under.items()
    ]
    return "; ".join(
        [*(new or ["0 areas new"]), f"{known:,} already there", f"{changed:,} changed"]
    )


def note_load(
    kind: str, loaded: LoadedPlaces, *, report: str, by: User | None, file_name: str, source: str
) -> AreaLoad:
    """Keep what a load has done, in its transaction."""
    return AreaLoad.objects.create(
        kind=kind,
        file_name=file_name[:255],
        source=source,
        report=report,
        names=[area.named for area in loaded.areas],
        made={
            "areas": _numbers(loaded.areas),
            "codes": _numbers(loaded.codes),
            "boundaries": _numbers(loaded.boundaries),
        },
        touched=sorted({*_numbers(loaded.areas), *_numbers(loaded.touched)}),
        replaced=list(loaded.replaced),
        loaded_by=by,
    )


def _numbers(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def what_hangs_on(load: AreaLoad) -> list[str]:
    """Why a load cannot be taken back: what was made, changed or loaded on its places since. Empty where it can."""
    later = AreaLoad.objects.filter(pk__gt=load.pk, undone_at=None)
    touched = set(load.touched)
    said = [
        f"“{one}” was loaded onto the same places later. Take that back first."
        for one in later
        if not touched.isdisjoint(one.touched)
    ]
    return said or [*_hanging(load), *_edited(load)]


def _hanging(load: AreaLoad) -> Iterable[str]:
    areas = load.made["areas"]
    own = {AreaCode: load.made["codes"], AreaBoundary: load.made["boundaries"], Area: areas}
    # "figures", "priority areas", … of all apps that know of places.
    for model, name in references_to(Area):
        rows = model._base_manager.filter(**{f"{name}__in": areas})
        rows = rows.exclude(pk__in=own.get(model, ())).order_by()
        count = rows.count()
        if count:
            pks = list(rows.values_list(name, flat=True).distinct()[:MOST_NAMED])
            hung_on = [str(area) for area in Area.with_archived.filter(pk__in=pks)]
            what = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            verb = "hangs" if count == 1 else "hang"
            yield f"{count:,} {what} {verb} on places that it made, such as {' and '.join(hung_on)}."


def _edited(load: AreaLoad) -> Iterable[str]:
    edited = Area.with_archived.filter(pk__in=load.made["areas"], version__gt=1)
    for area in edited[:MOST_NAMED]:
        yield f"{area.named} was changed since."


@transaction.atomic
def undo_load(load: AreaLoad, *, by: User, reason: str) -> None:
    """Take out all that a load has made, and put back what stood before. Raises ValidationError where something hangs on it."""
    load = AreaLoad.objects.select_for_update().get(pk=load.pk)
    if load.undone_at:
        raise ValidationError("It is taken back already.", code="undone")
    if why := what_hangs_on(load):
        raise ValidationError(why, code="hanging")
    _put_back(load)
    _delete(AreaBoundary.objects, load.made["boundaries"])
    _delete(AreaCode.objects, load.made["codes"])
    made = Area.with_archived.filter(pk__in=load.made["areas"])
    levels = sorted(set(made.values_list("level", flat=True)), reverse=True)
    for level in levels:
        # From the bottom: a place with others in it is protected.
        made.filter(level=level).delete()
    load.undone_by, load.undone_at, load.undo_reason = by, timezone.now(), reason
    load.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    logger.info("%s took back the load %s of places", by, load.pk)


def _put_back(load: AreaLoad) -> None:
    outlines = {one["boundary"]: one for one in load.replaced}
    rows = list(AreaBoundary.objects.filter(pk__in=outlines))
    for row in rows:
        row.geometry = outlines[row.pk]["geometry"]
        row.source = outlines[row.pk]["source"]
    AreaBoundary.objects.bulk_update(rows, ["geometry", "source"], batch_size=200)


def _delete(rows: models.Manager, numbers: Sequence[int]) -> None:
    for at in range(0, len(numbers), _BATCH):
        rows.filter(pk__in=numbers[at : at + _BATCH]).delete()
