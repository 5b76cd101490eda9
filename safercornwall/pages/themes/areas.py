"""The table of a theme's priority areas, with how sure the reading of each cell is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from places.models import Area
from priorities.models import PriorityArea, PriorityAreaReason
from safercornwall.flags.registry import Flag
from safercornwall.pages.components.notes import Noted, NotesOnce
from safercornwall.pages.themes.evidence import StatedLine, stated_line

COLUMNS = {
    "label": "Area",
    "town": "Town",
    "rating": "Rating",
    "rank": "Rank",
    "risk_factors": "Risk factors",
    "trend": "Trend",
    "hotspots": "Hotspots",
    "key_issues": "Key issues",
}
CERTAIN = "certain"


@dataclass(frozen=True)
class Certainty:
    """How sure the reading of one cell is, in the words of its reading notes."""

    column: str
    words: str


@dataclass(frozen=True)
class PriorityAreaEntry:
    """A row of the table."""

    row: PriorityArea
    parts: list[Area]
    reasons: list[PriorityAreaReason]
    figures: list[StatedLine]
    certainties: list[Certainty]
    flags: list[Flag]
    noted: Noted

    @property
    def doubt(self) -> dict[str, str]:
        """Column to how sure its reading is, where that is not simply certain."""
        return {
            key: words for key, words in self.row.certainty.items() if not words.startswith(CERTAIN)
        }


def area_entries(
    rows: Iterable[PriorityArea],
    reasons: Iterable[PriorityAreaReason],
    flags: Iterable[Flag],
    notes: NotesOnce,
) -> list[PriorityAreaEntry]:
    flags = list(flags)
    reasons_of: dict[int, list[PriorityAreaReason]] = {}
    for reason in reasons:
        reasons_of.setdefault(reason.priority_area_id, []).append(reason)
    return [_entry(row, reasons_of.get(row.pk, []), flags, notes) for row in rows]


def _entry(
    row: PriorityArea, reasons: list[PriorityAreaReason], flags: list[Flag], notes: NotesOnce
) -> PriorityAreaEntry:
    return PriorityAreaEntry(
        row=row,
        parts=list(row.parts.all()),
        reasons=reasons,
        figures=[stated_line(figure) for reason in reasons for figure in reason.figures.all()],
        certainties=[
            Certainty(label, row.certainty[key])
            for key, label in COLUMNS.items()
            if key in row.certainty
        ],
        flags=[flag for flag in flags if flag.record == row],
        noted=notes.about(row, *reasons),
    )
