"""What is found wrong with a file, gathered row by row: all counted, the first of them kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from performance.cells.area_codes import counted_as, kind_of
from performance.cells.cell import CellProblem, Value, cell_name
from performance.cells.messages import UNKNOWN_CODE, Worded
from performance.models import Finding, Upload

MOST_KEPT = 1_000
_MOST_FOUND = 200
_LONGEST_SHEET = 90


@dataclass(frozen=True, slots=True)
class Wrong(Worded):
    """What is wrong in the column of a role, and what would be right."""

    role: str = field(kw_only=True)


class FindingList:
    """Errors are kept before warnings, so that no number of warnings hides them."""

    def __init__(self, sheet: str) -> None:
        self.sheet = _shortened(sheet)
        self.counts: Counter[str] = Counter(error=0, warning=0)
        self._kept: dict[str, list[Finding]] = {"error": [], "warning": []}
        self._unknown_codes: set[str] = set()
        self._remarked: dict[str, set[tuple[int, int]]] = defaultdict(set)

    def cell(self, row: int, column: int) -> str:
        """`column` counts from 0."""
        return cell_name(self.sheet, row, column + 1)

    def add(
        self, severity: str, wrong: Wrong, row: int, column: int | None, found: Value = None
    ) -> None:
        self.counts[severity] += 1
        if wrong.code == UNKNOWN_CODE.code:
            self._count_code(str(found).strip().upper())
        kept = self._kept[severity]
        if len(kept) < MOST_KEPT:
            kept.append(
                Finding(
                    severity=severity,
                    code=wrong.code,
                    cell="" if column is None else self.cell(row, column),
                    row=row,
                    column=None if column is None else column + 1,
                    found=_shown(found),
                    message=wrong.message,
                    remedy=wrong.remedy,
                )
            )

    def _count_code(self, code: str) -> None:
        """Each once, however many rows name it."""
        kind = kind_of(code)
        if kind is not None and code not in self._unknown_codes:
            self._unknown_codes.add(code)
            self.counts[counted_as(kind)] += 1

    def remark(self, remark: str, row: int, column: int) -> None:
        """Of a value that may be doubted when it is held to what stands there."""
        self._remarked[remark].add((row, column))

    def remarked(self, remark: str) -> set[tuple[int, int]]:
        """Rows and columns, these from 0."""
        return self._remarked[remark]

    def save(self, upload: Upload, *, after: int = 0) -> None:
        """In the order of the file; `after` is the number of the last that is there already."""
        errors = self._kept["error"]
        kept = errors + self._kept["warning"][: MOST_KEPT - len(errors)]
        kept.sort(key=lambda one: (one.row or 0, one.column or 0))
        for order, finding in enumerate(kept, start=after + 1):
            finding.upload, finding.order = upload, order
        Finding.objects.bulk_create(kept, batch_size=200)


def _shortened(sheet: str) -> str:
    """The name of a sheet with room for its cells; an apostrophe is written twice in it."""
    room, kept = _LONGEST_SHEET, 0
    for letter in sheet:
        room -= 2 if letter == "'" else 1
        if room < 0:
            break
        kept += 1
    return sheet[:kept]


def _shown(value: Value) -> str:
    if value is None:
        return ""
    text = value.text if isinstance(value, CellProblem) else str(value)
    return text if len(text) <= _MOST_FOUND else f"{text[: _MOST_FOUND - 1]}…"
