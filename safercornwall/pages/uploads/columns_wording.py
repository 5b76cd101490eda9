"""What is said when the columns of a file are named."""

from __future__ import annotations

from collections.abc import Sequence

from performance.cells.cell import column_letters
from performance.models import Indicator, Upload
from performance.uploads.layout.layouts import Layout
from performance.uploads.upload_indicators import RemovedIndicators

# What is still to be said, by what is missing.
ASKED = {
    "indicator": "Choose which column holds the indicator, or the one that all the figures are of",
    "period": "Choose which column holds the period, or columns headed by periods, or type the one that all the figures are of",
    "value": "Choose which column holds the value, or columns of figures, or both a numerator and a denominator",
    "area": "Choose which column holds the area",
    "label": "Choose which column says what it is compared with",
}


def called(place: int, heading: str) -> str:
    """A column (from 0) by its letters and its heading."""
    words = heading.strip()
    return f"Column {column_letters(place + 1)}{f': {words[:80]}' if words else ''}"


def named_words(layout: Layout, made: Sequence[Indicator]) -> str:
    """What was made, and whether the next file with these headings is read without asking."""
    said = ["The columns are named."]
    if made:
        names = [one.name for one in made]
        said.append(f"{counted(names)} {are(names)} made: {listed(names)}.")
        said.append(
            f"{'It counts' if len(names) == 1 else 'They count'} nowhere until the file is applied."
        )
    if layout.is_of_one_file:
        said.append("What the figures are of is asked again for the next file with these headings.")
    else:
        said.append("The same headings will not be asked about again.")
    return " ".join(said)


def discarded_words(upload: Upload, made: RemovedIndicators) -> str:
    """`made` says what became of the indicators that were made for it."""
    said = [f"{upload.file_name} is discarded. Nothing was saved from it."]
    if made.removed:
        said.append(f"{counted(made.removed)} made for it {are(made.removed)} taken out again.")
    for name, user in made.kept.items():
        said.append(f"{name} was made for it and stays, as {user.file_name} has figures of it.")
    return " ".join(said)


def counted(names: Sequence[str]) -> str:
    """ "1 new indicator", "14 new indicators"."""
    return f"{len(names)} new indicator{'' if len(names) == 1 else 's'}"


def are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def listed(names: Sequence[str]) -> str:
    """ "Burglary, Drugs and Robbery"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
