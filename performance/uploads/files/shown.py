"""What a cell shows where that is not what it holds: number formats, superscripts and text that is crossed out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from performance.cells.cell import CellProblem, Value

# "disguised": the cell shows another number than it holds (thousands, or nothing at all), or does so now and then.
FormatKind = Literal["plain", "percent", "disguised"]
RunKind = Literal["", "super", "struck"]

_DECORATION = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)
_LITERAL = re.compile(r'[0#?][^0#?"]*"\s*([^"]*?)\s*"')
_IN_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_MULTIPLES = (
    (3, re.compile(r"k|(£ ?)?000'?s?|thousands?")),
    (6, re.compile(r"mn?|millions?")),
    (9, re.compile(r"bn|billions?")),
)
_DIGIT = re.compile(r"[0#?]")
_OTHER_VALUE = re.compile(r"general|standard|@|[ymdhs]", re.IGNORECASE)
# Excel's own numbers of its percentage formats.
BUILT_IN_PERCENT = frozenset((9, 10))


def format_kind(code: str) -> FormatKind:
    """What a number format does to a number. A percent sign in quotation marks only decorates."""
    sections = code.split(";")[:3] if '"' not in code else _sections(code)[:3]
    plain = [_DECORATION.sub("", section) for section in sections]
    numbers = [section for section in plain if _DIGIT.search(section)]
    if not numbers:
        shows_something = any(map(_OTHER_VALUE.search, plain))
        return "plain" if shows_something else "disguised"
    percents = sum("%" in section for section in numbers)
    if percents:
        return "percent" if percents == len(numbers) else "disguised"
    return "disguised" if any(map(_is_other_number, sections)) else "plain"


def _is_other_number(section: str) -> bool:
    """Whether thousands are shown and not said, or said and not shown: "0.4k" of 398 says what it is."""
    commas = _IN_THOUSANDS.search(_DECORATION.sub("", section))
    shown = 3 * (len(commas[0]) - 1) if commas else 0
    literals = (found[1].casefold() for found in _LITERAL.finditer(section))
    said = next(
        (power for text in literals for power, form in _MULTIPLES if form.fullmatch(text)), 0
    )
    return shown != said


def _sections(code: str) -> list[str]:
    """The parts of a format; a semicolon in quotation marks parts nothing."""
    parts, quoted = [""], False
    for letter in code:
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


class CellLook(NamedTuple):
    """How a style of cells shows what they hold."""

    kind: FormatKind = "plain"
    is_struck: bool = False

    @property
    def is_plain(self) -> bool:
        return self == PLAIN


PLAIN = CellLook()


def percent_text(value: Value) -> Value:
    """What a cell with a percentage format shows, to thirteen digits: "79%" where it holds 0.79."""
    return f"{value * 100:.13g}%" if isinstance(value, float) else value


class Run(NamedTuple):
    """A piece of text in one look."""

    text: str
    kind: RunKind = ""


class RichText(NamedTuple):
    """What a rich text says without its footnote marks and crossed-out pieces, and these."""

    says: str | CellProblem
    footnote: str = ""
    struck: str = ""


# The symbols of the Government Statistical Service that say something of a number.
_SYMBOLS = frozenset("preucxzbfsw")
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_SQUARED = re.compile(r"(?:^|[^a-z])(k|c|m)?m$", re.IGNORECASE)


def rich_text(runs: Iterable[Run]) -> RichText | None:
    """How a text of several looks reads; None where it reads as it stands."""
    runs = [run for run in runs if run.text]
    if not any(run.kind for run in runs):
        return None
    kept = footnote = struck = ""
    for run in runs:
        if run.kind == "struck":
            struck += run.text
        elif run.kind == "super" and not _is_part_of_word(kept, run.text):
            symbol = run.text.strip(" ()[]").casefold()
            if symbol in _SYMBOLS and kept.rstrip()[-1:].isdigit():
                kept = f"{kept.rstrip()} [{symbol}]"
            else:
                footnote += run.text
        else:
            kept += run.text
    kept, footnote, struck = (text.strip() for text in (kept, footnote, struck))
    if not kept and footnote:
        # All of it is small: there is nothing that it could be a note on.
        kept, footnote = footnote, ""
    if not kept and struck:
        return RichText(CellProblem("struck_through", struck))
    return RichText(kept, footnote, struck)


def _is_part_of_word(before: str, text: str) -> bool:
    """Whether small raised text belongs to what it follows: "1st", "km²", "Name™"."""
    small = text.strip().casefold()
    if small in _ORDINALS:
        return before[-1:].isdigit()
    if small.isalpha() and len(small) > 2:
        return True
    return small in ("2", "3") and _SQUARED.search(before) is not None
