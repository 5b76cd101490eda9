"""What a new indicator is called, in words and in addresses."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.text import slugify

from core.records.numbering import RESERVED

LONGEST_SLUG = 100


# "Total initial assessments1,2,6": the numbers of notes, glued to a word.
_NOTES = re.compile(r"(?<=[a-z)])\d{1,2}(,\d{1,2})*(?=$| \()")


def name_from(heading: str) -> str:
    """The heading of a column as a name, without the numbers of notes: "anti_social_behaviour" is a machine's way to write it."""
    words = " ".join(heading.split())
    if " " in words:
        words = _NOTES.sub("", words)
    if "_" in words and " " not in words:
        words = " ".join(words.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def free_slug(name: str, taken: Collection[str]) -> str:
    """A slug of the name that is not `taken`; numbered where others have the name."""
    wanted = slugify(name)[:LONGEST_SLUG].strip("-") or "indicator"
    slug, number = wanted, 2
    while slug in taken or slug in RESERVED:
        end = f"-{number}"
        slug, number = f"{wanted[: LONGEST_SLUG - len(end)]}{end}", number + 1
    return slug
