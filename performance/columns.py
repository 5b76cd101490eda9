"""The form in which somebody says which column of a file holds what."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.models import Upload, UploadKind
from performance.uploads.files.cells import column_letters
from performance.uploads.layouts import ROLES, SYNONYMS, Layout, missing
from performance.uploads.lookups import Lookups, plain
from places.models import Area

NAMES = {
    "indicator": "Indicator",
    "index": "Index",
    "area": "Area",
    "label": "What it is compared with",
    "period": "Period",
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "state": "State",
    "comment": "Comment",
}
BY_PERIOD = "heading:period"
BY_SUBJECT = "subject:"
ASKED = {
    "indicator": "Choose which column holds the indicator, or the one that all the figures are of",
    "period": "Choose which column holds the period, or columns headed by periods",
    "value": "Choose which column holds the value, or columns of figures",
    "area": "Choose which column holds the area",
    "label": "Choose which column says what it is compared with",
}


class ColumnsForm(forms.Form):
    """A question for each heading, and `layout`: the answers as the check reads them."""

    indicator = forms.ChoiceField(
        label="If no column names the indicator, which are all the figures of?", required=False
    )
    area = forms.ChoiceField(
        label="If no column names the area, which are all the figures of?", required=False
    )
    convention = forms.ChoiceField(
        label="What does a quarter written as “2014Q1” mean?",
        choices=[
            ("", "No quarter is written so"),
            ("calendar", "January to March 2014: quarters of the calendar year"),
            ("financial", "April to June 2014: quarters of the financial year"),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose what a quarter means from the list"},
    )

    def __init__(self, data: Any = None, *, upload: Upload) -> None:
        super().__init__(data)
        self.upload = upload
        subjects = [(one.slug, one.name) for one in Lookups(upload.kind).subjects]
        self._offer("indicator", "A column says so", subjects)
        areas = Area.objects.exclude(kind=Area.Kind.LSOA).values_list("slug", "name")
        self._offer("area", "A column says so, or each indicator's own", areas)
        if upload.kind == UploadKind.COMPARATORS:
            del self.fields["area"]
        choices, guessed = _choices(upload, subjects), _guesses(upload, subjects)
        columns = {
            f"column_{place}": forms.ChoiceField(
                label=_called(place, heading),
                choices=choices,
                required=False,
                initial=guessed.get(place, ""),
                error_messages={"invalid_choice": "Choose what the column holds from the list"},
            )
            for place, heading in enumerate(upload.headings)
        }
        self.fields = {**columns, **self.fields}
        self.helper = FormHelper()
        self.helper.add_input(Submit("name", "Name the columns and check"))

    def _offer(self, name: str, otherwise: str, found: Any) -> None:
        self.fields[name].choices = [("", otherwise), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        used: dict[str, int] = {}
        for place, answer in self._answers(cleaned):
            if answer in NAMES and answer in used:
                one, other = column_letters(used[answer] + 1), column_letters(place + 1)
                self.add_error(
                    f"column_{place}",
                    f"Columns {one} and {other} are both said to hold the {NAMES[answer].lower()}."
                    " Choose one",
                )
            used.setdefault(answer, place)
        if not self.errors:
            for role in missing(self._layout(cleaned), self.upload.kind):
                self.add_error(role if role in self.fields else None, ASKED[role])
        return cleaned

    def _answers(self, cleaned: dict[str, Any]) -> list[tuple[int, str]]:
        places = range(len(self.upload.headings))
        return [(n, answer) for n in places if (answer := cleaned.get(f"column_{n}", ""))]

    def _layout(self, cleaned: dict[str, Any]) -> Layout:
        answers = self._answers(cleaned)
        periods = tuple(place for place, answer in answers if answer == BY_PERIOD)
        subjects = tuple(
            (place, answer.removeprefix(BY_SUBJECT))
            for place, answer in answers
            if answer.startswith(BY_SUBJECT)
        )
        constants = {role: cleaned[role] for role in ("indicator", "area") if cleaned.get(role)}
        return Layout(
            shape="wide" if periods or subjects else "long",
            columns={answer: place for place, answer in answers if answer in NAMES},
            periods=periods,
            subjects=subjects,
            constants=constants,
            convention=cleaned.get("convention") or None,
            heading_row=int((self.upload.layout or {}).get("heading_row", 1)),
        )

    @property
    def layout(self) -> Layout:
        return self._layout(self.cleaned_data)


def _called(place: int, heading: Any) -> str:
    words = str(heading or "").strip()
    return f"Column {column_letters(place + 1)}{f': {words[:80]}' if words else ''}"


def _choices(upload: Upload, subjects: list[tuple[str, str]]) -> list[Any]:
    roles = [(role, NAMES[role]) for role in ROLES[UploadKind(upload.kind)]]
    figures = [(f"{BY_SUBJECT}{slug}", name) for slug, name in subjects]
    by_period = (BY_PERIOD, "Figures of the period in its heading")
    return [("", "Not used"), *roles, by_period, ("Figures of", figures)]


def _guesses(upload: Upload, subjects: list[tuple[str, str]]) -> dict[int, str]:
    """What the headings seem to say, by column, for the person to confirm. No role is guessed twice."""
    words = [plain(heading or "") for heading in upload.headings]
    named = {plain(name): slug for slug, name in reversed(subjects)}
    guessed = {
        place: f"{BY_SUBJECT}{named[word]}" for place, word in enumerate(words) if word in named
    }
    for role in ROLES[UploadKind(upload.kind)]:
        place = next((words.index(name) for name in SYNONYMS[role] if name in words), None)
        if place is not None:
            guessed[place] = role
    return guessed
