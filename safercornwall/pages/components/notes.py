"""Reading notes on a long page: each in full where it first applies, and named where it applies again."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from priorities.models import Plan, ReadingNote
from priorities.notes_by_line import NotesByLine


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

    def about(self, *records, within: AbstractSet[int] | None = None) -> Noted:
        """The notes on `records`; where lines are given to be `within`, only those that name one of them."""
        found = self._notes.about(*records)
        if within is not None:
            found = [note for note in found if not within.isdisjoint(note.source_lines)]
        noted = Noted(
            [note for note in found if note.pk not in self._shown],
            [note for note in found if note.pk in self._shown],
        )
        self._shown.update(note.pk for note in found)
        return noted
