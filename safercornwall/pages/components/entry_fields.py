"""The fields and the base class of the forms for figures and commentary."""

from __future__ import annotations

from typing import Any

from django import forms

MAX_TEXT_LENGTH = 2000
_NUMBER = {"class": "govuk-input--width-10", "autocomplete": "off"}


class ValidatedByForm(forms.CharField):
    """A field that the whole form validates: it may be empty, and is not marked as optional."""

    def validate(self, value: Any) -> None:
        pass


def number(
    label: str, hint: str = "", kind: type[forms.CharField] = forms.CharField
) -> forms.CharField:
    """A number entered as text, because the rules of uploads read it."""
    return kind(
        label=label,
        help_text=hint,
        required=kind is ValidatedByForm,
        max_length=60,
        error_messages={"max_length": "Enter the number in fewer letters"},
        widget=forms.TextInput(attrs=_NUMBER),
    )


def prose(label: str, hint: str = "", *, rows: int = 3, missing: str = "") -> forms.CharField:
    """A longer text. It is required if `missing` gives the error message."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=MAX_TEXT_LENGTH,
        error_messages={
            "required": missing,
            "max_length": f"Use at most {MAX_TEXT_LENGTH:,} characters",
        },
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def with_unix_newlines(text: str) -> str:
    """The text with the same line ends from every browser."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def posted_with(data: Any, **changes: Any) -> Any:
    """A copy of posted data with some values changed, to fill the form again."""
    copied = data.copy()
    for name, value in changes.items():
        copied[name] = value
    return copied


class BasedOnForm(forms.Form):
    """Carries the id of the record that the person edited, so that nobody overwrites another person's change."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def is_based_on(self, latest: Any) -> bool:
        return bool(self.cleaned_data.get("base") == (latest.pk if latest else None))
