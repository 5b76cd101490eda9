"""The parts that the pages of a plan, its themes and its influences share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from priorities.models import Plan, PlanStatement, Theme
from safercornwall.lists.day_in_view import clocks_in_view
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes

LEAD_IN = "external influences lead-in"


@dataclass(frozen=True)
class ThemeEntry:
    """A theme in a list, with the notes on its reading."""

    theme: Theme
    record_notes: RecordNotes | None


@dataclass(frozen=True)
class KindGroup:
    """The themes of one kind."""

    kind: str
    label: str
    themes: list[ThemeEntry]


def influences_lead_in(statements: Iterable[PlanStatement]) -> PlanStatement | None:
    return next((row for row in statements if row.kind == LEAD_IN), None)


def by_kind(themes: Iterable[Theme], notes: NotesShownOnce | None = None) -> list[KindGroup]:
    """Themes under their kinds, the kinds in the order of the assessment, none empty."""
    entries: dict[str, list[ThemeEntry]] = {}
    for theme in themes:
        about = notes.about(theme, *theme.scope_items.all()) if notes else None
        entries.setdefault(theme.kind, []).append(ThemeEntry(theme, about))
    return [
        KindGroup(str(kind.value), str(kind.label), entries[kind.value])
        for kind in Theme.Kind
        if kind.value in entries
    ]


def frame(request: HttpRequest, plan: Plan) -> dict[str, object]:
    return {"plan": plan, "as_at": clocks_in_view(request, plan).as_at}
