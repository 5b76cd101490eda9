"""What each column probably holds, by its heading and its first cells. The person confirms or corrects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from performance.cells.lookups import Lookups, Subject, plain
from performance.choices import Frequency
from performance.models import Upload, UploadKind
from performance.uploads.layout.choices import BY_PERIOD, BY_SUBJECT, NEW, NOT_USED
from performance.uploads.layout.headings import ROLES, SYNONYMS, convention_in
from performance.uploads.layout.layouts import ColumnSamples, Layout, StoredLayout, mapped_before


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
    chosen = StoredLayout.of(upload).layout or mapped_before(upload.kind, upload.headings)
    if chosen is not None:
        return from_layout(chosen)
    return guess(upload.kind, headings, samples, lookups, may_add=may_add)


def from_layout(layout: Layout) -> GuessedColumns:
    """A layout as an answer for each column."""
    answers = {column: role for role, column in layout.columns.items()}
    answers |= dict.fromkeys(layout.periods, BY_PERIOD)
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
    answers = _subjects(headings, lookups) | _roles(kind, headings)
    period = next((column for column, answer in answers.items() if answer == "period"), None)
    if may_add and _is_wide(answers):
        answers |= {column: NEW for column in _unknown(headings, samples) if column not in answers}
    convention = convention_in(headings[period]) if period is not None else None
    return GuessedColumns(answers, convention or "")


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


def _roles(kind: str, headings: Sequence[str]) -> dict[int, str]:
    words = [plain(heading or "") for heading in headings]
    found = {}
    for role in ROLES[UploadKind(kind)]:
        place = next((words.index(name) for name in SYNONYMS[role] if name in words), None)
        if place is not None:
            found[place] = role
    return found


def _is_wide(answers: Mapping[int, str]) -> bool:
    """A sheet with a period in each row and no column of indicators or values; none of its figures known.

    Where some are known, those that are not are more likely sums of them than new.
    """
    roles = set(answers.values())
    return "period" in roles and not (
        roles & {"indicator", "value", "numerator"}
        or any(answer.startswith(BY_SUBJECT) for answer in roles)
    )


def _unknown(headings: Sequence[str], samples: Sequence[ColumnSamples]) -> list[int]:
    """Columns of numbers under a heading that is no period."""
    known = {name for names in SYNONYMS.values() for name in names}
    return [
        column
        for column, heading in enumerate(headings)
        if samples[column].is_numbers and plain(heading or "") and plain(heading) not in known
    ]
