"""Performance as the assessment printed it, beside what is worked out from its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from performance.models import Indicator
from performance.standing import Standing
from priorities.models import PerformanceStatement
from priorities.presenters.notes import Noted, NotesOnce
from safercornwall.dashboards.presenters.performance_table import Row, row_of
from safercornwall.dashboards.snapshot import Snapshot


@dataclass(frozen=True)
class StatementEntry:
    """A printed statement, and the indicators whose figures stand in it."""

    statement: PerformanceStatement
    indicators: list[Indicator]
    noted: Noted


@dataclass(frozen=True)
class PrintedGroup:
    """Statements under one printed heading."""

    heading: str
    statements: list[StatementEntry]


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
            [StatementEntry(row, measured.get(row.pk, []), notes.about(row)) for row in rows],
        )
        for heading, rows in groupby(in_order, key=lambda row: row.group_printed)
    ]


def worked_out(snapshot: Snapshot, theme) -> list[Row]:
    return [
        row_of(standing, snapshot.as_at)
        for standing in snapshot.standings_by_theme.get(theme.pk, [])
    ]
