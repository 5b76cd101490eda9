"""Fields that several forms about a person's account share."""

from __future__ import annotations

from django import forms

from safercornwall.pages.components.editing.forms import OUT_OF_DATE


def email_field(
    label: str, *, missing: str, autocomplete: str = "off", help_text: str = ""
) -> forms.EmailField:
    """`missing` is what to say where it is empty; `autocomplete` is "email" where somebody enters their own."""
    return forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={
            "required": missing,
            "invalid": "Enter an e-mail address like name@example.org",
            "max_length": "Enter an e-mail address of at most 254 characters",
        },
    )


def own_email_field(label: str, help_text: str = "") -> forms.EmailField:
    return email_field(
        label, missing="Enter your e-mail address", autocomplete="email", help_text=help_text
    )


def version_field() -> forms.IntegerField:
    """The version that the page showed, hidden in its form."""
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUT_OF_DATE),
    )
