"""The findings of a file, gathered row by row. All are counted; the first thousand are kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from performance.cells.area_codes import area_code_kind, unknown_code_count
from performance.cells.cause_words import notes_of_answers
from performance.cells.causes import AnsweredRows, CauseCounts, LeftOut, Likely
from performance.cells.cell import CellProblem, Value, Wrong, cell_name
from performance.cells.messages import UNKNOWN_CODE
from performance.models import Finding, Upload
from performance.models.upload_counts import Cause

MOST_KEPT = 1_000
_MOST_FOUND = 200
_LONGEST_SHEET = 90
# More than a sheet may have: a row of a later sheet of the file is counted on from there.
ROWS_A_SHEET = 2_000_000


class FindingList:
    """Errors are kept before warnings, so that no number of warnings hides them. Notes say what was not read.

    What is added is in the last of the `sheets` that were turned to; its rows are counted on from those of the earlier ones.
    """

    def __init__(self, sheet: str) -> None:
        self.sheet = _shortened(sheet)
        self._sheets = [self.sheet]
        self._offset = 0
        self.counts: Counter[str] = Counter(error=0, warning=0)
        self._kept: dict[str, list[Finding]] = {"error": [], "warning": [], "note": []}
        self._unknown_codes: set[str] = set()
        self._remarked: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._causes: CauseCounts | None = None
        self.answered: AnsweredRows | None = None

    def turn_to(self, sheet: str) -> None:
        """Another sheet of the same file."""
        self.sheet = _shortened(sheet)
        self._offset = len(self._sheets) * ROWS_A_SHEET
        self._sheets.append(self.sheet)

    @property
    def offset(self) -> int:
        """What is added to the rows of the sheet."""
        return self._offset

    def cell(self, row: int, column: int) -> str:
        """`column` counts from 0, `row` on from the earlier sheets."""
        number, row = divmod(row, ROWS_A_SHEET)
        return cell_name(self._sheets[number], row, column + 1)

    def add(
        self,
        severity: str,
        wrong: Wrong,
        row: int | None,
        column: int | None,
        found: Value = None,
        *,
        in_column: bool = False,
        cell: str = "",
        rows: int = 1,
    ) -> None:
        """`in_column`: it is a name in a column of the row. `cell`, where it is known, has its `row` counted on.

        `rows` is how many rows of the file the row stands for.
        """
        if row is not None and not cell:
            row += self._offset
        self.counts[severity] += 1
        if wrong.code == UNKNOWN_CODE.code:
            self._count_code(str(found).strip().upper())
        if severity == "error":
            if self._causes is None:
                self._causes = CauseCounts()
            self._causes.count(wrong, row, found, in_column=in_column, rows=rows)
        kept = self._kept[severity]
        if len(kept) < MOST_KEPT:
            kept.append(
                Finding(
                    severity=severity,
                    code=wrong.code,
                    cell=cell or ("" if column is None or row is None else self.cell(row, column)),
                    row=row,
                    column=None if column is None else column + 1,
                    found=_shown(found),
                    message=wrong.message,
                    remedy=wrong.remedy,
                )
            )

    def _count_code(self, code: str) -> None:
        """Each once, however many rows name it."""
        kind = area_code_kind(code)
        if kind is not None and code not in self._unknown_codes:
            self._unknown_codes.add(code)
            self.counts[unknown_code_count(kind)] += 1

    def causes(self, known: Callable[[], Likely]) -> tuple[Cause, ...]:
        """What the errors come from; `known` gives what names that are not known may mean."""
        return self._causes.causes(known()) if self._causes else ()

    def leave_out(self, why: LeftOut, row: int, rows: int = 1) -> None:
        """A row that a person has answered to leave out."""
        self._answered_rows().leave_out(why, row + self._offset, rows)

    def read_as(self, role: str, name: str, slug: str, known: str) -> None:
        """A name that stands for another, as a person has answered."""
        self._answered_rows().read_as(role, name, slug, known)

    def note_answers(self) -> None:
        """Say what was answered, once all rows are judged."""
        if self.answered is not None:
            for note in notes_of_answers(self.answered.left_out, self.answered.read_as_others):
                self.add("note", note, None, None)

    def _answered_rows(self) -> AnsweredRows:
        if self.answered is None:
            self.answered = AnsweredRows()
        return self.answered

    def remark(self, remark: str, row: int, column: int) -> None:
        """Note how the value at a cell came about, for the rules of doubt."""
        self._remarked[remark].add((row + self._offset, column))

    def remarked(self, remark: str) -> set[tuple[int, int]]:
        """Rows, counted on, and columns, these from 0."""
        return self._remarked[remark]

    def save(self, upload: Upload, *, after: int = 0) -> None:
        """In the order of the file; `after` is the number of the last that is there already."""
        errors = self._kept["error"]
        kept = errors + self._kept["warning"][: MOST_KEPT - len(errors)] + self._kept["note"]
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
