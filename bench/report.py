"""What was measured, as tables: for a terminal, and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.timing import Measure

HEADINGS = ("what", "took", "against", "which took", "ratio", "limit", "within")
_INTRODUCTION = """\
# How fast uploads, flags, pages and the search are

`make bench` measures this anew, in twenty minutes, on SQLite and on PostgreSQL; `make bench BENCH=--keep` writes this page.
After names of measures, as in `make bench BENCH="--keep pages"`, it renews their rows.
It is no test: a busy machine is slow. What counts are the ratios: both sides of each were measured in the same run, on the same
data, in turn, and the quickest of several goes is taken.

- A ratio with ≤ is ours over the other; with ≥, the other over ours. Rows without a limit are there to compare with.
- "From file to preview" is everything between the file's arrival and the page that shows what it would do: it is kept, read in its
  confined process, judged row by row, compared, and its consequences are worked out. calamine reads the same file in a process of its own.
- The file is one of the template's, filled in: 20 indicators of 500 areas for 10 quarters, with 10 quarters before them in the database.
- Unknown places are as many rows as known ones, of 5,000 names much like those of places here: each is looked up once, and what it may mean is sought only for
  what is shown.
- The longest .csv is one of 250,000 rows, the most that is read of any file; the csv module reads the same file and does nothing with it.
- The bare COPY and executemany get rows ready made, the very ones that the upload wrote, into the same table with its indexes and
  constraints, and commit them.
- django-import-export is given what it is quickest with: a .csv, keys looked up once, no differences, a thousand rows a statement. Ours
  reads an .xlsx. Both say what the file would do and then do it, and find a figure that is there already.
- Flags of one record are what its page asks for. Until 2026 each page raised those of the whole plan and kept its own.
- Pages are measured as a board member gets them, once the first reader after a write has read them. The empty page is the frame of every page.
- On 20 connections, both pages are answered by the same two processes of four threads each.
- A search is a whole page, as the browser gets it: found, counted by kind, and the first twenty marked. So is the list.
"""


def plain(measures: list[Measure]) -> str:
    """In columns, for a terminal."""
    lines = [HEADINGS, *map(_row, measures)]
    widths = [max(len(row[n]) for row in lines) for n in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in lines
    )


def page(machine: list[tuple[str, str]], found: dict[str, list[Measure]]) -> str:
    facts = _table(("the machine", ""), machine)
    parts = [f"## {name}\n\n{_table(HEADINGS, map(_row, found[name]))}" for name in found]
    return "\n".join([_INTRODUCTION, facts, *parts])


def renewed(before: str, machine: list[tuple[str, str]], found: dict[str, list[Measure]]) -> str:
    """The page `before` with these measures in the place of the earlier ones of the same names.

    Raises ValueError where another machine or other versions measured the rest.
    """
    facts = _table(("the machine", ""), machine)
    if not set(facts.splitlines()[3:]) <= set(before.splitlines()):
        raise ValueError("Another machine measured the rest of the page: measure all of it.")
    lines = before.splitlines(keepends=True)
    for name, measures in found.items():
        rows = {row[:1] + row[2:3]: _line(row) for row in map(_row, measures)}
        start = lines.index(f"## {name}\n")
        for place in range(start + 1, len(lines)):
            if lines[place].startswith("## "):
                break
            cells = [cell.strip() for cell in lines[place].strip("|\n ").split(" | ")]
            lines[place] = rows.pop((cells[0], *cells[2:3]), lines[place])
        if rows:
            raise ValueError(f"The page has no row yet for: {rows}. Measure all of it.")
    return "".join(lines)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "".join(map(_line, [headings, ("---",) * len(headings), *rows]))


def _line(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |\n"


def _row(one: Measure) -> tuple[str, ...]:
    if one.limit is None:
        limit = within = ""
    else:
        limit = f"{'≥' if one.at_least or one.more_is_better else '≤'} {_amount(one.limit, one.unit) if one.absolute else one.limit:}"
        within = "yes" if one.is_within else "NO"
    against = ("", "", "") if one.absolute else (one.against, _amount(one.theirs, one.unit))
    ratio = () if one.absolute else (f"{one.ratio:.2f}",)
    return (one.what, _amount(one.ours, one.unit), *against, *ratio, limit, within)


def _amount(number: float, unit: str) -> str:
    if unit != "s":
        return f"{number:,.0f} {unit}".strip()
    return f"{number:.2f} s" if number >= 1 else f"{number * 1000:.0f} ms"
