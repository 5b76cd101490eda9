"""What stands between the columns of a text file."""

import csv
import io
import re
from collections import Counter

# In order of trust: a comma may also stand in every number, "1,5", and a semicolon hardly in every line.
SEPARATORS = "\t;,"
USUAL = ","

# Excel's own way of saying it, on a line before the headings.
_SAID = re.compile(r'"?sep=(.)"?[ ,;\t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_MOST_RECORDS = 50


def separator_said(start: str) -> tuple[str, int]:
    """The separator that a first line "sep=;" names, and how long that line is; ("", 0) where there is none."""
    said = _SAID.match(start)
    return (said[1], said.end()) if said else ("", 0)


def separator_of(sample: str) -> str:
    """The separator that cuts the most lines alike, the headings among them. A comma where there is one column only.

    `sample` is the start of the file, ending with a whole line.
    """
    merits = {separator: _merit(sample, separator) for separator in SEPARATORS}
    best = max(merits, key=merits.__getitem__)
    return best if merits[best] > (False, 0, 0) else USUAL


def _merit(sample: str, separator: str) -> tuple[bool, float, int]:
    """Whether the first line is as wide as most; the share of lines that are; and how wide that is."""
    widths = _widths(sample, separator)
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return (False, 0, 0)
    width, alike = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (widths[0] == width, alike / len(widths), width)


def _widths(sample: str, separator: str) -> list[int]:
    """How many columns each of the first records has, up to one that is broken; blank lines are passed over."""
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if record:
                widths.append(len(record))
            if len(widths) == _MOST_RECORDS:
                break
    except csv.Error:
        pass
    return widths
