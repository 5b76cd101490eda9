"""A theme as its spread in the assessment: evidence, performance beside projects, gaps beside threats, priority areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from core.records.fetching import fetch_with_children
from priorities.models import (
    DeliveryGap,
    Evidence,
    ExternalInfluence,
    PerformanceStatement,
    PlanStatement,
    PriorityAreaReason,
    Theme,
    Threat,
)
from priorities.notes_by_line import NotesByLine
from projects.models import ProjectStatus
from safercornwall.exports.packs.marks import status_cell
from safercornwall.exports.packs.performance import chart_of
from safercornwall.exports.word.contents import (
    Bullets,
    Cell,
    Passage,
    Piece,
    SectionHeading,
    Table,
    TableRow,
)
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.performance_table import PerformanceRow, row_of

DELIVERING = "What are we delivering?"


@dataclass(frozen=True)
class Statements:
    """What the plan states besides its snapshot. One query for each kind, whatever the number of themes."""

    snapshot: Snapshot
    shown: set[int] = field(default_factory=set)
    """The reading notes that are in the pack already."""

    @cached_property
    def of_plan(self) -> list[PlanStatement]:
        return list(self.snapshot.plan.statements.order_by("order"))

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        return self._by_theme(Evidence)

    @cached_property
    def performance(self) -> dict[int, list[PerformanceStatement]]:
        return self._by_theme(PerformanceStatement)

    @cached_property
    def reasons(self) -> dict[int, list[str]]:
        """Why each area is a priority, by the id of its row."""
        rows = PriorityAreaReason.objects.filter(priority_area__theme__plan=self.snapshot.plan)
        found: dict[int, list[str]] = defaultdict(list)
        for row in rows.order_by("priority_area", "order"):
            found[row.priority_area_id].append(row.text)
        return found

    @cached_property
    def influences(self) -> list[ExternalInfluence]:
        return fetch_with_children(
            self.snapshot.plan.external_influences.order_by("order"), "points"
        )

    @cached_property
    def notes(self) -> NotesByLine:
        return NotesByLine(self.snapshot.plan)

    def _by_theme(self, model: Any) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for row in model.objects.filter(theme__plan=self.snapshot.plan).order_by("order"):
            found[row.theme_id].append(row)
        return found


def introduction(stated: Statements) -> Iterator[Piece]:
    """What the plan says of itself, as printed."""
    snapshot = stated.snapshot
    yield SectionHeading("Thematic priorities", starts_page=True)
    for row in stated.of_plan:
        yield Passage(row.text)
    yield Table(
        caption="The themes of the plan",
        headings=("Theme", "What it is", "What the plan is to do"),
        rows=tuple(
            TableRow(
                (Cell(lead=theme.name), Cell((kind_words(theme),)), Cell((theme.plan_statement,)))
            )
            for theme in snapshot.themes
        ),
        widths=(26, 20, 54),
        is_dense=True,
    )


def kind_words(theme: Theme) -> str:
    """ "Priority 1", "Focus on people"."""
    number = f" {theme.priority_number}" if theme.priority_number else ""
    return f"{theme.get_kind_display()}{number}"


def theme_pieces(stated: Statements, theme: Theme) -> Iterator[Piece]:
    snapshot = stated.snapshot
    yield SectionHeading(f"{kind_words(theme)}: {theme.name}", starts_page=True)
    if theme.plan_statement:
        yield Passage(theme.plan_statement)
    scope = list(theme.scope_items.all())
    if scope:
        yield Passage("", lead="Partnership Plan to specifically address:")
        yield Bullets(tuple(row.text for row in scope))
    evidence = stated.evidence.get(theme.pk, [])
    if evidence:
        yield SectionHeading("Evidence", level=3)
        yield Bullets(tuple(row.text for row in evidence))
    yield from _delivering(stated, theme)
    yield from _gaps_and_threats(snapshot, theme)
    yield from _areas(stated, theme)
    yield from _notes(stated, theme, evidence)


def _delivering(stated: Statements, theme: Theme) -> Iterator[Piece]:
    snapshot = stated.snapshot
    printed = stated.performance.get(theme.pk, [])
    listings = snapshot.listings_by_theme.get(theme.pk, [])
    yield SectionHeading(DELIVERING, level=3)
    yield Table(
        caption=f"{theme.name}: performance as printed, and projects",
        headings=("Performance", "Projects"),
        rows=(
            TableRow((
                Cell(
                    () if printed else ("No statement of performance is printed.",),
                    parts=_grouped(printed, key=lambda row: row.group_printed),
                ),
                Cell(
                    () if listings else ("No project is listed.",),
                    parts=_grouped(listings, key=lambda row: _heading_of(row)),
                ),
            )),
        ),
        widths=(50, 50),
    )  # fmt: skip
    rows = [row_of(one, snapshot.as_at) for one in snapshot.standings_by_theme.get(theme.pk, [])]
    if rows:
        yield _standing_table(theme, rows)
    for row in rows:
        if chart := chart_of(row):
            yield chart


def _heading_of(listing: Any) -> str:
    """As printed; with the status where that says more."""
    status = str(ProjectStatus(listing.status).label)
    printed = listing.heading_printed
    return printed if status.lower() in printed.lower() else f"{printed} ({status.lower()})"


def _grouped(rows: Iterable[Any], key: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Under their printed headings, in printed order."""
    return tuple((name, tuple(row.text for row in found)) for name, found in groupby(rows, key=key))


