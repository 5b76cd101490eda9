"""The form in which somebody says which column of a file holds what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField

from core.periods import EXAMPLES
from performance.cells.cell import column_letters
from performance.cells.lookups import Lookups
from performance.cells.values.periods import NotAPeriod, read_period
from performance.choices import Frequency
from performance.indicators.naming import name_from
from performance.models import Upload, UploadFile, UploadKind
from performance.uploads.layout.choices import (
    BY_PERIOD,
    BY_SUBJECT,
    NEW,
    choices_for,
    chosen_twice,
    conventions_for,
    layout_of,
    names_of_one,
    unclear_quarter,
    without_year,
    wrong_across,
    wrong_figures,
    wrong_new_indicators,
)
from performance.uploads.layout.guessing import chosen_or_guessed, frequency_of
from performance.uploads.layout.headings import without_scale
from performance.uploads.layout.layouts import MOST_COLUMNS, Layout, StoredLayout, missing
from performance.uploads.layout.sheets import SheetPreview
from performance.uploads.layout.years import period_of_titles
from places.models import Area

_EXAMPLE = "2014Q1"
# What a person may choose once for the whole file.
CONSTANTS = ("indicator", "area", "period", "year")
# What to do, by the role that is missing.
MISSING = {
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


@dataclass(frozen=True)
class Column:
    """One row of the form: what the column is called, what is in it, and the question."""

    letters: str
    heading: str
    samples: tuple[str, ...]
    field: BoundField


class ColumnsForm(forms.Form):
    """A question for each heading, and `layout`: the answers as the check reads them."""

    indicator = forms.ChoiceField(
        label="If no column names the indicator, which are all the figures of?", required=False
    )
    area = forms.ChoiceField(
        label="If no column names the area, which are all the figures of?", required=False
    )
    period = forms.CharField(
        label="If no column names the period, which are all the figures of?",
        help_text=f"For example {EXAMPLES}.",
        max_length=60,
        required=False,
        error_messages={"max_length": "Type the period in at most 60 characters"},
    )
    year = forms.CharField(
        label="If quarters or months stand without a year, which year are they of?",
        help_text="For example 2011/12.",
        max_length=20,
        required=False,
        error_messages={"max_length": "Type the year in at most 20 characters"},
    )
    convention = forms.ChoiceField(
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose what a quarter means from the list"},
    )

    def __init__(self, data: Any = None, *, upload: Upload, may_add: bool = False) -> None:
        super().__init__(data)
        self.upload = upload
        self.headings = [str(one or "") for one in upload.headings[:MOST_COLUMNS]]
        self.samples = StoredLayout.of(upload).samples_of(len(self.headings))
        self.lookups = Lookups(upload.kind)
        self.may_count = upload.kind == UploadKind.FIGURES
        self.may_add = may_add and self.may_count
        self.guessed = chosen_or_guessed(
            upload, self.headings, self.samples, self.lookups, may_add=self.may_add
        )
        self._add_columns()
        self._add_constants()
        self._add_convention()

    def _add_columns(self) -> None:
        choices = choices_for(self.upload.kind, self.lookups.subjects, may_add=self.may_add)
        columns = {
            f"column_{place}": forms.ChoiceField(
                label=called(place, heading),
                choices=choices,
                required=False,
                initial=self.guessed.of(place),
                error_messages={"invalid_choice": "Choose what the column holds from the list"},
            )
            for place, heading in enumerate(self.headings)
        }
        self.fields = {**columns, **self.fields}

    def _add_constants(self) -> None:
        subjects = [(one.slug, one.name) for one in self.lookups.subjects]
        self._offer("indicator", "A column says so", subjects)
        areas = Area.objects.exclude(kind__in=[Area.Kind.LSOA, Area.Kind.WARD])
        named = [(one.slug, one.named) for one in areas.only("slug", "name", "kind")]
        self._offer("area", "A column says so, or each indicator's own", named)
        for role in CONSTANTS:
            self.fields[role].initial = self.guessed.constants.get(role, "")
        if not self._says_period(self.guessed.answers.values()):
            self.fields["period"].initial = self.guessed.constants.get(
                "period", ""
            ) or period_of_titles(self._titles())
        if self.upload.kind == UploadKind.COMPARATORS:
            del self.fields["area"]

    @staticmethod
    def _says_period(answers: Iterable[str]) -> bool:
        return "period" in answers or BY_PERIOD in answers

    def _titles(self) -> list[str]:
        """What stands over the headings of the sheet that is asked about."""
        kept = UploadFile.objects.filter(upload=self.upload).values_list("preview", flat=True)
        sheets = map(SheetPreview.from_json, kept.first() or ())
        first = next((one.first for one in sheets if one.name[:100] == self.upload.sheet), ())
        over = StoredLayout.of(self.upload).heading_above or self.heading_row
        return [cell for row in first if row.number < over for cell in row.cells if cell]

    def _add_convention(self) -> None:
        guessed = {n: answer for n, answer in self.guessed.answers.items() if n < len(self.samples)}
        unclear = unclear_quarter(guessed, self.headings, self.samples)
        convention: Any = self.fields["convention"]
        # Chosen already only for a column that needs it: another may be of the other kind.
        convention.initial = self.guessed.convention if unclear else ""
        # It is shown as a question to answer; what was answered is judged by all the answers together.
        convention.required = bool(unclear) and not self.is_bound
        unclear = unclear or next((one.unclear for one in self.samples if one.unclear), _EXAMPLE)
        convention.label = f"What does a quarter written as “{unclear}” mean?"
        choices = conventions_for(unclear)
        convention.choices = choices[1:] if convention.required else choices

    def _offer(self, name: str, otherwise: str, found: Any) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", otherwise), *found]

    @property
    def columns(self) -> list[Column]:
        return [
            Column(
                column_letters(place + 1),
                heading.strip(),
                self.samples[place].samples,
                self[f"column_{place}"],
            )
            for place, heading in enumerate(self.headings)
        ]

    @property
    def open_questions(self) -> list[BoundField]:
        """What is asked as the columns stand: the indicator, area or period that none says, or what a period lacks."""
        return [self[name] for name in (*CONSTANTS, "convention") if self._is_open(name)]

    @property
    def other_questions(self) -> list[BoundField]:
        names = [name for name in (*CONSTANTS, "convention") if name in self.fields]
        return [self[name] for name in names if not self._is_open(name)]

    def _is_open(self, name: str) -> bool:
        if name not in self.fields:
            return False
        answers = {n: str(self[f"column_{n}"].value() or "") for n in range(len(self.headings))}
        said = set(answers.values())
        match name:
            case "indicator":
                is_said = bool(said & {"indicator", NEW}) or any(
                    one.startswith(BY_SUBJECT) for one in said
                )
            case "area":
                is_said = "area" in said
            case "period":
                is_said = self._says_period(said)
            case "year":
                is_said = not without_year(answers, self.headings, self.samples)
            case _:
                is_said = not unclear_quarter(answers, self.headings, self.samples)
        return not is_said or bool(self[name].value()) or bool(self[name].errors)

    @property
    def left_out(self) -> int:
        return max(0, len(self.upload.headings) - MOST_COLUMNS)

    @property
    def heading_row(self) -> int:
        return StoredLayout.of(self.upload).heading_row

    @property
    def heading_rows(self) -> str:
        """ "row 3", or "rows 3 and 4"."""
        stored = StoredLayout.of(self.upload)
        chosen = next((one for one in stored.chosen if one.name[:100] == self.upload.sheet), None)
        above = [stored.heading_above] if stored.heading_above else []
        rows = list(map(str, chosen.heading_rows if chosen else [*above, stored.heading_row]))
        if len(rows) == 1:
            return f"row {rows[0]}"
        return f"rows {', '.join(rows[:-1])} and {rows[-1]}"

    @property
    def frequency(self) -> str:
        """How often figures come, as their periods look."""
        return frequency_of(self.guessed, self.samples)

    @property
    def adds(self) -> bool:
        """Whether a column is said, or guessed, to be a new indicator, by somebody who may make one."""
        return self.may_add and bool(self.new_columns)

    @property
    def new_columns(self) -> list[int]:
        return [n for n in range(len(self.headings)) if self[f"column_{n}"].value() == NEW]

    @property
    def new_names(self) -> tuple[tuple[int, str], ...]:
        return tuple(
            (place, name_from(without_scale(self.headings[place]))) for place in self.new_columns
        )

    # What is wrong with the answers.

    def clean_period(self) -> str:
        """As the check will read it, whatever the figures' frequency."""
        text = self.cleaned_data["period"]
        if not text:
            return ""
        read = read_period(text, None)
        if isinstance(read, NotAPeriod):
            raise forms.ValidationError(read.message.removesuffix("."))
        return str(read)

    def clean_year(self) -> str:
        text = self.cleaned_data["year"]
        if not text:
            return ""
        read = read_period(text, Frequency.YEAR)
        if isinstance(read, NotAPeriod) or read.kind != "year":
            raise forms.ValidationError("Type a financial year, such as 2011/12")
        return str(read)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = self._answers(cleaned)
        wrong = [
            *chosen_twice(answers, names_of_one(self.lookups.subjects)),
            *wrong_new_indicators(answers, self.headings, self.lookups),
            *wrong_figures(answers, self.headings),
            *wrong_across(answers),
        ]
        for place, why in wrong:
            self.add_error(f"column_{place}", why)
        if not self.errors:
            for role in missing(self._layout(cleaned), self.upload.kind):
                self.add_error(role if role in self.fields else None, MISSING[role])
            lacking = without_year(answers, self.headings, self.samples)
            if lacking and not cleaned.get("year"):
                self.add_error("year", f"Type the year that “{lacking}” is of")
            unclear = unclear_quarter(answers, self.headings, self.samples)
            if unclear and not cleaned.get("convention"):
                self.add_error("convention", f"Choose what a quarter written as “{unclear}” means")
        return cleaned

    # The answers.

    def _answers(self, cleaned: dict[str, Any]) -> dict[int, str]:
        places = range(len(self.headings))
        return {n: answer for n in places if (answer := cleaned.get(f"column_{n}", ""))}

    def _layout(self, cleaned: dict[str, Any]) -> Layout:
        return layout_of(
            self._answers(cleaned),
            constants={role: cleaned[role] for role in CONSTANTS if cleaned.get(role)},
            convention=cleaned.get("convention") or None,
            heading_row=self.heading_row,
        )

    @property
    def layout(self) -> Layout:
        above = StoredLayout.of(self.upload).heading_above
        return replace(self._layout(self.cleaned_data), heading_above=above)
