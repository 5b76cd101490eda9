"""What the drills found, as a table: for a terminal, and for docs/drills.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from drills.result import DrillResult

HEADINGS = ("what", "found", "limit", "within")
BEGIN, END = "<!-- what `make drills` found -->", "<!-- end -->"


def plain(drills: Mapping[str, Sequence[DrillResult]]) -> str:
    rows = [HEADINGS, *_rows(drills)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def renewed(
    before: str, length: str, found: Mapping[str, Mapping[str, Sequence[DrillResult]]]
) -> str:
    """The page `before` with these tables in the place of the earlier ones."""
    start, rest = before.split(BEGIN)
    _, end = rest.split(END)
    said = f"The {length} form, on {datetime.now(UTC):%-d %B %Y}."
    tables = [f"### {name}\n\n{_table(drills)}" for name, drills in found.items()]
    return "\n".join([f"{start}{BEGIN}\n", f"{said}\n", *tables, f"{END}{end}"])


def _table(drills: Mapping[str, Sequence[DrillResult]]) -> str:
    rows = [HEADINGS, ("---",) * len(HEADINGS), *_rows(drills)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows(drills: Mapping[str, Sequence[DrillResult]]) -> Iterator[tuple[str, ...]]:
    for findings in drills.values():
        for one in findings:
            within = "" if one.most is None else "yes" if one.is_within else "NO"
            yield one.what, one.found_words, one.limit, within
