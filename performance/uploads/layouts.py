"""How the columns of a file are to be read: recognised by their headings, or remembered from the last time.

Two shapes: "long" has one value a row; "wide" a column for each period, or for each indicator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from performance.choices import Frequency
from performance.models import ColumnMapping, Indicator, UploadKind
from performance.uploads.files import Value
from performance.uploads.lookups import Lookups, Subject, plain
from performance.uploads.values import NotAPeriod, Quarters, read_period
from safercornwall.periods import Period

Shape = Literal["long", "wide"]

# What a column may hold, and what it is called. Headings are compared by their words alone; the first is best.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "indicator": (
        *("indicator", "indicator name", "indicator slug", "indicator code", "measure"),
        *("measure name", "performance indicator", "pi", "kpi", "metric", "indicator id"),
    ),
    "index": ("index", "index name", "place index"),
    "area": (
        *("area", "area name", "area code", "place", "location", "geography", "area slug", "town"),
        *("lsoa11cd", "lsoa21cd", "lsoa01cd", "lsoa", "lsoa code", "lsoa11 code", "lsoa name"),
        *("network area", "beat", "gss code", "ons code", "geography code", "ward", "area id"),
    ),
    "label": (
        *("comparator", "comparator name", "comparator label", "compared with", "label"),
        *("comparison", "benchmark", "group"),
    ),
    "period": (
        *(
            "period",
            "quarter",
            "time period",
            "reporting period",
            "financial quarter",
            "fy quarter",
        ),
        *("calendar quarter", "month", "financial year", "year", "date", "period label", "when"),
        *("period ending", "quarter ending"),
    ),
    "value": (
        *("value", "figure", "actual", "result", "new value", "score", "actual value", "outturn"),
        *("this quarter", "this period", "count", "rate", "performance", "figure value"),
    ),
    "numerator": ("numerator", "num", "top"),
    "denominator": ("denominator", "den", "denom", "bottom", "out of", "base"),
    "state": ("state", "status", "figure state", "state of figure", "quality"),
    "comment": ("comment", "comments", "note", "notes", "reason", "remarks", "explanation"),
}
ROLES = {
    UploadKind.FIGURES: (
        *("indicator", "area", "period", "value", "numerator", "denominator", "state", "comment"),
    ),
    UploadKind.INDEX_SCORES: ("index", "indicator", "area", "period", "value", "comment"),
    UploadKind.COMPARATORS: ("indicator", "label", "period", "value", "comment"),
}
# A file of scores calls its measures by other names.
_COMPONENT = ("component", "component name", "component key", "domain", "element")
_SAMPLES = 200
# Looked for in the first rows, as a title may stand above the headings.
HEADING_ROWS = 12


@dataclass(frozen=True)
class Layout:
    """`columns` are of roles, by place from 0; `periods` the columns of a wide sheet headed by a period; `subjects`
    those headed by an indicator, each with the slug of it. `constants` stand for columns that are not there.

    `convention` says whether "2014Q1" is of a calendar or a financial year; `heading_row` where the headings are.
    `made` are the slugs of indicators that were made when the columns were named.
    """

    shape: Shape
    columns: dict[str, int] = field(default_factory=dict)
    periods: tuple[int, ...] = ()
    subjects: tuple[tuple[int, str], ...] = ()
    constants: dict[str, str] = field(default_factory=dict)
    convention: Quarters | None = None
    heading_row: int = 1
    made: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "shape": self.shape,
            "columns": self.columns,
            "periods": list(self.periods),
            "subjects": [list(pair) for pair in self.subjects],
            "constants": self.constants,
            "convention": self.convention,
            "heading_row": self.heading_row,
            **({"made": list(self.made)} if self.made else {}),
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
            made=tuple(map(str, kept.get("made", ()))),
        )

    @property
    def is_of_one_file(self) -> bool:
        """Whether something was said of the file that the next one with these headings may differ in."""
        return bool(self.constants.get("indicator") or self.constants.get("period"))

    def has(self, role: str) -> bool:
        return role in self.columns or bool(self.constants.get(role))


def missing(layout: Layout, kind: str) -> tuple[str, ...]:
    """The roles that must be given and are not. Figures without an area are of their indicator's own."""
    wanted = {
        "indicator": bool(layout.subjects) or layout.has("indicator"),
        "period": bool(layout.periods) or layout.has("period"),
        "value": bool(layout.subjects or layout.periods) or layout.has("value"),
    }
    if kind == UploadKind.INDEX_SCORES:
        wanted["area"] = layout.has("area")
    if kind == UploadKind.COMPARATORS:
        wanted["label"] = layout.has("label")
    return tuple(role for role, given in wanted.items() if not given)


