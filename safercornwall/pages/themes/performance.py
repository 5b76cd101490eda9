"""Performance as the assessment printed it, beside what is worked out from its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from performance.models import Indicator
from performance.standings.standing import Standing
from priorities.models import PerformanceStatement
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.notes import Noted, NotesOnce
from safercornwall.pages.components.performance_table import PerformanceRow, row_of


@dataclass(frozen=True)
class PrintedStatementEntry:
    """A printed statement, and the indicators whose figures stand in it."""

    statement: PerformanceStatement
    indicators: list[Indicator]
    noted: Noted


@dataclass(frozen=True)
class PrintedGroup:
    """Statements under one printed heading."""

    heading: str
    statements: list[PrintedStatementEntry]


def printed_groups(
    statements: Iterable[PerformanceStatement], standings: Iterable[Standing], notes: NotesOnce
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


def worked_out(snapshot: Snapshot, theme) -> list[PerformanceRow]:
    return [
        row_of(standing, snapshot.as_at)
        for standing in snapshot.standings_by_theme.get(theme.pk, [])
    ]
