"""The table of a theme's priority areas, with the certainty of each cell's reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from places.models import Area
from priorities.models import PriorityArea, PriorityAreaReason, Theme
from safercornwall.flags.registry import Flag
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes
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


def criteria_beside_print(theme: Theme) -> list[str]:
    """How its priority areas are chosen; nothing where the printed words say the same."""
    printed = theme.area_criteria_printed
    said = bool(printed) and all(words in printed for words in theme.area_criteria)
    return [] if said else list(theme.area_criteria)


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
    record_notes: RecordNotes

    @property
    def doubt(self) -> dict[str, str]:
        """Column to how sure its reading is, where that is not simply certain."""
        return {
            key: words for key, words in self.row.certainty.items() if not words.startswith(CERTAIN)
        }


@dataclass(frozen=True)
class AreaReason:
    """What a flag says of the areas named."""

    flag: Flag
    names: list[str]


def area_reasons(entries: Iterable[PriorityAreaEntry]) -> list[AreaReason]:
    """What the flags say of the areas, each reason once."""
    found: dict[tuple[str, str], AreaReason] = {}
    for entry in entries:
        for flag in entry.flags:
            key = (flag.severity, flag.reason)
            found.setdefault(key, AreaReason(flag, [])).names.append(entry.row.name)
    return list(found.values())


def area_entries(
    rows: Iterable[PriorityArea],
    reasons: Iterable[PriorityAreaReason],
    flags: Iterable[Flag],
    notes: NotesShownOnce,
) -> list[PriorityAreaEntry]:
    flags = list(flags)
    reasons_of: dict[int, list[PriorityAreaReason]] = {}
    for reason in reasons:
        reasons_of.setdefault(reason.priority_area_id, []).append(reason)
    return [_entry(row, reasons_of.get(row.pk, []), flags, notes) for row in rows]


def _entry(
    row: PriorityArea, reasons: list[PriorityAreaReason], flags: list[Flag], notes: NotesShownOnce
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
        record_notes=notes.about(row, *reasons),
    )
