"""The first page of a board pack: the headline, how each theme stands, and what is furthest off its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from core.periods import written
from performance.choices import WORST_FIRST, Direction, Status
from safercornwall.exports.packs.marks import DIRECTIONS, SEVERITIES, STATUSES
from safercornwall.exports.packs.performance import furthest_off
from safercornwall.exports.word.contents import (
    Cell,
    Passage,
    Piece,
    SectionHeading,
    Table,
    TableRow,
)
from safercornwall.flags.models import Severity
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.funding_ends import FundingCliff, funding_cliff, funding_ends
from safercornwall.lists.stated_changes import stated_by_theme
from safercornwall.lists.theme_topics import TOPICS, TopicMark, TopicSaid, flags_by_theme, topics_of


def glance(snapshot: Snapshot, flags: list[Flag]) -> Iterator[Piece]:
    yield SectionHeading("At a glance", starts_page=True)
    if cliff := funding_cliff(funding_ends(snapshot, flags)):
        yield headline(cliff)
    yield Passage(statuses_said(snapshot))
    yield matrix_table(snapshot, flags)
    for flag in flags:
        if flag.is_of_all:
            yield Passage(f"{flag.subject}. {flag.reason}", is_quiet=True)
    if chart := furthest_off(snapshot.standings):
        yield chart


def headline(cliff: FundingCliff) -> Passage:
    """The one thing on money that cannot wait, as the board's page has it."""
    first = cliff.first
    names = [str(end.project) for end in cliff.ends]
    named = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    verb = "was" if first.is_too_late else "is"
    late = f", {first.days} days before {written(first.as_at)}" if first.is_too_late else ""
    return Passage(
        f"For {named} nothing is secured after it. A tender takes {first.project.procurement_lead_months} months: "
        f"the last date to start one {verb} {written(first.start_by)}{late}.",
        lead=f"Funding ends on {written(cliff.ends_on)}.",
    )


def statuses_said(snapshot: Snapshot) -> str:
    counted = Counter(row.status for row in snapshot.standings)
    found = [(status, counted[status]) for status in WORST_FIRST if counted[status]]
    if not found:
        return "Nothing is measured yet."
    said = ", ".join(f"{number} {status.label.lower()}" for status, number in found)
    return f"{len(snapshot.standings)} indicators: {said}."


def matrix_table(snapshot: Snapshot, flags: list[Flag]) -> Table:
    """The board's matrix, as a table: theme by topic."""
    about, stated = flags_by_theme(flags), stated_by_theme(snapshot.plan)
    return Table(
        caption="Where each theme stands",
        headings=("Theme", *TOPICS),
        rows=tuple(
            TableRow((
                Cell(lead=theme.name),
                *(
                    topic_cell(said)
                    for said in topics_of(snapshot, theme, about.get(theme, []), stated.get(theme.pk))
                ),
            ))
            for theme in snapshot.themes
        ),
        widths=(22, 13, 13, 13, 13, 13, 13),
        is_dense=True,
    )  # fmt: skip


def topic_cell(said: TopicSaid) -> Cell:
    """A mark, words and the tone of the gravest."""
    if not said.marks:
        return Cell((f"– {said.nothing_brief or said.nothing}",))
    tone = STATUSES | SEVERITIES
    first = said.marks[0]
    return Cell(
        tuple(f"{_sign(mark)} {mark.brief or mark.words}" for mark in said.marks),
        tone=tone[first.value][1] if first.kind != "direction" else "",
    )


def _sign(mark: TopicMark) -> str:
    if mark.kind == "direction":
        return DIRECTIONS[Direction(mark.value)]
    if mark.kind == "status":
        return STATUSES[Status(mark.value)][0]
    return SEVERITIES[Severity(mark.value)][0]
