"""What stands between the columns of a text file."""

import csv
import io
import re

SEPARATORS = ",;\t"

# Excel's own way of saying it, on a line before the headings.
_SAID = re.compile(r'"?sep=(.)"?[ ,;\t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_MOST_RECORDS = 50


def separator_said(start: str) -> tuple[str, int]:
    """The separator that a first line "sep=;" names, and how long that line is; ("", 0) where there is none."""
    said = _SAID.match(start)
    return (said[1], said.end()) if said else ("", 0)


def separator_of(sample: str) -> str:
    """The separator that cuts the most first lines alike: the headings decide between those that do.

    `sample` is the start of the file, ending with a whole line. A comma where there is one column only.
    """

    def merit(separator: str) -> tuple[bool, float, int]:
        widths = _widths(sample, separator)
        first = widths[0] if widths else 1
        alike = sum(width == first for width in widths) / max(len(widths), 1)
        return first > 1, round(alike, 1), first

    return max(SEPARATORS, key=merit)


def _widths(sample: str, separator: str) -> list[int]:
    """How many columns each of the first records has; blank lines are passed over."""
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    for record in reader:
        if any(record):
            widths.append(len(record))
        if len(widths) == _MOST_RECORDS:
            break
    return widths
