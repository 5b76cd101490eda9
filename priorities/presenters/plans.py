"""A plan's framing, themes and influences, grouped as the assessment prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from priorities.models import (
    ExternalInfluence,
    ExternalInfluencePoint,
    PlanStatement,
    Theme,
)
from priorities.presenters.notes import Noted, NotesOnce

HEADING = "section heading"
LEAD_IN = "external influences lead-in"


@dataclass(frozen=True)
class Framing:
    """A statement about the whole plan, with the notes on its reading."""

    statement: PlanStatement
    noted: Noted | None


@dataclass
class Section:
    """Statements under one printed heading; those before the first heading have none."""

    heading: PlanStatement | None
    statements: list[Framing] = field(default_factory=list)


@dataclass(frozen=True)
class ThemeEntry:
    """A theme in a list, with the notes on its reading."""

    theme: Theme
    noted: Noted | None


@dataclass(frozen=True)
class KindGroup:
    """The themes of one kind."""

    kind: str
    label: str
    themes: list[ThemeEntry]


def influences_lead_in(statements: Iterable[PlanStatement]) -> PlanStatement | None:
    return next((row for row in statements if row.kind == LEAD_IN), None)


def framing_statements(statements: Iterable[PlanStatement]) -> list[PlanStatement]:
    """All but the lead-in to the influences, in the order in which the assessment prints them."""
    framing = [row for row in statements if row.kind != LEAD_IN]
    return sorted(framing, key=lambda row: (min(row.source_lines, default=10**6), row.order))


def framing_sections(statements: Iterable[PlanStatement], notes: NotesOnce) -> list[Section]:
    sections: list[Section] = []
    for row in statements:
        if row.kind == HEADING:
            sections.append(Section(row))
            continue
        if not sections:
            sections.append(Section(None))
        sections[-1].statements.append(Framing(row, notes.about(row)))
    return sections


def by_kind(themes: Iterable[Theme], notes: NotesOnce | None = None) -> list[KindGroup]:
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


class Influence:
    """An external influence with its consequences, the themes they touch and the notes on each."""

    def __init__(
        self,
        influence: ExternalInfluence,
        points: Iterable[ExternalInfluencePoint],
        themes: dict[int, Theme],
        notes: NotesOnce,
    ):
        self.influence = influence
        self.noted = notes.about(influence)
        self.points = [
            Point(
                point,
                f"{influence.slug}-{point.order}",
                [themes[theme.pk] for theme in point.themes.all() if theme.pk in themes],
                notes.about(point),
            )
            for point in points
        ]


@dataclass(frozen=True)
class Point:
    """One consequence of an influence, and where it stands on the page."""

    point: ExternalInfluencePoint
    anchor: str
    themes: list[Theme]
    noted: Noted | None
