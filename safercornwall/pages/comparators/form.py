"""The forms of a comparator: what the same measure is elsewhere, and why it is changed or removed."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from performance.figures.comparators import ComparatorContent
from performance.models import Comparator, Indicator
from safercornwall.pages.components.editing.fields import NumberField, PeriodField
from safercornwall.pages.components.entry_fields import BasedOnForm, prose
from safercornwall.pages.components.indicator_fields import one_of

WHY = "Say why the comparator changes"
NEEDS_A_VALUE = "Enter the value, or the words that stand in its place"


class ComparatorForm(BasedOnForm):
    """What an existing one says; its name and period tell it from others, and stay."""

    kind = one_of("Which kind is it?", Comparator.Kind.choices, what="which kind it is")
    value = NumberField(label="Value", required=False, max_digits=18, decimal_places=6)
    value_printed = forms.CharField(
        label="Words in its place",
        help_text="Only where no number is stated, such as “below the national average”.",
        required=False,
        max_length=200,
    )
    source = forms.CharField(
        label="Source",
        help_text="For example, Home Office, recorded crime.",
        required=False,
        max_length=300,
    )
    reason = prose("Why is it changed?", "Kept in its history. Needed where the board has seen it.")

    def __init__(
        self, data: Any = None, *, indicator: Indicator, needs_reason: bool = False, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.needs_reason = needs_reason
        self.fields["value"].help_text = f"In {indicator.unit}." if indicator.unit else ""
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))
        self.helper.add_input(Submit("look", "See how it will look", css_class="secondary"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            "value" not in self.errors
            and said.get("value") is None
            and not said.get("value_printed")
        ):
            self.add_error("value", NEEDS_A_VALUE)
        if self.needs_reason and "look" not in self.data and not said.get("reason"):
            self.add_error("reason", WHY)
        return said

    @property
    def content(self) -> ComparatorContent:
        names = ("kind", "value", "value_printed", "source")
        return ComparatorContent(**{name: self.cleaned_data[name] for name in names})


class NewComparatorForm(ComparatorForm):
    label = forms.CharField(
        label="What is it called?",
        help_text="For example, national benchmark, or most similar family.",
        max_length=150,
        error_messages={"required": "Enter what it is called, such as national benchmark"},
    )
    period = PeriodField(
        label="Period",
        help_text="For example, 2010/11 or Q1 2011/12.",
        error_messages={"required": "Enter the period, such as 2010/11"},
    )
    field_order = ("label", "kind", "period", "value", "value_printed", "source", "base")

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        del self.fields["reason"]


class RemovalForm(BasedOnForm):
    reason = prose(
        "Why is it removed?",
        "Kept in its history.",
        missing="Enter the reason for removing the comparator",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("remove", "Remove the comparator", css_class="warning"))
