"""The headings that are recognised, and the layout they give when they leave no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.periods import Period
from performance.cells.lookups import Lookups, Subject, plain
from performance.cells.values import NotAPeriod, Quarters, read_period
from performance.choices import Frequency
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.layout.layouts import Layout, missing

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
COMPONENT = ("component", "component name", "component key", "domain", "element")


# Looked for in the first rows, as a title may stand above the headings.
HEADING_ROWS = 12


def convention_in(heading: Value) -> Quarters | None:
    """The kind of quarters that the heading of a column of periods names."""
    words = plain(heading).split()
    if "calendar" in words:
        return "calendar"
    return "financial" if {"financial", "fy", "fiscal"} & set(words) else None


def needs_convention(text: str) -> bool:
    """Whether it is a quarter that could be of a calendar or a financial year."""
    read = read_period(text, Frequency.QUARTER)
    if not isinstance(read, NotAPeriod) or read.fault != "ambiguous":
        return False
    return isinstance(read_period(text, Frequency.QUARTER, "calendar"), Period)


_SAMPLES = 200


def recognise(
    headings: Sequence[Value],
    sample_rows: Sequence[Sequence[Value]],
    kind: str,
    lookups: Lookups | None = None,
) -> Layout | None:
    """The layout that these headings give without doubt; None when a person must be asked."""
    # A date over a column is a period of a wide sheet, so only texts are compared with the synonyms.
    columns = _roles(headings, kind)
    layout = Layout("long", columns)
    if "value" not in columns and not (layout.makes_values and not _others(headings, columns)):
        layout = _wide(headings, columns, kind, lookups or Lookups(kind))
        if not (layout.periods or layout.subjects):
            # The value may stand under a heading that says nothing.
            return None
    if missing(layout, kind):
        return None
    return _with_convention(layout, headings, sample_rows)


def _roles(headings: Sequence[Value], kind: str) -> dict[str, int]:
    """Each role's column. Where two would do, the one whose heading comes first among the synonyms."""
    words = [plain(heading) if isinstance(heading, str) else "" for heading in headings]
    columns = {}
    for role in ROLES[UploadKind(kind)]:
        names = SYNONYMS[role]
        if role == "indicator" and kind == UploadKind.INDEX_SCORES:
            names = (*COMPONENT, *names)
        place = next((words.index(name) for name in names if name in words), None)
        if place is not None:
            columns[role] = place
    return columns


def _wide(
    headings: Sequence[Value], columns: dict[str, int], kind: str, lookups: Lookups
) -> Layout:
    rest = _others(headings, columns)
    if "period" not in columns:
        return Layout("wide", columns, periods=tuple(p for p, text in rest if _is_period(text)))
    found = [(place, lookups.subject(heading)) for place, heading in rest]
    if not found or not all(isinstance(one, Subject) for _, one in found):
        # Leaving a column out is for a person to decide.
        return Layout("wide", columns)
    subjects = tuple((place, one.slug) for place, one in found if isinstance(one, Subject))
    return Layout("wide", columns, subjects=subjects)


def _others(headings: Sequence[Value], columns: dict[str, int]) -> list[tuple[int, Value]]:
    """The columns whose headings name no role."""
    taken = set(columns.values())
    known = {name for names in SYNONYMS.values() for name in names}
    return [
        (place, heading)
        for place, heading in enumerate(headings)
        if place not in taken and heading is not None and plain(heading) not in known
    ]


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
        return layout if _all_clear([headings[place] for place in layout.periods]) else None
    place = layout.columns.get("period")
    if place is None or _all_clear(_samples(rows, place)):
        return layout
    if named := convention_in(headings[place]):
        return replace(layout, convention=named)
    other = _other_period(layout, headings, rows)
    return replace(layout, columns={**layout.columns, "period": other}) if other else None


def _other_period(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> int | None:
    """Another column of periods, that needs no convention."""
    for place, heading in enumerate(headings):
        if plain(heading or "") in SYNONYMS["period"] and place != layout.columns["period"]:
            samples = _samples(rows, place)
            if samples and _all_clear(samples):
                return place
    return None


def _samples(rows: Sequence[Sequence[Value]], place: int) -> list[Value]:
    return [row[place] for row in rows[:_SAMPLES] if place < len(row)]


def _all_clear(periods: Sequence[Value]) -> bool:
    """Whether no quarter among them could be of a calendar or a financial year."""
    return not any(isinstance(value, str) and needs_convention(value) for value in periods)
