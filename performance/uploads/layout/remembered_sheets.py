"""Which sheets of a workbook a person chose, remembered for the next workbook with sheets like them.

Of a sheet its name and its headings count, whatever numbers and months are in them: what was chosen of "Q1 2011-12" is offered for
"Q2 2011-12". Both are kept as hashes, as a name may be that of a person. Nothing is read so before somebody says it again.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from core.periods import MONTHS
from performance.models import ColumnMapping, Upload
from performance.uploads.layout.layouts import VERSION, ChosenSheet, StoredLayout
from performance.uploads.layout.sheets import SheetPreview

_MONTHS = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_NUMBERS = re.compile(rf"\d+(?:st|nd|rd|th)?|\b(?:{_MONTHS})\b", re.IGNORECASE)


def pattern_of(text: str) -> str:
    """The words of a name or heading, whatever its numbers and months: "q# #-#" of "Q1 2011-12"."""
    return _NUMBERS.sub("#", " ".join(text.split())).casefold()


def headings_like(preview: SheetPreview, rows: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The patterns of the headings in these rows: the same for sheets that look alike."""
    return tuple(tuple(map(pattern_of, row.cells)) for row in preview.first if row.number in rows)


def sheets_like(
    sheet: str, chosen: Sequence[ChosenSheet], previews: Sequence[SheetPreview]
) -> set[str]:
    """The names of the chosen sheets that look like one of them, with headings in the same rows."""
    looks = {one.name: one for one in previews}
    found = {
        one.name: (one.heading_rows, headings_like(looks[one.name], one.heading_rows))
        for one in chosen
        if one.name in looks
    }
    own = next((look for name, look in found.items() if name[:100] == sheet), None)
    return {name for name, look in found.items() if look == own}


@dataclass(frozen=True)
class OfferedSheets:
    """The rows of the headings of each sheet that was chosen the last time, by its name now; and the upload it was chosen for."""

    heading_rows: Mapping[str, tuple[int, ...]]
    named_for: int


def remember_sheets(
    upload: Upload, previews: Sequence[SheetPreview], chosen: Sequence[ChosenSheet], *, by: Any
) -> None:
    """Keep which sheets were chosen. What failed before is chosen anew."""
    rows = {one.name: one.heading_rows for one in chosen}
    for pattern in {pattern_of(name) for name in rows}:
        like = [one for one in previews if pattern_of(one.name) == pattern]
        read = [one for one in like if one.name in rows]
        if not read:
            continue
        first = read[0]
        sheets = {
            "heading_rows": list(rows[first.name]),
            "headings": _hash(headings_like(first, rows[first.name])),
            "read": [_hash(one.name) for one in read],
            "not_read": [_hash(one.name) for one in like if one not in read],
        }
        ColumnMapping.objects.update_or_create(
            kind=upload.kind,
            signature=_signature(pattern),
            defaults={
                "layout": {"version": VERSION, "sheets": sheets},
                "chosen_by": by,
                "named_for": upload,
                "failed_at": None,
            },
        )


def offered_sheets(upload: Upload, previews: Sequence[SheetPreview]) -> OfferedSheets | None:
    """The sheets like those that were chosen the last time; None where there are none. One query."""
    by_pattern: dict[str, list[SheetPreview]] = defaultdict(list)
    for one in previews:
        by_pattern[_signature(pattern_of(one.name))].append(one)
    kept = ColumnMapping.objects.filter(
        kind=upload.kind, signature__in=list(by_pattern), failed_at=None
    ).exclude(named_for=upload)
    found: dict[str, tuple[int, ...]] = {}
    last = 0
    for mapping in kept:
        sheets = mapping.layout["sheets"]
        rows = tuple(map(int, sheets["heading_rows"]))
        for one in _meant(by_pattern[mapping.signature], sheets):
            if _hash(headings_like(one, rows)) == sheets["headings"]:
                found[one.name] = rows
                last = max(last, mapping.named_for_id or 0)
    return OfferedSheets(found, last) if found else None


def _meant(like: Sequence[SheetPreview], sheets: Mapping[str, Any]) -> list[SheetPreview]:
    """Of sheets that are called alike all, where all were read. Else those that were not there, as a new quarter's; else
    those that were read.
    """
    read, not_read = set(sheets["read"]), set(sheets["not_read"])
    if not not_read:
        return list(like)
    new = [one for one in like if _hash(one.name) not in read | not_read]
    return new or [one for one in like if _hash(one.name) in read]


def note_failed_sheets(upload: Upload) -> None:
    """Do not offer again the sheets that were last chosen for an upload which failed."""
    patterns = {_signature(pattern_of(one.name)) for one in StoredLayout.of(upload).chosen}
    ColumnMapping.objects.filter(
        kind=upload.kind, signature__in=patterns, named_for=upload, failed_at=None
    ).update(failed_at=timezone.now())


def _signature(pattern: str) -> str:
    return _hash(("sheet", pattern))


def _hash(what: object) -> str:
    return hashlib.sha256(repr(what).encode()).hexdigest()
