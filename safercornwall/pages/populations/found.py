"""A population estimate that an address names."""

from __future__ import annotations

from django.http import Http404

from places.models import PopulationEstimate
from places.populations.actions import standing_of


def find_population(pk: int) -> PopulationEstimate:
    """One revision of it, be it closed. Raises Http404, also where its place is archived."""
    found = PopulationEstimate.objects.select_related("area").filter(area__archived_at=None)
    row = found.filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such estimate.")
    return row


def latest_of(row: PopulationEstimate) -> PopulationEstimate | None:
    """What counts now for its place and year."""
    key = row.area_id, row.year
    return standing_of([key]).get(key)


def named(row: PopulationEstimate) -> str:
    return f"{row.area.named}, mid-{row.year}"
