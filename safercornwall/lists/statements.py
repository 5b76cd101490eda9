"""A gap or a threat as its list shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst

from priorities.models import DeliveryGap, ReadingNote, Theme, Threat
from priorities.notes_by_line import NotesByLine
from priorities.wordings import Wording, worded_otherwise
from projects.models import Project


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
    def projects(self) -> list[Project]:
        return list(self.statement.projects.all())

    @property
    def meta(self) -> str:
        """Its status and, where it has one, its kind."""
        kind = getattr(self.statement, "kind", "")
        return " · ".join(filter(None, [str(self.status), capfirst(kind), self.status_note]))

    @property
    def status(self) -> str:
        """On the day of the view. A threat that ended later was open, in whichever state."""
        said = self.statement.get_status_display()
        is_over = not self.statement.is_open_on(self.as_at)
        return said if is_over or self.statement.is_open_on(date.max) else "Open"

    @property
    def status_note(self) -> str:
        """Where nothing tells the status that a threat had on an earlier day."""
        then = getattr(self.statement, "then", None)
        return then.briefly if then else ""

    @property
    def also_worded(self) -> list[Wording]:
        return worded_otherwise(self.statement)

    @property
    def shared_by(self) -> str:
        return shared_by(len(self.themes))

    @property
    def is_past(self) -> bool:
        if isinstance(self.statement, Threat):
            return self.statement.is_past_review(self.as_at)
        return self.statement.is_past_due(self.as_at)


def shared_by(number: int) -> str:
    match number:
        case 0:
            return "Stated by no theme"
        case 1:
            return "Stated by 1 theme"
    return f"Shared by {number} themes"


def statement_entries(statements, notes: NotesByLine, as_at: date) -> list[StatementEntry]:
    return [StatementEntry(row, as_at, notes.about(row, *row.wordings.all())) for row in statements]
