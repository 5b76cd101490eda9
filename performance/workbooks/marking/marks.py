"""What is to be marked, on its way to the process that marks it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Mark:
    """A finding at a cell; `row` and `column` count from 1, and are None where it is about the whole file."""

    severity: str
    cell: str
    row: int | None
    column: int | None
    found: str
    message: str
    remedy: str

    @property
    def word(self) -> str:
        return self.severity.capitalize()

    @property
    def words(self) -> str:
        return " ".join(filter(None, [f"{self.word}: {self.message}", self.remedy]))


@dataclass(frozen=True)
class Marks:
    """All that was found in the sheet called `sheet`, whose headings are in row `heading_row`; `intro` says how much."""

    sheet: str
    heading_row: int
    intro: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def by_cell(self) -> dict[tuple[int, int], list[Mark]]:
        """Those at one cell together, errors first."""
        found: dict[tuple[int, int], list[Mark]] = {}
        for mark in sorted(self.marks, key=lambda one: one.severity != ERROR):
            if mark.row and mark.column:
                found.setdefault((mark.row, mark.column), []).append(mark)
        return found

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, path: str) -> Marks:
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
        kept["marks"] = [Mark(**one) for one in kept["marks"]]
        return cls(**kept)
