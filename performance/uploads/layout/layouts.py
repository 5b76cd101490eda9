"""How the columns of a file are read, how the last file with the same headings was read, and samples of each column.

Two shapes: "long" has one value a row; "wide" a column for each period, for each indicator or for each place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from core.periods import Period
from performance.cells.cell import text_of
from performance.cells.values.numbers import MissingNumber, ReadNumber, read_number
from performance.cells.values.periods import NotAPeriod, Quarters, read_period
from performance.choices import Frequency
from performance.models import ColumnMapping, Indicator, Upload, UploadKind
from performance.uploads.files import CellProblem, Value
from performance.uploads.layout.headings import period_heading

VERSION = 1
Shape = Literal["long", "wide"]
Answers = Mapping[str, Mapping[str, str]]
# Instead of a slug, in an answer: its rows are left out; or it is asked about still, whatever its group is answered.
LEAVE_OUT = ""
ASK = "?"
NO_ANSWERS: Answers = MappingProxyType({})
# More would be a form that nobody can fill in.
MOST_COLUMNS = 120
SHOWN = 3
_LONGEST_SAMPLE = 40
BLANK = "(blank)"


@dataclass(frozen=True)
class Layout:
    """`columns` are of roles, by place from 0; `periods` the columns of a wide sheet headed by a period; `subjects`
    those headed by an indicator, each with the slug of it, and `areas` those headed by a place. `constants` stand for columns that are not there.

    `convention` says whether "2014Q1" is of a calendar or a financial year; `heading_row` where the headings are, and `heading_above` the row over
    it that belongs to them (0: none). `month_first`: "04/01/2011" is 1 April.

    Rows are incidents where `count_by` says by which length of period to count them; the count stands in a column of its
    own after the headings. `fills_zeros`: a place without an incident of a type has 0.
    """

    shape: Shape
    columns: dict[str, int] = field(default_factory=dict)
    periods: tuple[int, ...] = ()
    subjects: tuple[tuple[int, str], ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    convention: Quarters | None = None
    heading_row: int = 1
    heading_above: int = 0
    month_first: bool = False
    count_by: str = ""
    fills_zeros: bool = False
    areas: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "shape": self.shape,
            "columns": self.columns,
            "periods": list(self.periods),
            "subjects": [list(pair) for pair in self.subjects],
            "constants": self.constants,
            "convention": self.convention,
            "heading_row": self.heading_row,
            "heading_above": self.heading_above,
            "month_first": self.month_first,
            "count_by": self.count_by,
            "fills_zeros": self.fills_zeros,
            "areas": list(self.areas),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Layout:
        """What `as_json` gave, with what is left out at its default."""
        return cls(
            shape=kept["shape"],
            columns={role: int(column) for role, column in kept.get("columns", {}).items()},
            periods=tuple(int(column) for column in kept.get("periods", ())),
            subjects=tuple((int(column), str(slug)) for column, slug in kept.get("subjects", ())),
            constants=dict(kept.get("constants", {})),
            convention=kept.get("convention") or None,
            heading_row=int(kept.get("heading_row", 1)),
            heading_above=int(kept.get("heading_above", 0)),
            month_first=bool(kept.get("month_first")),
            count_by=str(kept.get("count_by", "")),
            fills_zeros=bool(kept.get("fills_zeros")),
            areas=tuple(int(column) for column in kept.get("areas", ())),
        )

    @property
    def is_of_one_file(self) -> bool:
        """Whether it names the one indicator, period or year of this file, which the next file may not share."""
        return any(self.constants.get(role) for role in ("indicator", "period", "year"))

    @property
    def has_figures_across(self) -> bool:
        """Whether columns of figures are named by their headings."""
        return bool(self.periods or self.subjects or self.areas)

    @property
    def computes_values(self) -> bool:
        """Whether values are worked out from numerators and denominators."""
        if self.has_figures_across or "value" in self.columns:
            return False
        return "numerator" in self.columns and "denominator" in self.columns

    def has(self, role: str) -> bool:
        return role in self.columns or bool(self.constants.get(role))


def missing(layout: Layout, kind: str) -> tuple[str, ...]:
    """The roles that are required and missing. Figures without an area are for their indicator's own."""
    wanted = {
        "indicator": bool(layout.subjects) or layout.has("indicator"),
        "period": bool(layout.periods) or layout.has("period"),
        "value": layout.has_figures_across or layout.has("value"),
    }
    if kind == UploadKind.FIGURES and layout.computes_values:
        wanted["value"] = True
    if kind == UploadKind.INDEX_SCORES:
        wanted["area"] = layout.has("area") or bool(layout.areas)
    if kind == UploadKind.COMPARATORS:
        wanted["label"] = layout.has("label")
    return tuple(role for role, given in wanted.items() if not given)


