"""What the assessment prints of an indicator, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from core.records.fetching import index_by, know_parents
from performance.models import Indicator, Measurement
from performance.standings.standing import is_status
from priorities.models import PerformanceStatement, ReadingNote
from priorities.notes_by_line import NotesByLine
from safercornwall.flags.snapshot import Snapshot


@dataclass(frozen=True)
class PrintedRow:
    """A measurement as printed, with its statement (where this plan has it) and the notes on its lines."""

    measurement: Measurement
    statement: PerformanceStatement | None
    notes: list[ReadingNote]

    @property
    def status(self) -> str:
        words = self.measurement.status_printed
        return words if is_status(words) else ""


def printed_rows(
    indicator: Indicator, snapshot: Snapshot, reading: NotesByLine
) -> list[PrintedRow]:
    """In printed order."""
    statements = index_by(
        PerformanceStatement.objects.filter(
            measurements__indicator=indicator, theme__plan=snapshot.plan
        )
    )
    know_parents(statements.values(), snapshot.themes)
    rows = []
    for measurement in indicator.measurements.all():
        statement = statements.get(measurement.statement_id)
        records = [measurement, *([statement] if statement else [])]
        rows.append(PrintedRow(measurement, statement, reading.about(*records)))
    return rows
