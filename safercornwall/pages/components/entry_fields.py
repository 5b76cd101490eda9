"""What the forms of figures and of commentary are made of."""

from __future__ import annotations

from typing import Any

from django import forms

LONGEST = 2000
_NUMBER = {"class": "govuk-input--width-10", "autocomplete": "off"}


class JudgedWithTheRest(forms.CharField):
    """Whether it may be empty is for the whole form to say, so that it is neither required nor optional."""

    def validate(self, value: Any) -> None:
        pass


def number(
    label: str, hint: str = "", kind: type[forms.CharField] = forms.CharField
) -> forms.CharField:
    """As text: its rules are those of uploads."""
    return kind(
        label=label,
        help_text=hint,
        required=kind is JudgedWithTheRest,
        max_length=60,
        error_messages={"max_length": "Enter the number in fewer letters"},
        widget=forms.TextInput(attrs=_NUMBER),
    )


def prose(label: str, hint: str = "", *, rows: int = 3, missing: str = "") -> forms.CharField:
    """A longer text, required where `missing` says what to do about it."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=LONGEST,
        error_messages={
            "required": missing,
            "max_length": f"Use at most {LONGEST:,} characters",
        },
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def in_unix_lines(said: str) -> str:
    """As it was typed, whichever way the browser ends its lines."""
    return said.replace("\r\n", "\n").replace("\r", "\n")


def sent_with(data: Any, **changes: Any) -> Any:
    """What was sent, some of it in another form, to be shown once more."""
    copied = data.copy()
    for name, value in changes.items():
        copied[name] = value
    return copied


class BasedOn(forms.Form):
    """Carries the number of the record that the person saw, so that nobody overwrites what they have not seen."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def base_is(self, latest: Any) -> bool:
        return bool(self.cleaned_data.get("base") == (latest.pk if latest else None))
