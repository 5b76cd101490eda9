"""Reading notes beside the records that they are about: those that stand on the same line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from priorities.models import Plan, ReadingNote


class NotesByLine:
    """The reading notes of a plan, by the line of the assessment that they name. They are fetched here unless given, in order."""

    def __init__(self, plan: Plan, notes: Iterable[ReadingNote] | None = None):
        self._by_line: dict[int, list[ReadingNote]] = defaultdict(list)
        for note in plan.reading_notes.order_by("order") if notes is None else notes:
            for line in note.source_lines:
                self._by_line[line].append(note)

    def about(self, *records) -> list[ReadingNote]:
        """The notes on any line of any of `records`, each once, in their own order."""
        return self.on_lines(line for record in records for line in record.source_lines)

    def on_lines(self, lines: Iterable[int]) -> list[ReadingNote]:
        found = {note.pk: note for line in lines for note in self._by_line.get(line, [])}
        return sorted(found.values(), key=lambda note: note.order)
