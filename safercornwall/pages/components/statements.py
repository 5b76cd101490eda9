"""A gap or a threat as its list shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst

from priorities.models import Decision, DeliveryGap, ReadingNote, Theme, Threat
from priorities.notes_by_line import NotesByLine
from priorities.wordings import Wording, worded_otherwise


@dataclass(frozen=True)
class StatementEntry:
    """A gap or a threat with the themes that share it, and the wordings that differ from its text."""

    statement: DeliveryGap | Threat
    as_at: date
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def themes(self) -> list[Theme]:
        return [wording.theme for wording in self.statement.wordings.all()]

    @property
    def meta(self) -> str:
        """Its status and, where it has one, its kind."""
        kind = getattr(self.statement, "kind", "")
        return " · ".join(filter(None, [self.statement.get_status_display(), capfirst(kind)]))

    @property
    def also_worded(self) -> list[Wording]:
        return worded_otherwise(self.statement)

    @property
    def shared_by(self) -> str:
        return shared_by(len(self.themes))

    @property
    def is_past(self) -> bool:
        return is_past(self.statement, self.as_at)


def shared_by(number: int) -> str:
    match number:
        case 0:
            return "Stated by no theme"
        case 1:
            return "Stated by 1 theme"
    return f"Shared by {number} themes"


def is_past(record: DeliveryGap | Decision | Threat, as_at: date) -> bool:
    """Still to be dealt with on a day later than the one it was due on."""
    due = getattr(record, "due_on", None)
    waits = record.status in (DeliveryGap.Status.OPEN, Decision.Status.OUTSTANDING)
    return waits and due is not None and due < as_at


def statement_entries(statements, notes: NotesByLine, as_at: date) -> list[StatementEntry]:
    return [StatementEntry(row, as_at, notes.about(row, *row.wordings.all())) for row in statements]