def texts(headings: Sequence[Value]) -> list[str]:
    """Headings as an upload keeps them."""
    found = ["" if heading is None else str(heading) for heading in headings]
    while found and not found[-1].strip():
        found.pop()
    return found


def signature(headings: Sequence[str]) -> str:
    """A hash of the headings in order, without regard to capitals and spaces."""
    words = "\x1f".join(" ".join(str(heading or "").lower().split()) for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()


def remembered(kind: str, headings: Sequence[Value]) -> RememberedLayout | None:
    """How the same headings were read the last time; None where that may not hold for this file.

    An indicator or period chosen for a whole file holds for that file alone, and an indicator may be removed since.
    """
    last = last_chosen_layout(kind, headings)
    if last is None or last.layout.is_of_one_file:
        return None
    slugs = {slug for _, slug in last.layout.subjects}
    if kind != UploadKind.INDEX_SCORES and slugs:
        named = Indicator.objects.known_under(waiting=True).filter(slug__in=slugs)
        known = set(named.values_list("slug", flat=True))
        return last if slugs == known else None
    return last


@dataclass(frozen=True)
class RememberedLayout:
    """A layout, and the number of the upload that it was named for; 0 where that is not known."""

    layout: Layout
    named_for: int = 0


def last_chosen_layout(kind: str, headings: Sequence[Value]) -> RememberedLayout | None:
    """The layout that was chosen for the same headings the last time, unless it failed."""
    found = ColumnMapping.objects.filter(
        kind=kind, signature=signature(texts(headings)), failed_at=None
    ).first()
    layout = StoredLayout.from_json(found.layout).layout if found else None
    return RememberedLayout(layout, found.named_for_id or 0) if found and layout else None


@dataclass(frozen=True)
class ColumnSamples:
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
    def from_json(cls, kept: Any) -> ColumnSamples:
        return cls(
            samples=tuple(map(str, kept.get("samples", ()))),
            is_numbers=bool(kept.get("is_numbers")),
            periods=str(kept.get("periods", "")),
            unclear=str(kept.get("unclear", "")),
        )


@dataclass(frozen=True)
class ChosenSheet:
    """A sheet that a person chose, the rows of its headings, and how its columns are read: None until that is known."""

    name: str
    heading_rows: tuple[int, ...]
    layout: Layout | None = None

    def as_json(self) -> dict[str, Any]:
        layout = {"layout": self.layout.as_json()} if self.layout else {}
        return {"name": self.name, "heading_rows": list(self.heading_rows), **layout}

    @classmethod
    def from_json(cls, kept: Any) -> ChosenSheet:
        layout = kept.get("layout")
        rows = tuple(map(int, kept["heading_rows"]))
        return cls(str(kept["name"]), rows, Layout.from_json(layout) if layout else None)


@dataclass(frozen=True)
class StoredLayout:
    """What an upload keeps of its columns: how they are read, None until that is known, and samples of each.

    `chosen` are the sheets that a person chose; the rest is then of the one whose columns were last asked about.
    `answers` say what names that nothing has stand for, by their role and the key of the cause: a slug, or LEAVE_OUT.
    `read_as` is the upload whose columns were named so, where nobody named those of this one; 0 where that is not known.
    """

    layout: Layout | None = None
    heading_row: int = 1
    samples: tuple[ColumnSamples, ...] = ()
    heading_above: int = 0
    chosen: tuple[ChosenSheet, ...] = ()
    answers: Answers = field(default_factory=dict)
    read_as: int | None = None

    @classmethod
    def of(cls, upload: Upload) -> StoredLayout:
        return cls.from_json(upload.layout)

    def samples_of(self, width: int) -> list[ColumnSamples]:
        """Of the first `width` columns; empty where none were kept."""
        return [*self.samples, *[ColumnSamples()] * width][:width]

    def as_json(self) -> dict[str, Any]:
        layout = self.layout.as_json() if self.layout else self._rows
        samples = {"samples": [one.as_json() for one in self.samples]} if self.samples else {}
        chosen = {"chosen": [one.as_json() for one in self.chosen]} if self.chosen else {}
        answers = {"answers": self.answers} if self.answers else {}
        read_as = {} if self.read_as is None else {"read_as": self.read_as}
        return {"version": VERSION, **layout, **samples, **chosen, **answers, **read_as}

    def named(self, sheet: str, layout: Layout, *, alike: Collection[str] = ()) -> StoredLayout:
        """With the columns of a sheet named, and those of sheets that look alike where nobody named them."""
        chosen = tuple(
            replace(one, layout=layout)
            if one.name[:100] == sheet or (one.layout is None and one.name in alike)
            else one
            for one in self.chosen
        )
        return StoredLayout(
            layout, layout.heading_row, self.samples, chosen=chosen, answers=self.answers
        )

    @property
    def _rows(self) -> dict[str, Any]:
        return {"heading_row": self.heading_row, "heading_above": self.heading_above}

    @classmethod
    def from_json(cls, stored: dict[str, Any] | None) -> StoredLayout:
        """What `as_json` gave. Before version 1 the samples were called "seen"."""
        stored = stored or {}
        samples = stored.get("samples") or stored.get("seen") or ()
        return cls(
            layout=Layout.from_json(stored) if "shape" in stored else None,
            heading_row=int(stored.get("heading_row", 1)),
            samples=tuple(map(ColumnSamples.from_json, samples)),
            heading_above=int(stored.get("heading_above", 0)),
            chosen=tuple(map(ChosenSheet.from_json, stored.get("chosen", ()))),
            answers={role: dict(given) for role, given in stored.get("answers", {}).items()},
            read_as=stored.get("read_as"),
        )


def sample_columns(width: int, rows: Sequence[Sequence[Value]]) -> list[ColumnSamples]:
    """Samples of the first `width` columns under the headings, at most as many as a person is asked about."""
    width = min(width, MOST_COLUMNS)
    return [_column([row[n] if n < len(row) else None for row in rows]) for n in range(width)]


def _column(cells: Sequence[Value]) -> ColumnSamples:
    held = [cell for cell in cells if cell is not None]
    read = [_as_number(cell) for cell in held]
    # A withheld number stands as a word among the others.
    is_numbers = any(isinstance(one, ReadNumber) for one in read) and all(
        isinstance(one, ReadNumber | MissingNumber) or _is_symbol(cell)
        for one, cell in zip(read, held, strict=True)
    )
    return ColumnSamples(
        samples=tuple(map(_shown, cells[:SHOWN])),
        is_numbers=is_numbers,
        periods="" if is_numbers else _periods(held),
        unclear=next((one for one in held if isinstance(one, str) and needs_convention(one)), ""),
    )


# "[c]" and the like: what official statistics write where a number is withheld, low or unreliable.
_SYMBOL = re.compile(r"\[[a-z]{1,4}\]", re.IGNORECASE)


def _is_symbol(cell: Value) -> bool:
    return isinstance(cell, str) and _SYMBOL.fullmatch(cell.strip()) is not None


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
    return words if len(words) <= _LONGEST_SAMPLE else f"{words[: _LONGEST_SAMPLE - 1]}…"


def needs_convention(text: str) -> bool:
    """Whether it is a quarter that could be of a calendar or a financial year."""
    found = period_heading(text, "calendar")
    text = str(found.period) if found else text
    read = read_period(text, Frequency.QUARTER)
    if not isinstance(read, NotAPeriod) or read.fault != "ambiguous":
        return False
    return isinstance(read_period(text, Frequency.QUARTER, "calendar"), Period)
