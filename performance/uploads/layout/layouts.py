"""How the columns of a file are read, and how the last file with the same headings was read.

Two shapes: "long" has one value a row; "wide" a column for each period, or for each indicator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from performance.cells.values import Quarters
from performance.models import ColumnMapping, Indicator, Upload, UploadKind
from performance.uploads.files import Value

VERSION = 1


Shape = Literal["long", "wide"]


@dataclass(frozen=True)
class Layout:
    """`columns` are of roles, by place from 0; `periods` the columns of a wide sheet headed by a period; `subjects`
    those headed by an indicator, each with the slug of it. `constants` stand for columns that are not there.

    `convention` says whether "2014Q1" is of a calendar or a financial year; `heading_row` where the headings are.
    """

    shape: Shape
    columns: dict[str, int] = field(default_factory=dict)
    periods: tuple[int, ...] = ()
    subjects: tuple[tuple[int, str], ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    convention: Quarters | None = None
    heading_row: int = 1

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
        )

    @property
    def is_of_one_file(self) -> bool:
        """Whether it names the one indicator or period of this file, which the next file may not share."""
        return bool(self.constants.get("indicator") or self.constants.get("period"))

    @property
    def makes_values(self) -> bool:
        """Whether values are worked out from numerators and denominators."""
        if self.periods or self.subjects or "value" in self.columns:
            return False
        return "numerator" in self.columns and "denominator" in self.columns

    def has(self, role: str) -> bool:
        return role in self.columns or bool(self.constants.get(role))


def missing(layout: Layout, kind: str) -> tuple[str, ...]:
    """The roles that are required and missing. Figures without an area are for their indicator's own."""
    wanted = {
        "indicator": bool(layout.subjects) or layout.has("indicator"),
        "period": bool(layout.periods) or layout.has("period"),
        "value": bool(layout.subjects or layout.periods) or layout.has("value"),
    }
    if kind == UploadKind.FIGURES and layout.makes_values:
        wanted["value"] = True
    if kind == UploadKind.INDEX_SCORES:
        wanted["area"] = layout.has("area")
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


def remembered(kind: str, headings: Sequence[Value]) -> Layout | None:
    """How the same headings were read the last time; None where that may not hold for this file.

    An indicator or period chosen for a whole file holds for that file alone, and an indicator may be removed since.
    """
    layout = mapped_before(kind, headings)
    if layout is None or layout.is_of_one_file:
        return None
    slugs = {slug for _, slug in layout.subjects}
    if kind != UploadKind.INDEX_SCORES and slugs:
        named = Indicator.objects.known_under(waiting=True).filter(slug__in=slugs)
        known = set(named.values_list("slug", flat=True))
        return layout if slugs == known else None
    return layout


def mapped_before(kind: str, headings: Sequence[Value]) -> Layout | None:
    """The layout that was chosen for the same headings the last time."""
    found = ColumnMapping.objects.filter(kind=kind, signature=signature(texts(headings))).first()
    return StoredLayout.from_json(found.layout).layout if found else None


# More would be a form that nobody can fill in.
MOST_COLUMNS = 120


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
class StoredLayout:
    """What an upload keeps of its columns: how they are read, None until that is known, and samples of each."""

    layout: Layout | None = None
    heading_row: int = 1
    samples: tuple[ColumnSamples, ...] = ()

    @classmethod
    def of(cls, upload: Upload) -> StoredLayout:
        return cls.from_json(upload.layout)

    def samples_of(self, width: int) -> list[ColumnSamples]:
        """Of the first `width` columns; empty where none were kept."""
        return [*self.samples, *[ColumnSamples()] * width][:width]

    def as_json(self) -> dict[str, Any]:
        layout = self.layout.as_json() if self.layout else {"heading_row": self.heading_row}
        samples = {"samples": [one.as_json() for one in self.samples]} if self.samples else {}
        return {"version": VERSION, **layout, **samples}

    @classmethod
    def from_json(cls, stored: dict[str, Any] | None) -> StoredLayout:
        """What `as_json` gave. Before version 1 the samples were called "seen"."""
        stored = stored or {}
        samples = stored.get("samples") or stored.get("seen") or ()
        return cls(
            layout=Layout.from_json(stored) if "shape" in stored else None,
            heading_row=int(stored.get("heading_row", 1)),
            samples=tuple(map(ColumnSamples.from_json, samples)),
        )
