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
from safercornwall.pages.components.notes import Noted, NotesOnce

Statement = DeliveryGap | Threat
Wording = DeliveryGapWording | ThreatWording


@dataclass(frozen=True)
class ThemeStatementEntry:
    """A gap or a threat in the words of one theme."""

    statement: Statement
    wording: Wording
    alike: list[Wording]
    otherwise: list[Wording]
    flags: list[Flag]
    noted: Noted


def theme_statement_entries(
    statements: list, theme: Theme, snapshot: Snapshot, flags: list[Flag], notes: NotesOnce
) -> list[ThemeStatementEntry]:
    """Those of `statements` that `theme` states, in its printed order."""
    found = [
        (statement, wording)
        for statement in statements
        for wording in statement.wordings.all()
        if wording.theme_id == theme.pk
    ]
    found.sort(key=lambda pair: pair[1].order)
    return [_entry(statement, wording, flags, notes) for statement, wording in found]


def _entry(
    statement: Statement, wording: Wording, flags: list[Flag], notes: NotesOnce
) -> ThemeStatementEntry:
    others = [row for row in statement.wordings.all() if row.theme_id != wording.theme_id]
    return ThemeStatementEntry(
        statement,
        wording,
        alike=[row for row in others if same_words(row.text, wording.text)],
        otherwise=[row for row in others if not same_words(row.text, wording.text)],
        flags=[flag for flag in flags if flag.record == statement],
        noted=notes.about(wording),
    )


@dataclass(frozen=True)
class InfluencePoint:
    """A consequence of an external influence that touches the theme."""

    name: str
    text: str
    source_lines: list[int]
    url: str


def influence_points(influences: list[ExternalInfluence]) -> list[InfluencePoint]:
    """Of influences fetched with the points that touch one theme."""
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
