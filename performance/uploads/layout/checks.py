"""What is wrong with what was said of columns: pure functions of answers by column from 0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from performance.cells.cell import column_letters
from performance.cells.lookups import Lookups, Subject, plain
from performance.uploads.layout.choices import BY_PERIOD, NEW
from performance.uploads.layout.headings import needs_convention
from performance.uploads.layout.samples import LayoutSamples

Answers = Mapping[int, str]

Wrong = tuple[int, str]


def said_twice(answers: Answers, names: Mapping[str, str]) -> Iterator[Wrong]:
    """`names` are of the answers that only one column may have."""
    used: dict[str, int] = {}
    for column, answer in answers.items():
        if answer in names and answer in used:
            one, other = column_letters(used[answer] + 1), column_letters(column + 1)
            yield (
                column,
                f"Columns {one} and {other} are both said to hold {names[answer]}. Choose one",
            )
        used.setdefault(answer, column)


def wrongly_new(answers: Answers, headings: Sequence[str], lookups: Lookups) -> Iterator[Wrong]:
    """Columns that cannot be a new indicator, as their heading is no name or somebody's already."""
    columns = [column for column, answer in answers.items() if answer == NEW]
    alike = Counter(plain(headings[column]) for column in columns)
    for column in columns:
        known = lookups.subject(headings[column])
        if not plain(headings[column]):
            yield (
                column,
                "A new indicator is called as its column is headed, and this has no heading",
            )
        elif isinstance(known, Subject):
            yield column, f"There is an indicator called {known.name} already. Choose it"
        elif known.code.startswith("ambiguous"):
            yield column, f"{known.message.rstrip('.')}. Choose one, or change the heading"
        elif alike[plain(headings[column])] > 1:
            yield column, "Two new indicators cannot have the same name. Choose one of the columns"


def unclear_quarter(
    answers: Answers, headings: Sequence[str], seen: Sequence[LayoutSamples]
) -> str:
    """A quarter in a column of periods, or over one, that may be of a calendar or of a financial year."""
    for column, answer in answers.items():
        if answer == "period" and seen[column].unclear:
            return seen[column].unclear
        if answer == BY_PERIOD and needs_convention(headings[column]):
            return headings[column]
    return ""
