from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from core.periods import Period
from priorities.models import Decision, KeyDate, ReadingNote
from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.statements import is_past


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
