"""Reading notes on a long page. Each is in full at its first record, and a link at the others."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from priorities.models import Plan, ReadingNote
from priorities.notes_by_line import NotesByLine


@dataclass(frozen=True)
class RecordNotes:
    """The notes on one record: `full` beside it, and `shown_above` in full at an earlier record."""

    full: list[ReadingNote]
    shown_above: list[ReadingNote]


class NotesShownOnce:
    """Call `about` in the order of the page, because the first record of a note shows it in full."""

    def __init__(self, plan: Plan, notes: Iterable[ReadingNote] | None = None):
        self._notes = NotesByLine(plan, notes)
        self._shown: set[int] = set()

    def about(self, *records, within: AbstractSet[int] | None = None) -> RecordNotes:
        """The notes on `records`. `within` limits them to those that name one of its lines."""
        found = self._notes.about(*records)
        if within is not None:
            found = [note for note in found if not within.isdisjoint(note.source_lines)]
        record_notes = RecordNotes(
            [note for note in found if note.pk not in self._shown],
            [note for note in found if note.pk in self._shown],
        )
        self._shown.update(note.pk for note in found)
        return record_notes