def recognise(
    headings: Sequence[Value],
    sample_rows: Sequence[Sequence[Value]],
    kind: str,
    lookups: Lookups | None = None,
) -> Layout | None:
    """The layout that these headings leave no doubt about; None where somebody must be asked."""
    # A date over a column is a period of a wide sheet, so only texts are compared with the synonyms.
    columns = _roles(headings, kind)
    layout = Layout("long", columns)
    if "value" not in columns:
        layout = _wide(headings, columns, kind, lookups or Lookups(kind))
    if missing(layout, kind):
        return None
    return _with_convention(layout, headings, sample_rows)


def texts(headings: Sequence[Value]) -> list[str]:
    """Headings as an upload keeps them."""
    said = ["" if heading is None else str(heading) for heading in headings]
    while said and not said[-1].strip():
        said.pop()
    return said


def signature(headings: Sequence[str]) -> str:
    """Of headings in their order; capital letters and spaces around them do not matter."""
    words = "\x1f".join(" ".join(str(heading or "").lower().split()) for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()


def remembered(kind: str, headings: Sequence[Value]) -> Layout | None:
    """How headings like these were read the last time; None where that may not hold for this file.

    What all the figures are of was said of that file alone, and an indicator may be gone.
    """
    layout = named_before(kind, headings)
    if layout is None or layout.is_of_one_file:
        return None
    slugs = {slug for _, slug in layout.subjects}
    if kind != UploadKind.INDEX_SCORES and slugs:
        named = Indicator.objects.known_under().filter(slug__in=slugs)
        known = set(named.values_list("slug", flat=True))
        return layout if slugs == known else None
    return layout


def named_before(kind: str, headings: Sequence[Value]) -> Layout | None:
    """What was said of headings like these the last time."""
    found = ColumnMapping.objects.filter(kind=kind, signature=signature(texts(headings))).first()
    return Layout.from_json(found.layout) if found else None


def _roles(headings: Sequence[Value], kind: str) -> dict[str, int]:
    """Each role's column. Where two would do, the one whose heading comes first among the synonyms."""
    words = [plain(heading) if isinstance(heading, str) else "" for heading in headings]
    columns = {}
    for role in ROLES[UploadKind(kind)]:
        names = SYNONYMS[role]
        if role == "indicator" and kind == UploadKind.INDEX_SCORES:
            names = (*_COMPONENT, *names)
        place = next((words.index(name) for name in names if name in words), None)
        if place is not None:
            columns[role] = place
    return columns


def _wide(
    headings: Sequence[Value], columns: dict[str, int], kind: str, lookups: Lookups
) -> Layout:
    taken = set(columns.values())
    known = {name for names in SYNONYMS.values() for name in names}
    rest = [
        (place, heading)
        for place, heading in enumerate(headings)
        if place not in taken and heading is not None and plain(heading) not in known
    ]
    if "period" not in columns:
        return Layout("wide", columns, periods=tuple(p for p, text in rest if _is_period(text)))
    found = [(place, lookups.subject(heading)) for place, heading in rest]
    if not found or not all(isinstance(one, Subject) for _, one in found):
        # Leaving a column out is for a person to decide.
        return Layout("wide", columns)
    subjects = tuple((place, one.slug) for place, one in found if isinstance(one, Subject))
    return Layout("wide", columns, subjects=subjects)


def _is_period(heading: Value) -> bool:
    if isinstance(heading, date):
        return True
    read = read_period(heading, Frequency.QUARTER, "financial")
    return isinstance(read, Period)


def _with_convention(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> Layout | None:
    """The layout with the kind of quarters it needs; None where that cannot be told."""
    if layout.periods:
        return layout if _plain_to_see([headings[place] for place in layout.periods]) else None
    place = layout.columns.get("period")
    if place is None or _plain_to_see(_samples(rows, place)):
        return layout
    said = plain(headings[place]).split()
    if "calendar" in said:
        return replace(layout, convention="calendar")
    if {"financial", "fy", "fiscal"} & set(said):
        return replace(layout, convention="financial")
    other = _other_period(layout, headings, rows)
    return replace(layout, columns={**layout.columns, "period": other}) if other else None


def _other_period(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> int | None:
    """Another column of periods, that needs no convention."""
    for place, heading in enumerate(headings):
        if plain(heading or "") in SYNONYMS["period"] and place != layout.columns["period"]:
            samples = _samples(rows, place)
            if samples and _plain_to_see(samples):
                return place
    return None


def _samples(rows: Sequence[Sequence[Value]], place: int) -> list[Value]:
    return [row[place] for row in rows[:_SAMPLES] if place < len(row)]


def _plain_to_see(periods: Sequence[Value]) -> bool:
    """Whether none of them is a quarter of a calendar or a financial year, who knows which."""
    return not any(isinstance(value, str) and needs_convention(value) for value in periods)


def needs_convention(text: str) -> bool:
    """Whether it is a quarter of a calendar or a financial year, who knows which."""
    read = read_period(text, Frequency.QUARTER)
    if not isinstance(read, NotAPeriod) or read.fault != "ambiguous":
        return False
    return isinstance(read_period(text, Frequency.QUARTER, "calendar"), Period)
