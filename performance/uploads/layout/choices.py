"""What each column probably holds, what a person can choose for it, and the layout that their choices make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.periods import MONTHS
from performance.cells.cell import column_letters
from performance.cells.lookups import KnownPlace, Lookups, Subject, area_code_kind, plain
from performance.cells.values.figure_cells import NotAState, read_state
from performance.cells.values.periods import NotAPeriod, Quarters, read_period
from performance.choices import Frequency
from performance.models import Upload, UploadKind
from performance.uploads.layout.headings import is_no_figure, measure_in, period_heading
from performance.uploads.layout.incidents import incidents_in, positions_and_ids
from performance.uploads.layout.layouts import (
    BLANK,
    ColumnSamples,
    Layout,
    StoredLayout,
    last_chosen_layout,
    needs_convention,
)
from performance.uploads.layout.opening import ROLES, SYNONYMS, convention_in, is_a_place, roles_in
from performance.uploads.layout.years import (
    is_without_year,
    join_year,
    lack_a_year,
    says_months,
    with_year,
)

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
_DESCRIPTIONS = ("description", "indicator description", "kpi description", "kpi name", "title")
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


@dataclass(frozen=True)
class GuessedColumns:
    """`answers` by column from 0; `convention` and the areas or indicators that stand for columns."""

    answers: Mapping[int, str] = field(default_factory=dict)
    convention: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: int) -> str:
        return self.answers.get(column, NOT_USED)


def chosen_or_guessed(
    upload: Upload,
    headings: Sequence[str],
    samples: Sequence[ColumnSamples],
    lookups: Lookups,
    *,
    may_add: bool,
) -> GuessedColumns:
    """The layout chosen for this upload, or for the same headings the last time; else a guess."""
    if chosen := StoredLayout.of(upload).layout:
        return from_layout(chosen)
    if last := last_chosen_layout(upload.kind, upload.headings):
        return from_layout(last.layout)
    return guess(upload.kind, headings, samples, lookups, may_add=may_add)


def from_layout(layout: Layout) -> GuessedColumns:
    """A layout as an answer for each column."""
    answers = {column: role for role, column in layout.columns.items()}
    answers |= dict.fromkeys(layout.periods, BY_PERIOD) | dict.fromkeys(layout.areas, BY_AREA)
    answers |= {column: f"{BY_SUBJECT}{slug}" for column, slug in layout.subjects}
    return GuessedColumns(answers, layout.convention or "", layout.constants)


def guess(
    kind: str,
    headings: Sequence[str],
    samples: Sequence[ColumnSamples],
    lookups: Lookups,
    *,
    may_add: bool,
) -> GuessedColumns:
    """No role is guessed twice, and no indicator."""
    answers = _subjects(headings, lookups) | _roles(kind, headings, samples)
    _find_codes(answers, kind, headings, samples)
    unknown = [one for one in _unknown(headings, samples, lookups) if one not in answers]
    # Beside a column that may be an indicator of its own, a column headed by a place is not likely to be one of several.
    of_one_kind = "indicator" in answers.values() or not unknown
    if kind != UploadKind.COMPARATORS and of_one_kind and not _names_figures(answers):
        answers |= dict.fromkeys(_places(headings, samples, answers, lookups), BY_AREA)
    period = next((column for column, answer in answers.items() if answer == "period"), None)
    if may_add and _is_wide(answers):
        answers |= dict.fromkeys(unknown, NEW)
    convention = convention_in(headings[period]) if period is not None else None
    return GuessedColumns(answers, convention or "")


def _names_figures(answers: Answers) -> bool:
    """Whether figures stand in one column, or are named by an area or by headings of another kind."""
    roles = set(answers.values())
    return bool(roles & {"area", "value", BY_PERIOD}) or any(
        answer.startswith(BY_SUBJECT) for answer in roles
    )


def _places(
    headings: Sequence[str],
    samples: Sequence[ColumnSamples],
    answers: Answers,
    lookups: Lookups,
) -> list[int]:
    """Columns of numbers under the name of a place."""
    return [
        column
        for column, heading in enumerate(headings)
        if column not in answers and samples[column].is_numbers and is_a_place(heading, lookups)
    ]


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


def frequency_of(guessed: GuessedColumns, samples: Sequence[ColumnSamples]) -> str:
    """How often figures come, as the periods of the file look."""
    periods = {
        samples[column].periods for column, role in guessed.answers.items() if role == "period"
    }
    return next((one for one in periods if one in Frequency.values), "")


def _subjects(headings: Sequence[str], lookups: Lookups) -> dict[int, str]:
    """The first of two headings that mean the same."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        subject = lookups.subject(heading or "")
        if isinstance(subject, Subject):
            found.setdefault(subject.slug, column)
    return {column: f"{BY_SUBJECT}{slug}" for slug, column in found.items()}


