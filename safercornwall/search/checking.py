"""The index of the search, compared with what comes of making it anew."""

from __future__ import annotations

from core.health.checks import HealthFinding, ok, warn
from safercornwall.search.entries import entries_of
from safercornwall.search.models import SearchEntry
from safercornwall.search.sources import SOURCES

# Whose it is, and what it shows and finds.
IDENTITY, CONTENT = ("kind", "object_id", "plan_id"), ("heading", "context", "address", "pieces")


def search_index() -> HealthFinding:
    """A check of `manage.py doctor`."""
    kept = {row[:3]: row[3:] for row in SearchEntry.objects.values_list(*IDENTITY, *CONTENT)}
    right = {
        tuple(getattr(entry, name) for name in IDENTITY): tuple(
            getattr(entry, name) for name in CONTENT
        )
        for source in SOURCES
        for entry in entries_of(source, source.records())
    }
    missing, left_over = right.keys() - kept.keys(), kept.keys() - right.keys()
    old = [key for key in right.keys() & kept.keys() if right[key] != kept[key]]
    if wrong := len(missing) + len(left_over) + len(old):
        return warn(
            f"The search is not up to date: {len(missing)} records are missing, {len(left_over)} are left over and"
            f" {len(old)} say something old, {wrong} in all.",
            "Run: python manage.py rebuild_search",
        )
    return ok(f"{len(right)} records can be found.")
