"""The words of a period, put as the forms of `periods` have them, and labels that say a quarter twice."""

import re
from dataclasses import dataclass
from itertools import pairwise

from core.periods import MONTHS

_NUMBERS = {
    **dict.fromkeys(("1st", "first", "one"), "1"),
    **dict.fromkeys(("2nd", "second", "two"), "2"),
    **dict.fromkeys(("3rd", "third", "three"), "3"),
    **dict.fromkeys(("4th", "fourth", "four"), "4"),
}
_ORDINAL = re.compile(r"\b(1st|first|2nd|second|3rd|third|4th|fourth) (quarter|qtr|half)\b")
_NUMBERED = re.compile(r"\b(quarter|qtr) (one|two|three|four)\b")
_SHORT = "|".join(month[:3].lower() for month in MONTHS)
_NAME = rf"(?:{_SHORT})[a-z]{{0,6}}\.?"
_LISTED = re.compile(rf"\b({_NAME}) ?[/,+&-]? ?({_NAME}) ?[/,+&-]? ?(?:and )?({_NAME})(?=\b|\d)")
_CALLED = re.compile(
    rf"(?:the )?(?:quarter|qtr|period|months?)(?: of| from)? (?={_NAME}(?: \d{{2,4}})?(?: ?- ?| to ){_NAME})"
)
_QUARTER = re.compile(r"\b(?:q|qtr|quarter)[ .]?(?P<number>[1-4])\b")
_MONTHS = re.compile(rf"\b{_NAME}(?: ?- ?| to ){_NAME}(?=\b|\d)")


def in_plain_words(text: str) -> str:
    """A text in small letters: "2nd quarter" is "q2", "apr/may/jun" is "apr - jun", "period apr to jun" says no more."""
    text = _ORDINAL.sub(lambda found: f"{found[2][0]}{_NUMBERS[found[1]]}", text)
    text = _NUMBERED.sub(lambda found: f"q{_NUMBERS[found[2]]}", text)
    text = _LISTED.sub(_as_range, text)
    called = _CALLED.match(text)
    return text[called.end() :] if called else text


def _as_range(found: re.Match[str]) -> str:
    """Three months in a row by their first and last; any others stay as they are."""
    numbers = [_SHORT.split("|").index(name[:3]) for name in found.groups()]
    in_a_row = all((later - earlier) % 12 == 1 for earlier, later in pairwise(numbers))
    return f"{found[1]} - {found[3]}" if in_a_row else found[0]


@dataclass(frozen=True, slots=True)
class SaidTwice:
    """A label without its quarter ("jul-sep 2011"), without its months ("q2 2011"), and the quarter's number."""

    months: str
    quarter: str
    number: int


def said_twice(text: str) -> SaidTwice | None:
    """What each half of a label such as "q2 jul-sep 2011" says."""
    quarter, months = _QUARTER.search(text), _MONTHS.search(text)
    if not quarter or not months:
        return None
    return SaidTwice(
        months=_without(text, quarter),
        quarter=_without(text, months),
        number=int(quarter["number"]),
    )


def _without(text: str, part: re.Match[str]) -> str:
    return " ".join(f"{text[: part.start()]} {text[part.end() :]}".split()).strip(" -/")
