"""Gaps, threats, decisions and key dates as their lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import capfirst

from priorities.models import Decision, DeliveryGap, KeyDate, ReadingNote, Theme, Threat
from priorities.reading import NotesByLine
from priorities.wordings import Wording, worded_otherwise
from safercornwall.periods import Period


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


@dataclass(frozen=True)
class DecisionEntry:
    """A decision with what waits for it."""

    decision: Decision
    as_at: date
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def is_past(self) -> bool:
        return is_past(self.decision, self.as_at)

    @property
    def meta(self) -> str:
        return f"{self.decision.get_status_display()} · {self.decision.get_kind_display()}"

    @property
    def holds_up(self) -> list:
        """The projects that still wait for it, each once."""
        waiting = self.decision.dependent_projects.all()
        return list(dict.fromkeys(row.project for row in waiting if row.met_on is None))


@dataclass(frozen=True)
class DateEntry:
    """A key date."""

    key_date: KeyDate
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def when(self) -> str:
        """As a person would write it: "31 March 2012", "December 2011", "2012/13"; nothing where it is not known."""
        first, last = self.key_date.starts_on, self.key_date.ends_on
        return Period(first, last).label if first and last else ""


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


def decision_entries(decisions: Iterable[Decision], notes, as_at) -> list[DecisionEntry]:
    """Outstanding before taken; of the outstanding those with the nearest date first, of the taken the last taken."""
    entries = [DecisionEntry(row, as_at, notes.about(row)) for row in decisions]
    return sorted(entries, key=lambda entry: _when_to_show(entry.decision))


def _when_to_show(decision: Decision):
    if decision.status == Decision.Status.DECIDED:
        taken = decision.decided_on or date.min
        return (True, False, -taken.toordinal(), decision.order)
    due = decision.due_on
    return (False, due is None, due.toordinal() if due else 0, decision.order)


def date_entries(dates: Iterable[KeyDate], notes: NotesByLine) -> list[DateEntry]:
    """Those whose day is known by their first day, then the others in their own order."""
    ordered = sorted(
        dates, key=lambda row: (row.starts_on is None, row.starts_on or date.max, row.order)
    )
    return [DateEntry(row, notes.about(row)) for row in ordered]
