"""The first target of a new indicator: the fields that its form has for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from performance.choices import TargetForm
from performance.indicators.beginning import YearTarget
from safercornwall.pages.components.editing.fields import YearField

FORMS = [(form.value, form.label) for form in (TargetForm.AT_MOST, TargetForm.AT_LEAST)]
TARGET_FIELDS = ("target_form", "target_value", "target_year")
MISSING = {
    "target_form": "Choose whether the target is at most or at least this value",
    "target_value": "Enter the target's value",
    "target_year": "Enter the target's year, such as 2012/13",
}


class FirstTargetForm(forms.Form):
    """A target of a financial year is given whole or not at all. Every other target has a page of its own."""

    target_form = forms.ChoiceField(
        label="Target",
        choices=[("", "No target yet"), *FORMS],
        required=False,
        error_messages={"invalid_choice": "Choose a form of target from the list"},
    )
    target_value = forms.DecimalField(
        label="The target's value",
        help_text="In the unit above. For a count, what is to be reached over the whole year.",
        required=False,
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"}
        ),
        error_messages={
            "invalid": "Enter the target as a number, such as 8 or 2.5",
            **dict.fromkeys(
                ("max_digits", "max_decimal_places", "max_whole_digits"),
                "Enter a target of at most 12 digits and 6 decimals",
            ),
        },
    )
    target_year = YearField(
        label="The target's year", help_text="For example, 2012/13.", required=False
    )

    def clean(self) -> Any:
        said = super().clean() or {}
        given = [name for name in TARGET_FIELDS if said.get(name) not in (None, "")]
        if given and not self.errors:
            for name in (name for name in TARGET_FIELDS if name not in given):
                self.add_error(name, ValidationError(MISSING[name]))
        return said

    @property
    def target(self) -> YearTarget | None:
        said = self.cleaned_data
        if not said["target_form"]:
            return None
        form = TargetForm(said["target_form"])
        return YearTarget(form, said["target_value"], said["target_year"])
