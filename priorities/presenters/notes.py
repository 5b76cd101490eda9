"""Reading notes on a long page: each in full where it first applies, and named where it applies again."""

from __future__ import annotations

from dataclasses import dataclass

from priorities.models import Plan, ReadingNote
from priorities.reading import NotesByLine


@dataclass(frozen=True)
class Noted:
    """The notes on one record: `full` are shown beside it, `again` stand in full further up the page."""

    full: list[ReadingNote]
    again: list[ReadingNote]


class NotesOnce:
    """Asked for in the order of the page, since the first to ask shows the note in full."""

    def __init__(self, plan: Plan):
        self._notes = NotesByLine(plan)
        self._shown: set[int] = set()

    def about(self, *records) -> Noted:
        found = self._notes.about(*records)
        noted = Noted(
            [note for note in found if note.pk not in self._shown],
            [note for note in found if note.pk in self._shown],
        )
        self._shown.update(note.pk for note in found)
        return noted
