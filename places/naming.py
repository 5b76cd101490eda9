"""How places are told apart by name, however people write it: one rule for uploads, forms, filters and search."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[^\W_]+|%")
# Small raised figures mark notes.
_FOOTNOTES = dict.fromkeys(map(ord, "¹²³⁴⁵⁶⁷⁸⁹⁰"))
# An apostrophe parts no word: "St Just's" is "St Justs".
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`"))
_SHORT = {"saint": "st", "mount": "mt"}


def plain_place(text: object) -> str:
    """The words of a place's name, to be compared: "St. Austell", "saint austell" and "ST AUSTELL" are one."""
    words = str(text).translate(_FOOTNOTES | _APOSTROPHES).casefold().replace("&", " and ")
    return " ".join(_SHORT.get(word, word) for word in _WORDS.findall(words))
