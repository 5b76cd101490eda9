"""The forms of population estimates: one by hand, or many in a file."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError

from places.models import Area
from places.populations.reading import FIRST_YEAR, LAST_YEAR, MOST_PEOPLE
from safercornwall.pages.components.entry_fields import BasedOnForm, prose

WHY = "Say why the estimate changes"
MOST_BYTES = 2_000_000
_SHORT = {"inputmode": "numeric", "autocomplete": "off"}


class NamedPlaceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.named)


def year_field(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        widget=forms.TextInput(attrs=_SHORT | {"class": "govuk-input--width-4"}),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": "Enter the year, such as 2011",
            "invalid": "Enter the year as four digits, such as 2011",
            "min_value": f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}",
            "max_value": f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}",
        },
    )


def source_field() -> forms.CharField:
    return forms.CharField(
        label="Source",
        help_text="As it is to be printed. For example, Office for National Statistics, mid-2011 estimates.",
        max_length=200,
        error_messages={
            "required": "Enter where the estimate comes from",
            "max_length": "Enter at most 200 characters",
        },
    )


class PeopleField(forms.IntegerField):
    """A number of people, with or without commas."""

    def __init__(self) -> None:
        super().__init__(
            label="People",
            widget=forms.TextInput(attrs=_SHORT | {"class": "govuk-input--width-10"}),
            min_value=1,
            max_value=MOST_PEOPLE,
            error_messages={
                "required": "Enter how many people lived there",
                "invalid": "Enter a whole number of people, such as 532,300",
                "min_value": "A population is above zero",
                "max_value": "The number of people is too large",
            },
        )

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "")
        return super().to_python(value)


class PopulationForm(BasedOnForm):
    """What one says: its place and year tell it from others, and stay."""

    people = PeopleField()
    source = source_field()
    reason = prose("Why is it changed?", "Kept in its history.", missing=WHY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))


class NewPopulationForm(PopulationForm):
    area = NamedPlaceField(
        label="Place",
        queryset=Area.objects.none(),
        to_field_name="slug",
        empty_label="Choose a place",
        error_messages={
            "required": "Choose the place",
            "invalid_choice": "Choose the place from the list",
        },
    )
    year = year_field(
        "Middle of which year?", "For example, 2011: the people who lived there on 30 June."
    )
    field_order = ("area", "year", "people", "source", "base")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.exclude(kind=Area.Kind.LSOA).order_by("level", "name")
        del self.fields["reason"]


class PopulationRemovalForm(BasedOnForm):
    reason = prose(
        "Why is it removed?",
        "Kept in its history.",
        missing="Enter the reason for removing the estimate",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("remove", "Remove the estimate", css_class="warning"))


class PopulationFileForm(forms.Form):
    """A table of codes and people."""

    file = forms.FileField(
        label="The file",
        help_text="An Excel workbook (.xlsx) or a .csv file, with a column of area codes and one of people. A column of years may stand beside them.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            **dict.fromkeys(("required", "invalid", "missing"), "Choose a file"),
            "empty": "The file is empty. Choose another",
        },
    )
    year = year_field("Middle of which year?", "Of rows that have no year of their own.")
    source = source_field()

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.helper = FormHelper()
        self.helper.add_input(Submit("look", "See what it would do"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError("The file is larger than 2 MB. Load it in parts")
        return file


class PopulationCheckForm(forms.Form):
    """What was read of the file, as it was shown, and why estimates that stand change."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = prose("Why do estimates change?", "Kept in their history.")

    def __init__(self, *args: Any, is_changing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_changing:
            del self.fields["reason"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Record these estimates"))
