"""Codes of statistical areas: of what kind one is, and of what kinds of area here it may be."""

from __future__ import annotations

import re

from performance.models.upload_counts import UNKNOWN_CODES, UploadCounts

_AREA_CODE = re.compile(r"[ENSWK]\d{8}", re.IGNORECASE)
# By their first three letters and digits, as the Office for National Statistics gives them out.
_AREA_CODE_STARTS = {
    "lsoa": ("E01", "W01", "S01"),
    "ward": ("E05", "W05", "S13"),
    "authority": ("E06", "E07", "E08", "E09", "W06", "S12"),
    "county": ("E10",),
    "region": ("E12",),
    "country": ("E92", "W92", "S92", "K0"),
    "parish": ("E04", "W04"),
    "msoa": ("E02", "W02", "S02"),
    "police": ("E23", "W15"),
}


OTHER_KIND = "other"
_KINDS_IN_WORDS = {
    "lsoa": ("an LSOA", "LSOAs"),
    "ward": ("a ward", "wards"),
    "authority": ("a local authority", "local authorities"),
    "county": ("a county", "counties"),
    "region": ("a region", "regions"),
    "country": ("a country", "countries"),
    "parish": ("a parish", "parishes"),
    "msoa": ("an MSOA", "MSOAs"),
    "police": ("a police force", "police forces"),
    OTHER_KIND: ("a statistical area", "other statistical areas"),
}


def area_code_kind(text: str) -> str | None:
    """What a text looks like a code of; None for what is no code."""
    code = text.strip().upper()
    if not _AREA_CODE.fullmatch(code):
        return None
    return next(
        (kind for kind, starts in _AREA_CODE_STARTS.items() if code.startswith(starts)), OTHER_KIND
    )


def kind_in_words(kind: str) -> str:
    """ "an LSOA"."""
    return _KINDS_IN_WORDS[kind][0]


# Places of these kinds have codes of their own, or none.
_KINDS_OF_CODES = {"LSOA": "lsoa", "Ward": "ward", "Region": "region"}


def may_be_code_of(kind: str, kind_of_place: str) -> bool:
    """Whether a code of this kind may be meant for a place: that of the region South East is none of an LSOA called so."""
    return _KINDS_OF_CODES.get(kind_of_place, kind) == kind and (
        kind not in ("region", "country") or kind_of_place == "Region"
    )


def area_codes_in_words(kind: str) -> tuple[str, str]:
    """One and several: "LSOA", "LSOAs"."""
    one, many = _KINDS_IN_WORDS[kind]
    return one.split(" ", 1)[1], many


def unknown_code_count(kind: str) -> str:
    """Where an upload's counts have how many different codes of a kind are unknown."""
    return f"{UNKNOWN_CODES}{kind}"


def unknown_codes_in(counts: UploadCounts) -> list[tuple[int, str]]:
    """How many different codes of what are unknown, by the counts of an upload: [(1236, "LSOAs")]."""
    found = (
        (counts.unknown_codes.get(kind, 0), words) for kind, (_, words) in _KINDS_IN_WORDS.items()
    )
    return [(count, words) for count, words in found if count]
