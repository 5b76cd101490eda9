"""What stands in the first rows under each heading, so that whoever names the columns knows what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from performance.cells.cells_in_words import text_of
from performance.cells.values import MissingNumber, NotAPeriod, ReadNumber, read_number, read_period
from performance.choices import Frequency
from performance.uploads.files import CellProblem, Value
from performance.uploads.layout.headings import needs_convention

SHOWN = 3

# More would be a form that nobody can fill in.
MOST_COLUMNS = 120

_LONGEST = 40

BLANK = "(blank)"


@dataclass(frozen=True)
class LayoutSamples:
    """Of one column: its first cells; whether all are numbers; what length of period they are, if all are
    periods ("quarter"); and one that needs a convention ("2014Q1").
    """

    samples: tuple[str, ...] = ()
    is_numbers: bool = False
    periods: str = ""
    unclear: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "samples": list(self.samples)}

    @classmethod
    def from_json(cls, kept: Any) -> LayoutSamples:
        return cls(
            samples=tuple(map(str, kept.get("samples", ()))),
            is_numbers=bool(kept.get("is_numbers")),
            periods=str(kept.get("periods", "")),
            unclear=str(kept.get("unclear", "")),
        )


def look_at(width: int, rows: Sequence[Sequence[Value]]) -> list[LayoutSamples]:
    """Each of the first `width` columns of the rows under the headings, as far as they are asked about."""
    width = min(width, MOST_COLUMNS)
    return [_column([row[n] if n < len(row) else None for row in rows]) for n in range(width)]


def seen_in(layout: dict[str, Any] | None, width: int) -> list[LayoutSamples]:
    """As `look_at` gave it when it was kept in an upload's layout; nothing seen where it was not kept."""
    kept = [LayoutSamples.from_json(one) for one in (layout or {}).get("seen", [])]
    return (kept + [LayoutSamples()] * width)[:width]


def _column(cells: Sequence[Value]) -> LayoutSamples:
    held = [cell for cell in cells if cell is not None]
    read = [_as_number(cell) for cell in held]
    # Where a number is withheld, that is said in its place.
    is_numbers = all(isinstance(one, ReadNumber | MissingNumber) for one in read) and any(
        isinstance(one, ReadNumber) for one in read
    )
    return LayoutSamples(
        samples=tuple(map(_shown, cells[:SHOWN])),
        is_numbers=is_numbers,
        periods="" if is_numbers else _periods(held),
        unclear=next((one for one in held if isinstance(one, str) and needs_convention(one)), ""),
    )


def _as_number(cell: Value) -> Any:
    if isinstance(cell, bool):
        return None
    # No unit is known yet, and "12%" is a number of a percentage.
    return read_number(cell, "%" if isinstance(cell, str) and "%" in cell else "")


def _periods(cells: Sequence[Value]) -> str:
    read = [read_period(cell, Frequency.QUARTER, "calendar") for cell in cells]
    kinds = {"" if isinstance(one, NotAPeriod) else one.kind for one in read}
    return kinds.pop() if len(kinds) == 1 else ""


def _shown(cell: Value) -> str:
    text = cell.text if isinstance(cell, CellProblem) else text_of("" if cell is None else cell)
    words = " ".join(text.split()) or BLANK
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
