"""What each column probably holds, before a person says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from performance.cells.area_codes import area_code_kind
from performance.cells.lookups import KnownPlace, Lookups, plain
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import NotAState, read_state
from performance.choices import Frequency
from performance.models import Upload, UploadKind
from performance.uploads.layout.choices import (
    BY_AREA,
    BY_PERIOD,
    BY_SUBJECT,
    NEW,
    NOT_USED,
    Answers,
    held_in,
)
from performance.uploads.layout.headings import is_no_figure, measure_in, period_heading
from performance.uploads.layout.incidents import incidents_in, positions_and_ids
from performance.uploads.layout.layouts import (
    ColumnSamples,
    Layout,
    StoredLayout,
    last_chosen_layout,
)
from performance.uploads.layout.period_columns import convention_in
from performance.uploads.layout.recognising import is_a_place
from performance.uploads.layout.roles import SYNONYMS, roles_in
from performance.uploads.layout.years import is_without_year, join_year

_DESCRIPTIONS = ("description", "indicator description", "kpi description", "kpi name", "title")


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
    join_year(columns, headings, lambda place: held_in(samples[place]))
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
        held = held_in(samples[names])
        if held and not samples[names].is_numbers:
            answers[names] = "area_name"


def _are_codes(samples: ColumnSamples) -> bool:
    held = held_in(samples)
    return sum(area_code_kind(one) is not None for one in held) * 2 > len(held)


def _leave_ratings(columns: dict[str, int], samples: Sequence[ColumnSamples]) -> None:
    """A column of ratings, such as "lg" for green, says nothing of the state of a figure."""
    held = held_in(samples[columns["state"]]) if "state" in columns else []
    if held and all(isinstance(read_state(one), NotAState) for one in held):
        del columns["state"]


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
    counts = [
        column
        for column in found
        if measure_in(headings[column]) in ("", "count") and not _are_percentages(samples[column])
    ]
    chosen = counts if len(counts) * 2 >= len(found) else found
    # Of two columns with one heading a person has to say what each is called.
    alike = Counter(plain(headings[column]) for column in chosen)
    return [column for column in chosen if alike[plain(headings[column])] == 1]


def _are_percentages(samples: ColumnSamples) -> bool:
    held = held_in(samples)
    return bool(held) and all(one.endswith("%") for one in held)
