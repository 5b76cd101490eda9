"""Codes of statistical areas that stand for no area here: what they are codes of, and who can load those."""

from __future__ import annotations

import re

from performance.models.upload_counts import UNKNOWN_CODES, UploadCounts

_CODE = re.compile(r"[ENSWK]\d{8}", re.IGNORECASE)
# By their first three letters and digits, as the Office for National Statistics gives them out.
_OF = {
    "lsoa": ("E01", "W01", "S01"),
    "ward": ("E05", "W05", "S13"),
    "authority": ("E06", "E07", "E08", "E09", "E10", "W06", "S12"),
}
OTHER = "other"
_IN_WORDS = {
    "lsoa": ("an LSOA", "LSOAs"),
    "ward": ("a ward", "wards"),
    "authority": ("a local authority", "local authorities"),
    OTHER: ("a statistical area", "other statistical areas"),
}


def kind_of(text: str) -> str | None:
    """What a text looks like a code of; None for what is no code."""
    said = text.strip().upper()
    if not _CODE.fullmatch(said):
        return None
    return next((kind for kind, starts in _OF.items() if said.startswith(starts)), OTHER)


def in_words(kind: str) -> str:
    """ "an LSOA"."""
    return _IN_WORDS[kind][0]


def counted_as(kind: str) -> str:
    """Where an upload's counts have how many different codes of a kind are unknown."""
    return f"{UNKNOWN_CODES}{kind}"


def unknown_codes_in(counts: UploadCounts) -> list[tuple[int, str]]:
    """How many different codes of what are unknown, by the counts of an upload: [(1236, "LSOAs")]."""
    found = ((counts.unknown_codes.get(kind, 0), words) for kind, (_, words) in _IN_WORDS.items())
    return [(count, words) for count, words in found if count]
