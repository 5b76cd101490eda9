"""What a board looks at next: decisions that wait, flags, money that ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from core.periods import financial_year_label
from priorities.models import Decision
from projects.funding import in_pounds
from projects.models import FundingLine
from safercornwall.exports.packs.marks import severity_cell
from safercornwall.exports.word.contents import (
    Cell,
    Chart,
    Line,
    Passage,
    Piece,
    SectionHeading,
    Table,
    TableRow,
)
from safercornwall.flags.catalogue import RULES
from safercornwall.flags.registry import Flag, Severity
from safercornwall.flags.snapshot import Snapshot

State = FundingLine.State
# In pounds, by state and by the year that a financial year starts in.
Sums = dict[tuple[State, int], Decimal]
# Of the flags that are not of high severity only the numbers are printed.
PRINTED = (Severity.HIGH,)


def attention(flags: list[Flag]) -> Iterator[Piece]:
    yield SectionHeading("What needs attention", starts_page=True)
    yield SectionHeading("Flags of high severity", level=2)
    serious = [flag for flag in flags if flag.severity in PRINTED]
    if serious:
        yield Table(
            caption="What needs attention first, and why",
            headings=("Severity", "What", "Why", "About"),
            rows=tuple(_alike(serious)),
            widths=(12, 18, 40, 30),
            is_dense=True,
        )
    else:
        yield Passage("There is no flag of high severity.")
    yield from _counted(flags)


def _alike(flags: Iterable[Flag]) -> Iterator[TableRow]:
    """A row for each reason, with all records that it is given for."""
    found: dict[tuple[str, str], list[Flag]] = defaultdict(list)
    for flag in flags:
        found[flag.title, flag.reason].append(flag)
    for (title, reason), same in found.items():
        subjects = tuple(one.subject for one in same)
        about = Cell(subjects) if len(subjects) == 1 else Cell(bullets=subjects)
        yield TableRow((severity_cell(same[0].severity), Cell((title,)), Cell((reason,)), about))


def _counted(flags: list[Flag]) -> Iterator[Piece]:
    yield SectionHeading("All flags by rule", level=2)
    counted = Counter((flag.rule, flag.severity) for flag in flags)
    lines = [
        (
            rule.group.label,
            rule.title,
            *(str(counted[rule, severity] or "–") for severity in Severity),
        )
        for rule in RULES
        if any(counted[rule, severity] for severity in Severity)
    ]
    if not lines:
        yield Passage("Nothing is flagged.")
        return
    yield Table(
        caption="How often each rule raises a flag",
        headings=("Group", "Rule", *(severity.label for severity in Severity)),
        rows=tuple(
            TableRow(
                (Cell((group,)), Cell((title,)), *(Cell((one,), is_number=True) for one in numbers))
            )
            for group, title, *numbers in lines
        ),
        widths=(18, 46, 12, 12, 12),
        is_dense=True,
    )


def decisions(snapshot: Snapshot) -> Iterator[Piece]:
    yield SectionHeading("Decisions asked for", starts_page=True)
    rows = [one for one in snapshot.decisions if one.is_outstanding_on(snapshot.as_at)]
    if not rows:
        yield Passage("No decision is outstanding.")
        return
    days = snapshot.days_to_decide
    rows.sort(key=lambda row: (_day(days[row.pk]), row.order))
    yield Table(
        caption="Outstanding decisions, the most urgent first",
        headings=("Decision", "What is asked, and of whom", "Needed by", "Themes"),
        rows=tuple(
            TableRow((
                Cell(lead=row.title),
                Cell(tuple(filter(None, (row.asked, row.options, _asked_of(row)))) or ("Not stated",)),
                Cell((_needed(days[row.pk]),)),
                Cell(tuple(snapshot.theme_by_id[one.pk].name for one in row.themes.all())),
            ))
            for row in rows
        ),
        widths=(30, 34, 18, 18),
        is_dense=True,
    )  # fmt: skip


def _day(decide_by) -> date:
    return decide_by.day if decide_by else date.max


def _needed(decide_by) -> str:
    if decide_by is None:
        return "No day stated"
    return f"{decide_by.words}{' (past)' if decide_by.is_past else ''}"


def _asked_of(decision: Decision) -> str:
    return f"Asked of {decision.asked_of}" if decision.asked_of else ""


def money(snapshot: Snapshot, flags: Iterable[Flag]) -> Iterator[Piece]:
    yield SectionHeading("Money", starts_page=True)
    ends = [flag for flag in flags if flag.rule and flag.rule.key == "funding_ends"]
    yield SectionHeading("Funding that ends", level=2)
    if ends:
        yield Table(
            caption="Projects whose secured money ends before a tender can replace it",
            headings=("Severity", "Project", "Why"),
            rows=tuple(
                TableRow((severity_cell(one.severity), Cell((one.subject,)), Cell((one.reason,))))
                for one in ends
            ),
            widths=(14, 30, 56),
            is_dense=True,
        )
    else:
        yield Passage("No secured money ends within the time that a tender takes.")
    yield from _by_year(snapshot)


def _by_year(snapshot: Snapshot) -> Iterator[Piece]:
    """The amounts that are stated. Those that are not are counted, and never read as nothing."""
    lines = [line for project in snapshot.projects for line in project.funding_lines.all()]
    if not lines:
        return
    yield SectionHeading("Money by year", level=2)
    sums, left = _sums(lines)
    if left:
        yield Passage(
            f"{left} of {len(lines)} funding lines state no amount or no year, and are in no sum.",
            is_quiet=True,
        )
    if not sums:
        return
    years = sorted({year for _, year in sums})
    states = [state for state in State if any((state, year) in sums for year in years)]
    yield _chart_of_money(sums, states, years)
    yield Table(
        caption="Stated amounts by financial year",
        headings=("Financial year", *(state.label for state in State)),
        rows=tuple(
            TableRow((
                Cell((financial_year_label(year),)),
                *(Cell((_pounds(sums.get((state, year))),), is_number=True) for state in State),
            ))
            for year in years
        ),
        widths=(28, 24, 24, 24),
    )  # fmt: skip


def _sums(lines: Iterable[FundingLine]) -> tuple[Sums, int]:
    """What the lines come to, and how many state no amount or no year."""
    sums: Sums = {}
    left = 0
    for line in lines:
        if line.amount is None or line.financial_year is None:
            left += 1
            continue
        key = (State(line.state), line.financial_year)
        sums[key] = sums.get(key, Decimal(0)) + line.amount
    return sums, left


def _pounds(amount: Decimal | None) -> str:
    return "–" if amount is None else in_pounds(amount)


def _chart_of_money(sums: Sums, states: list[State], years: list[int]) -> Chart:
    said = [
        f"{financial_year_label(year)}, {state.label.lower()}: {in_pounds(sums[state, year])}"
        for year in years
        for state in states
        if (state, year) in sums
    ]
    return Chart(
        title="Money by financial year, in pounds",
        alt=f"Columns, one for each financial year. {'; '.join(said)}.",
        kind="columns",
        categories=tuple(financial_year_label(year) for year in years),
        lines=tuple(
            Line(
                str(state.label),
                tuple(
                    float(sums[state, year]) if (state, year) in sums else None for year in years
                ),
            )
            for state in states
        ),
        look='"£"#,##0',
    )
