"""Population estimates are recorded and removed. Nothing is written over: each change adds a revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from places.models import Area, PopulationEstimate
from places.populations.reading import EstimateKey

# The shortest time that both databases keep.
INSTANT = timedelta(microseconds=1)


class PopulationsChanged(Exception):
    """Somebody changed one of the estimates since the person looked."""


class PopulationReasonNeeded(Exception):
    """An estimate that stands is to change, and nothing says why."""


@dataclass(frozen=True)
class EstimateChange:
    """What would become of one estimate. `before` is what stands there; None where nothing does."""

    key: EstimateKey
    people: int
    source: str
    before: PopulationEstimate | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_change(self) -> bool:
        stands = self.before
        return stands is not None and (stands.people, stands.source) != (self.people, self.source)


def changes_by(people: Mapping[EstimateKey, int], source: str) -> list[EstimateChange]:
    """What recording them would do, in order of areas and years."""
    standing = standing_of(people)
    return [
        EstimateChange(key, count, source, standing.get(key))
        for key, count in sorted(people.items())
    ]


def standing_of(keys: Iterable[EstimateKey]) -> dict[EstimateKey, PopulationEstimate]:
    """The estimates that count now."""
    wanted = set(keys)
    rows = _of(wanted).latest_revisions().select_related("area")
    return {(row.area_id, row.year): row for row in rows if (row.area_id, row.year) in wanted}


def record_populations(
    people: Mapping[EstimateKey, int],
    *,
    source: str,
    based_on: Mapping[EstimateKey, int],
    by: User | None,
    reason: str = "",
) -> list[EstimateChange]:
    """Keep them all, or none: what is new or another than what stands. Returns what was written.

    `based_on` has the ids of the estimates that the person saw. Raises PopulationsChanged, PopulationReasonNeeded.
    """
    try:
        with transaction.atomic():
            _lock(people)
            changes = changes_by(people, source)
            if {one.key: one.before.pk for one in changes if one.before} != dict(based_on):
                raise PopulationsChanged
            written = [one for one in changes if one.is_new or one.is_change]
            if not reason and any(one.is_change for one in written):
                raise PopulationReasonNeeded
            _write(written, by=by, reason=reason)
            return written
    except IntegrityError:
        raise PopulationsChanged from None


def remove_population(row: PopulationEstimate, *, by: User, reason: str) -> None:
    """Close it; it then says who removed it and why. Raises PopulationsChanged, and PopulationReasonNeeded."""
    if not reason:
        raise PopulationReasonNeeded
    with transaction.atomic():
        key = row.area_id, row.year
        _lock([key])
        latest = standing_of([key]).get(key)
        if latest is None or latest.pk != row.pk:
            raise PopulationsChanged
        PopulationEstimate.objects.filter(pk=row.pk).update(
            known_to=_moment_after([latest]), closed_by=by, reason_for_closing=reason
        )


def _write(changes: list[EstimateChange], *, by: User | None, reason: str) -> None:
    closed = [one.before for one in changes if one.before]
    moment = _moment_after(closed)
    last = {
        (area, year): revision
        for area, year, revision in _of({one.key for one in changes})
        .order_by()
        .values_list("area", "year")
        .annotate(Max("revision"))
    }
    PopulationEstimate.objects.filter(pk__in=[row.pk for row in closed]).update(known_to=moment)
    PopulationEstimate.objects.bulk_create(
        [
            PopulationEstimate(
                area_id=one.key[0],
                year=one.key[1],
                people=one.people,
                source=one.source,
                revision=last.get(one.key, 0) + 1,
                known_from=moment,
                reason_for_change=reason if one.before else "",
                recorded_by=by,
            )
            for one in changes
        ],
        batch_size=500,
    )


def _of(keys: set[EstimateKey]):
    areas, years = {area for area, _ in keys}, {year for _, year in keys}
    return PopulationEstimate.objects.filter(area__in=areas, year__in=years)


def _lock(keys: Iterable[EstimateKey]) -> None:
    """Two people who record estimates of the same areas at once come one after the other."""
    areas = {area for area, _ in keys}
    list(
        Area.with_archived.filter(pk__in=areas)
        .select_for_update()
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _moment_after(closed: Iterable[PopulationEstimate]) -> datetime:
    """Now, or just after what it closes, as a clock may run behind."""
    return max([timezone.now(), *(row.known_from + INSTANT for row in closed)])
