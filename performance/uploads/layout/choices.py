"""What a person can choose for each column, what is wrong with their choices, and the layout that these make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.periods import MONTHS
from performance.cells.cell import column_letters
from performance.cells.lookups import Lookups, plain
from performance.cells.subjects import Subject
from performance.cells.values.periods import NotAPeriod, Quarters, read_period
from performance.choices import Frequency
from performance.models import UploadKind
from performance.uploads.layout.incidents import positions_and_ids
from performance.uploads.layout.layouts import BLANK, ColumnSamples, Layout, needs_convention
from performance.uploads.layout.roles import ROLES
from performance.uploads.layout.years import is_without_year, lack_a_year, says_months, with_year

NAMES = {
    "indicator": "Indicator",
    "index": "Index",
    "area": "Area",
    "area_name": "Name of the area, beside its code",
    "label": "What it is compared with",
    "period": "Period",
    "year": "Year of the quarters or months in another column",
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "measure": "What kind of number it is: count, rate or percentage",
    "unit": "Unit",
    "polarity": "Which way is good, of new indicators",
    "frequency": "How often figures come, of new indicators",
    "provider": "Who provides new indicators",
    "state": "State",
    "comment": "Comment",
}


NOT_USED = ""
BY_PERIOD = "heading:period"
BY_AREA = "heading:area"
BY_SUBJECT = "subject:"
NEW = "new"
_NUMBERS = (NEW, "value", "numerator", "denominator")
Answers = Mapping[int, str]
WrongColumn = tuple[int, str]


def choices_for(kind: str, subjects: Iterable[Subject], *, may_add: bool) -> list[Any]:
    """The choices for every column. `may_add` offers a new indicator."""
    roles = [(role, NAMES[role]) for role in ROLES[UploadKind(kind)]]
    figures = [(f"{BY_SUBJECT}{one.slug}", one.name) for one in subjects]
    new = [(NEW, "A new indicator, called as the heading")] if may_add else []
    across = [(BY_PERIOD, "Figures of its heading’s period")]
    if kind != UploadKind.COMPARATORS:
        across.append((BY_AREA, "Figures of the place in its heading"))
    return [(NOT_USED, "Not used"), *roles, *across, *new, ("Figures of", figures)]


def names_of_one(subjects: Iterable[Subject]) -> dict[str, str]:
    """The answers that only one column may have, in words."""
    figures = {f"{BY_SUBJECT}{one.slug}": f"figures of {one.name}" for one in subjects}
    return figures | {role: f"the {name.lower()}" for role, name in NAMES.items()}


def conventions_for(text: str) -> list[tuple[str, str]]:
    """What a text means by either convention, in months."""
    choices = [("", "No quarter is written so")]
    for convention in ("calendar", "financial"):
        read = read_period(text, Frequency.QUARTER, convention)
        if not isinstance(read, NotAPeriod):
            months = " to ".join(MONTHS[day.month - 1] for day in (read.start, read.end))
            words = f"{months} {read.end.year}: quarters of the {convention} year"
            choices.append((convention, words))
    return choices


def chosen_twice(answers: Answers, names: Mapping[str, str]) -> Iterator[WrongColumn]:
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


def wrong_new_indicators(
    answers: Answers, headings: Sequence[str], lookups: Lookups
) -> Iterator[WrongColumn]:
    """Columns that cannot be a new indicator: without a heading, or named like another indicator."""
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


def wrong_figures(answers: Answers, headings: Sequence[str]) -> Iterator[WrongColumn]:
    """Positions and ids that are said to be figures."""
    for column in sorted(positions_and_ids(headings, surely=True)):
        if answers.get(column) in _NUMBERS:
            yield column, "A position or an id is no figure. Leave the column unused"


def unclear_quarter(
    answers: Answers, headings: Sequence[str], samples: Sequence[ColumnSamples]
) -> str:
    """A quarter in a column of periods, or in a heading, that could be of a calendar or a financial year."""
    year = next((column for column, answer in answers.items() if answer == "year"), None)
    for column, answer in answers.items():
        if answer == "period" and year is not None:
            of_months = says_months(headings[column])
            for part, of in zip(samples[column].samples, samples[year].samples, strict=False):
                dated = with_year(part, of, of_months=of_months)
                if isinstance(dated, str) and needs_convention(dated):
                    return dated
        elif answer == "period" and samples[column].unclear:
            return samples[column].unclear
        if answer == BY_PERIOD and needs_convention(headings[column]):
            return headings[column]
    return ""


def layout_of(
    answers: Answers,
    *,
    constants: Mapping[str, str],
    convention: Quarters | None,
    heading_row: int,
) -> Layout:
    """The layout that the answers make. `constants` hold for the whole file. A new indicator has no slug yet."""
    periods = tuple(place for place, answer in answers.items() if answer == BY_PERIOD)
    areas = tuple(place for place, answer in answers.items() if answer == BY_AREA)
    subjects = tuple(
        (place, answer.removeprefix(BY_SUBJECT) if answer != NEW else "")
        for place, answer in answers.items()
        if answer == NEW or answer.startswith(BY_SUBJECT)
    )
    return Layout(
        shape="wide" if periods or subjects or areas else "long",
        columns={answer: place for place, answer in answers.items() if answer in NAMES},
        periods=periods,
        subjects=subjects,
        constants=dict(constants),
        convention=convention,
        heading_row=heading_row,
        areas=areas,
    )


def wrong_across(answers: Answers) -> Iterator[WrongColumn]:
    """Columns headed by a place beside others headed by a period or an indicator: nobody can say what those are of."""
    others = [
        column
        for column, answer in answers.items()
        if answer in (BY_PERIOD, NEW, "value") or answer.startswith(BY_SUBJECT)
    ]
    areas = [column for column, answer in answers.items() if answer == BY_AREA]
    if areas and others:
        yield (
            areas[0],
            "Columns of figures are headed by places, or by periods or indicators, not by both. Choose one",
        )


def held_in(samples: ColumnSamples) -> list[str]:
    return [one for one in samples.samples if one != BLANK]


def without_year(
    answers: Answers, headings: Sequence[str], samples: Sequence[ColumnSamples]
) -> str:
    """A quarter or month that has no year, by these answers: in a heading or in a column of periods."""
    for column, answer in answers.items():
        if answer == BY_PERIOD and is_without_year(headings[column]):
            return headings[column]
        if answer == "period" and "year" not in answers.values():
            of_months, held = says_months(headings[column]), held_in(samples[column])
            if lack_a_year(held, of_months=of_months):
                return held[0]
    return ""