def _standing_table(theme: Theme, rows: list[PerformanceRow]) -> Table:
    return Table(
        caption=f"{theme.name}: how its indicators stand",
        headings=("Indicator", "This period", "Target", "Status", "Why"),
        rows=tuple(
            TableRow((
                Cell((row.indicator.name,)),
                Cell(tuple(filter(None, (row.now.words or "–", row.now.period)))),
                Cell(tuple(filter(None, (row.target.words or row.target.note or "None set", row.target.period)))),
                status_cell(row.standing.status, row.standing.label),
                Cell((row.standing.sentence,)),
            ))
            for row in rows
        ),
        widths=(26, 15, 17, 14, 28),
        is_dense=True,
    )  # fmt: skip


def _gaps_and_threats(snapshot: Snapshot, theme: Theme) -> Iterator[Piece]:
    gaps = _worded(snapshot.gaps, theme)
    threats = _worded(snapshot.threats, theme)
    as_at = snapshot.as_at
    if not gaps and not threats:
        return
    yield Table(
        caption=f"{theme.name}: delivery gaps, threats and influences",
        headings=(
            "Delivery gaps / action required",
            "Emerging threats, internal / external influences",
        ),
        rows=(
            TableRow(
                (
                    _statements(gaps, "No gap is stated.", as_at),
                    _statements(threats, "No threat is stated.", as_at),
                )
            ),
        ),
        widths=(50, 50),
    )


def _worded(statements: Iterable[DeliveryGap | Threat], theme: Theme) -> list[tuple[Any, Any]]:
    """Those that the theme states, in its own words and order."""
    found = [
        (statement, wording)
        for statement in statements
        for wording in statement.wordings.all()
        if wording.theme_id == theme.pk
    ]
    return sorted(found, key=lambda pair: pair[1].order)


def _statements(found: list[tuple[Any, Any]], none: str, as_at: date) -> Cell:
    if not found:
        return Cell((none,))
    return Cell(bullets=tuple(f"{wording.text}{_ended(one, as_at)}" for one, wording in found))


def _ended(statement: DeliveryGap | Threat, as_at: date) -> str:
    """What ended later than the day was still open."""
    ends = {DeliveryGap.Status.CLOSED, Threat.Status.CLOSED, Threat.Status.PROMOTED}
    return (
        f" [{statement.get_status_display()}]"
        if statement.status in ends and not statement.is_open_on(as_at)
        else ""
    )


def _areas(stated: Statements, theme: Theme) -> Iterator[Piece]:
    rows = [row for row in stated.snapshot.priority_areas if row.theme_id == theme.pk]
    if not rows:
        return
    yield SectionHeading("Priority geographical areas", level=3)
    if theme.area_criteria_printed:
        yield Passage(theme.area_criteria_printed)
    issues = any(row.key_issues for row in rows)
    yield Table(
        caption=f"{theme.name}: priority geographical areas",
        headings=("Area", "Rating", "Rank", "Trend", "Hotspots", *(("Key issues",) if issues else ()), "Risk factors"),
        rows=tuple(
            TableRow((
                Cell(lead=row.name),
                Cell((row.get_rating_display(),)),
                Cell((row.rank_printed,)),
                Cell((row.trend or "Not stated",)),
                Cell((row.hotspots or "Not stated",)),
                *((Cell((row.key_issues or "Not stated",)),) if issues else ()),
                Cell(bullets=tuple(stated.reasons.get(row.pk, []))),
            ))
            for row in rows
        ),
        widths=(14, 10, 7, 15, 17, *((15,) if issues else ()), 30),
        is_dense=True,
    )  # fmt: skip


def _notes(stated: Statements, theme: Theme, evidence: Iterable[Evidence]) -> Iterator[Piece]:
    """Where the assessment contradicts itself or is doubtful: each note once, at the first theme that it is about."""
    snapshot = stated.snapshot
    wordings = [
        wording
        for statements in (snapshot.gaps, snapshot.threats)
        for _, wording in _worded(statements, theme)
    ]
    records = [
        theme,
        *theme.scope_items.all(),
        *evidence,
        *stated.performance.get(theme.pk, []),
        *snapshot.listings_by_theme.get(theme.pk, []),
        *wordings,
        *(row for row in snapshot.priority_areas if row.theme_id == theme.pk),
    ]
    notes = [note for note in stated.notes.about(*records) if note.pk not in stated.shown]
    stated.shown.update(note.pk for note in notes)
    if notes:
        yield SectionHeading("Notes on the reading of the assessment", level=3)
        yield Bullets(tuple(note.text for note in notes))


def influences(stated: Statements) -> Iterator[Piece]:
    if not stated.influences:
        return
    yield SectionHeading("External influences", starts_page=True)
    for influence in stated.influences:
        yield SectionHeading(influence.name, level=2)
        yield Bullets(tuple(point.text for point in influence.points.all()))
