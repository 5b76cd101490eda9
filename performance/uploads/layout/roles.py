"""What a column may hold, by role, and which headings say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from performance.cells.lookups import plain
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.layout.headings import without_scale
from performance.uploads.layout.years import YEAR_HEADINGS

# What a column may say of indicators that are not here yet, besides their unit.
FACTS = ("polarity", "frequency", "provider")
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
    # Beside a column of quarters or months.
    "year": YEAR_HEADINGS,
    "value": (
        *("value", "figure", "actual", "result", "new value", "score", "actual value", "outturn"),
        *("this quarter", "this period", "count", "rate", "performance", "figure value"),
    ),
    "numerator": ("numerator", "num", "top"),
    "denominator": ("denominator", "den", "denom", "bottom", "out of", "base"),
    # The name of an area beside the column of its code, to be held to it.
    "area_name": (
        "area name",
        "area",
        "place",
        "geography",
        "lsoa name",
        "ward",
        "location",
        "town",
    ),
    "measure": (
        *("measure", "measure type", "value type", "statistic", "type of value", "metric type"),
    ),
    "unit": ("unit", "units", "unit of measure", "value unit"),
    # Of new indicators: the figures of those that are there are not read by them.
    "polarity": (
        *(
            "polarity",
            "good is",
            "better is",
            "what is good",
            "good performance",
            "good performance is",
        ),
        *("direction of good", "desired direction", "direction of improvement", "aim to"),
    ),
    "frequency": ("frequency", "how often", "reporting frequency", "frequency of reporting"),
    "provider": (
        *("provider", "provided by", "data provider", "data owner", "supplied by", "supplier"),
        *("responsible organisation", "provider of figures"),
    ),
    "state": ("state", "status", "figure state", "state of figure", "quality"),
    "comment": ("comment", "comments", "note", "notes", "reason", "remarks", "explanation"),
}


ROLES = {
    UploadKind.FIGURES: (
        *("indicator", "area", "area_name", "period", "year", "value", "numerator", "denominator"),
        *("measure", "unit", *FACTS, "state", "comment"),
    ),
    UploadKind.INDEX_SCORES: (
        "index",
        "indicator",
        "area",
        "area_name",
        "period",
        "year",
        "value",
        "comment",
    ),
    UploadKind.COMPARATORS: ("indicator", "label", "period", "year", "value", "comment"),
}


# A file of scores calls its measures by other names.
COMPONENT = ("component", "component name", "component key", "domain", "element")


def roles_in(headings: Sequence[Value], kind: str) -> dict[str, int]:
    """Each role's column. Where two would do, the one whose heading comes first among the synonyms."""
    words = [plain(without_scale(one)) if isinstance(one, str) else "" for one in headings]
    columns: dict[str, int] = {}
    for role in ROLES[UploadKind(kind)]:
        if role == "year":
            # Only beside a column of quarters or months: `join_year`.
            continue
        names = SYNONYMS[role]
        if role == "indicator" and kind == UploadKind.INDEX_SCORES:
            names = (*COMPONENT, *names)
        place = next(
            (
                words.index(n)
                for n in names
                if n in words and words.index(n) not in columns.values()
            ),
            None,
        )
        if place is not None:
            columns[role] = place
    _hold_to_code(columns, words)
    return columns


_CODES = re.compile(r"(^|.* )(code|cd|id)|lsoa\d\dcd")


def _hold_to_code(columns: dict[str, int], words: Sequence[str]) -> None:
    """A column of codes decides which area is meant, and the name beside it is held to it."""
    code = next(
        (n for n, word in enumerate(words) if word in SYNONYMS["area"] and _CODES.fullmatch(word)),
        None,
    )
    area = columns.get("area")
    if area is None or code is None or code in set(columns.values()) - {area}:
        columns.pop("area_name", None)
    elif not _CODES.fullmatch(words[area]):
        columns["area"], columns["area_name"] = code, area
