"""A list of places as people type, paste or keep it: on each line a name, a kind, what the place lies in, and its code.

Without a line of headings the columns come in that order. With one they come in any.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from places.boundaries.codes import LSOA_SYSTEMS
from places.models import Area, AreaCode
from places.naming import plain_place

MOST_PLACES = 5_000
MOST_ERRORS = 20
LONGEST_NAME = 150
# As they are written in the first line of a file, where it has one.
HEADINGS = {
    **dict.fromkeys(("name", "place", "area", "area name"), "name"),
    **dict.fromkeys(("kind", "type", "kind of place", "area type"), "kind"),
    **dict.fromkeys(("parent", "lies in", "in", "parent name", "parent code"), "parent"),
    **dict.fromkeys(("code", "area code", "gss code", "ons code"), "code"),
}
ORDER = ("name", "kind", "parent", "code")
# "LSOA21CD", "WD21NM": as the Office for National Statistics heads its columns.
_OFFICIAL_HEADING = re.compile(r"[A-Z]{2,5}(\d\d)(CD|NM)")
_OFFICIAL_CODE = re.compile(r"[ENSWK]\d{8}")
_LSOA_CODE = re.compile(r"[EWS]01\d{6}")
LONGEST_CODE = 30
KIND_BY_WORD = {
    **{kind.label.casefold(): kind for kind in Area.Kind},
    **{kind.value.replace("_", " "): kind for kind in Area.Kind},
    "borough": Area.Kind.DISTRICT,
    **dict.fromkeys(("police force", "police area"), Area.Kind.POLICE_AREA),
    **dict.fromkeys(("health area", "integrated care board", "icb"), Area.Kind.HEALTH_AREA),
    **dict.fromkeys(("unitary authority", "london borough"), Area.Kind.COUNTY),
}
# The widest come last: they are rarely meant.
_WIDE = (Area.Kind.REGION, Area.Kind.POLICE_AREA, Area.Kind.HEALTH_AREA)
KINDS = ", ".join(
    str(kind.label) if kind.label.isupper() else kind.label.lower()
    for kind in sorted(Area.Kind, key=lambda kind: kind in _WIDE)
)


@dataclass(frozen=True)
class ListedPlace:
    """A line of the list. `parent` is what the place lies in, as it is written, by name or code; empty for a place at
    the top. `code` is empty where none is given.
    """

    line: int
    name: str
    kind: Area.Kind
    parent: str
    code: str = ""
    year: int = 0
    """Of the edition of its code, where the heading says so."""

    @property
    def system(self) -> str:
        """What its code is a code of."""
        if _LSOA_CODE.fullmatch(self.code) and self.kind == Area.Kind.LSOA:
            return LSOA_SYSTEMS.get(self.year, AreaCode.System.LSOA_2011)
        if _OFFICIAL_CODE.fullmatch(self.code):
            return AreaCode.System.GSS
        return AreaCode.System.BEAT if self.kind == Area.Kind.BEAT else AreaCode.System.LOCAL


class PlaceListRefused(Exception):
    """Nothing of the list is taken. `errors` say what is wrong, line by line."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("; ".join(errors))
        self.errors = list(errors)


def read_places(text: str) -> list[ListedPlace]:
    """The places of a text with commas, semicolons or tabs between its columns. Raises PlaceListRefused."""
    return read_rows(_lines(text))


def read_rows(rows: Iterable[tuple[int, Sequence[str]]]) -> list[ListedPlace]:
    """The places of rows, each with the number of its line. Raises PlaceListRefused."""
    found: list[ListedPlace] = []
    errors: list[str] = []
    order: Sequence[str] = ORDER
    year = 0
    is_first = True
    for line, row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if is_first and (headings := _headings(cells)):
            order, year = headings
        else:
            place, error = _read(line, cells, order, year)
            if place:
                found.append(place)
            if error:
                errors.append(error)
        is_first = False
    if len(found) > MOST_PLACES:
        errors = [f"The list has {len(found):,} places. Add at most {MOST_PLACES:,} at a time"]
    if not found and not errors:
        errors = ["The list is empty. Write one place on each line"]
    refuse(errors or _doubles(found))
    return found


def _headings(cells: Sequence[str]) -> tuple[list[str], int] | None:
    """What the columns hold, and of which year their codes are; None for a line that is no headings."""
    order, year = [], 0
    for cell in cells:
        official = _OFFICIAL_HEADING.fullmatch(cell.upper())
        if official:
            year = year or 2000 + int(official[1])
            order.append("code" if official[2] == "CD" else "name")
        else:
            order.append(HEADINGS.get(cell.casefold().replace("_", " "), ""))
    return (order, year) if "name" in order and (order[0] or "kind" in order) else None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each line and its cells."""
    # Of an older Mac, a line ends with \r alone.
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(("\t", ";", ","), key=first.count)
    reader = csv.reader(StringIO(text), delimiter=mark, skipinitialspace=True)
    for row in _rows(reader):
        yield reader.line_num, row


def _rows(reader: Any) -> Iterator[list[str]]:
    """Raises PlaceListRefused where a cell has no end."""
    try:
        yield from reader
    except csv.Error:
        told = f"Line {reader.line_num}: close the quotation mark, or take it out"
        raise PlaceListRefused([told]) from None


def _read(
    line: int, cells: list[str], order: Sequence[str], year: int
) -> tuple[ListedPlace | None, str]:
    said = dict.fromkeys(ORDER, "")
    more = []
    for place, cell in enumerate(cells):
        role = order[place] if place < len(order) else None
        if role is None:
            more.append(cell)
        elif role and not said[role]:
            said[role] = cell
    name, kind, code = said["name"], said["kind"], said["code"].upper()
    if not name:
        return None, f"Line {line}: enter the name of the place first"
    if len(name) > LONGEST_NAME or not name.isprintable():
        return None, f"Line {line}: a name is at most {LONGEST_NAME} letters"
    if any(more):
        return None, f"Line {line}: enter a name, a kind, what it lies in and its code, and no more"
    if len(code) > LONGEST_CODE or not code.isprintable():
        return None, f"Line {line}: a code is at most {LONGEST_CODE} letters and digits"
    if not kind:
        return None, f"Line {line}: say what kind of place {name} is: {KINDS}"
    found = KIND_BY_WORD.get(kind.casefold().replace("_", " "))
    if found is None:
        return None, f"Line {line}: “{kind[:40]}” is no kind of place. Write one of {KINDS}"
    return ListedPlace(line, name, found, said["parent"], code, year), ""


def _doubles(places: Iterable[ListedPlace]) -> list[str]:
    """Of two places with codes, the codes say whether they are one."""
    first: dict[tuple[str, ...], int] = {}
    errors = []
    for row in places:
        named = (plain_place(row.name), row.kind, plain_place(row.parent))
        key = (row.code,) if row.code else named
        if key in first:
            what = f"{row.name} ({row.code})" if row.code else row.name
            errors.append(f"Line {row.line}: {what} is listed on line {first[key]} already")
        first.setdefault(key, row.line)
    return errors


def refuse(errors: Sequence[str]) -> None:
    if errors:
        more = len(errors) - MOST_ERRORS
        raise PlaceListRefused(
            [*errors[:MOST_ERRORS], *([f"And {more:,} more"] if more > 0 else [])]
        )
