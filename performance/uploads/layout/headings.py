"""What the headings of a file may say: what each column holds, under all the names that it goes by."""

from __future__ import annotations

from core.periods import Period
from performance.cells.lookups import plain
from performance.cells.values import NotAPeriod, Quarters, read_period
from performance.choices import Frequency
from performance.models import UploadKind
from performance.uploads.files import Value

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
    said = plain(heading).split()
    if "calendar" in said:
        return "calendar"
    return "financial" if {"financial", "fy", "fiscal"} & set(said) else None


def needs_convention(text: str) -> bool:
    """Whether it is a quarter of a calendar or a financial year, who knows which."""
    read = read_period(text, Frequency.QUARTER)
    if not isinstance(read, NotAPeriod) or read.fault != "ambiguous":
        return False
    return isinstance(read_period(text, Frequency.QUARTER, "calendar"), Period)