def _roles(kind: str, headings: Sequence[str], samples: Sequence[ColumnSamples]) -> dict[int, str]:
    columns = roles_in(headings, kind)
    named: list[int] = []
    if "indicator" not in columns:
        # A person confirms it: elsewhere such a column is a comment.
        named = [place for place, one in enumerate(headings) if plain(one or "") in _DESCRIPTIONS]
        if named and named[0] not in columns.values():
            columns["indicator"] = named[0]
            _leave_ratings(columns, samples)
    join_year(columns, headings, lambda place: _held(samples[place]))
    answers = {place: role for role, place in columns.items()}
    if "period" not in columns:
        parts = [
            place
            for place, heading in enumerate(headings)
            if is_without_year(heading) or (named and period_heading(heading))
        ]
        answers |= dict.fromkeys((place for place in parts if place not in answers), BY_PERIOD)
    return answers


def _find_codes(
    answers: dict[int, str], kind: str, headings: Sequence[str], samples: Sequence[ColumnSamples]
) -> None:
    """A column of area codes is the area, whatever its heading says, and words right beside it are the names."""
    if "area" in answers.values() or kind == UploadKind.COMPARATORS:
        return
    codes = next((n for n, one in enumerate(samples) if n not in answers and _are_codes(one)), None)
    if codes is None:
        return
    answers[codes] = "area"
    names = codes + 1
    if names < len(headings) and names not in answers and not headings[names].strip():
        held = _held(samples[names])
        if held and not samples[names].is_numbers:
            answers[names] = "area_name"


def _are_codes(samples: ColumnSamples) -> bool:
    held = _held(samples)
    return sum(area_code_kind(one) is not None for one in held) * 2 > len(held)


def _leave_ratings(columns: dict[str, int], samples: Sequence[ColumnSamples]) -> None:
    """A column of ratings, such as "lg" for green, says nothing of the state of a figure."""
    held = _held(samples[columns["state"]]) if "state" in columns else []
    if held and all(isinstance(read_state(one), NotAState) for one in held):
        del columns["state"]


def _held(samples: ColumnSamples) -> list[str]:
    return [one for one in samples.samples if one != BLANK]


def without_year(
    answers: Answers, headings: Sequence[str], samples: Sequence[ColumnSamples]
) -> str:
    """A quarter or month that has no year, by these answers: in a heading or in a column of periods."""
    for column, answer in answers.items():
        if answer == BY_PERIOD and is_without_year(headings[column]):
            return headings[column]
        if answer == "period" and "year" not in answers.values():
            of_months, held = says_months(headings[column]), _held(samples[column])
            if lack_a_year(held, of_months=of_months):
                return held[0]
    return ""


def _is_wide(answers: Mapping[int, str]) -> bool:
    """A sheet with a period or an area in each row and no column of indicators or values; none of its figures known.

    Where some are known, those that are not are more likely sums of them than new.
    """
    roles = set(answers.values())
    return bool(roles & {"period", "area"}) and not (
        roles & {"indicator", "value", "numerator", BY_PERIOD, BY_AREA}
        or any(answer.startswith(BY_SUBJECT) for answer in roles)
    )


def _unknown(
    headings: Sequence[str], samples: Sequence[ColumnSamples], lookups: Lookups
) -> list[int]:
    """Columns of numbers under a heading that is no period, no place, no position and no target or change; none of a list
    of incidents.
    """
    if incidents_in(headings, samples):
        return []
    known = {name for names in SYNONYMS.values() for name in names}
    marks = positions_and_ids(headings)
    found = [
        column
        for column, heading in enumerate(headings)
        if samples[column].is_numbers
        and column not in marks
        and plain(heading or "")
        and plain(heading) not in known
        and not is_no_figure(heading)
        and not isinstance(lookups.area(heading), KnownPlace)
    ]
    # They are asked about together: rates and shares beside counts are of another unit.
    counts = [column for column in found if measure_in(headings[column]) in ("", "count")]
    return counts if len(counts) * 2 >= len(found) else found
