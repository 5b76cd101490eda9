"""Performance as the assessment printed it, beside the status that the rules give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from performance.models import Indicator
from performance.standings.standing import Standing
from priorities.models import PerformanceStatement
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.performance_table import PerformanceRow, row_of
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes


@dataclass(frozen=True)
class PrintedStatementEntry:
    """A printed statement, and the indicators whose figures it gives."""

    statement: PerformanceStatement
    indicators: list[Indicator]
    record_notes: RecordNotes


@dataclass(frozen=True)
class PrintedGroup:
    """Statements under one printed heading."""

    heading: str
    statements: list[PrintedStatementEntry]


def printed_groups(
    statements: Iterable[PerformanceStatement], standings: Iterable[Standing], notes: NotesShownOnce
) -> list[PrintedGroup]:
    """The statements under their headings, in printed order; a heading printed twice comes twice."""
    measured: dict[int, list[Indicator]] = {}
    for standing in standings:
        for row in standing.indicator.measurements.all():
            measured.setdefault(row.statement_id, []).append(standing.indicator)
    in_order = sorted(statements, key=lambda row: row.order)
    return [
        PrintedGroup(
            heading,
            [
                PrintedStatementEntry(row, measured.get(row.pk, []), notes.about(row))
                for row in rows
            ],
        )
        for heading, rows in groupby(in_order, key=lambda row: row.group_printed)
    ]


def performance_rows(snapshot: Snapshot, theme) -> list[PerformanceRow]:
    return [
        row_of(standing, snapshot.as_at)
        for standing in snapshot.standings_by_theme.get(theme.pk, [])
    ]
