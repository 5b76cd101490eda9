"""Delivery gaps and threats as this theme words them, beside the words of other themes."""

from __future__ import annotations

from dataclasses import dataclass

from priorities.models import (
    DeliveryGap,
    DeliveryGapWording,
    ExternalInfluence,
    Theme,
    Threat,
    ThreatWording,
)
from priorities.wordings import same_words
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes

Statement = DeliveryGap | Threat
Wording = DeliveryGapWording | ThreatWording


@dataclass(frozen=True)
class ThemeStatementEntry:
    """A gap or a threat in the words of one theme."""

    statement: Statement
    wording: Wording
    same_wordings: list[Wording]
    other_wordings: list[Wording]
    flags: list[Flag]
    record_notes: RecordNotes
    status: str


def theme_statement_entries(
    statements: list, theme: Theme, snapshot: Snapshot, flags: list[Flag], notes: NotesShownOnce
) -> list[ThemeStatementEntry]:
    """The entries of `statements` that `theme` states, in its printed order."""
    found = [
        (statement, wording)
        for statement in statements
        for wording in statement.wordings.all()
        if wording.theme_id == theme.pk
    ]
    found.sort(key=lambda pair: pair[1].order)
    status = {row.pk: row.status_words_on(snapshot.as_at) for row, _ in found}
    return [
        _entry(statement, wording, flags, notes, status[statement.pk])
        for statement, wording in found
    ]


def _entry(
    statement: Statement,
    wording: Wording,
    flags: list[Flag],
    notes: NotesShownOnce,
    status: str,
) -> ThemeStatementEntry:
    others = [row for row in statement.wordings.all() if row.theme_id != wording.theme_id]
    return ThemeStatementEntry(
        statement,
        wording,
        same_wordings=[row for row in others if same_words(row.text, wording.text)],
        other_wordings=[row for row in others if not same_words(row.text, wording.text)],
        flags=[flag for flag in flags if flag.record == statement],
        record_notes=notes.about(wording),
        status=status[0].lower() + status[1:],
    )


@dataclass(frozen=True)
class InfluencePoint:
    """A consequence of an external influence that touches the theme."""

    name: str
    text: str
    source_lines: list[int]
    url: str


def influence_points(influences: list[ExternalInfluence]) -> list[InfluencePoint]:
    """The points of influences that were fetched with the points of one theme."""
    return [
        InfluencePoint(
            influence.name,
            point.text,
            point.source_lines,
            f"{influence.get_absolute_url()}-{point.order}",
        )
        for influence in influences
        for point in influence.points.all()
    ]
