"""Fields for passwords, and the form in which somebody without one chooses it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordForm

HOW_IT_MUST_BE = (
    "At least 12 characters that are hard to guess, such as four words that do not belong together."
    " Not the password you have, and not like your name, your address or the partnership's."
)
WRONG_PASSWORD = "Enter your current password. Capital letters matter"  # noqa: S105
NOT_THE_SAME = "Enter the same new password as above"


def password_field(
    label: str, autocomplete: str, help_text: str = "", **messages: str
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"max_length": "Enter at most 4,096 characters", **messages},
    )


class PasswordCheck:
    """Checks the current password. Wrong attempts count and lock, as they do at sign-in."""

    request: Any
    user: Any

    def check_password(self, password: str) -> str:
        found = authenticate(self.request, username=self.user.get_username(), password=password)
        if found is None or found.pk != self.user.pk:
            raise forms.ValidationError(WRONG_PASSWORD, code="password_incorrect")
        return password


class NewPasswordForm(SetPasswordForm):
    """Django's own, with our words. What a password must be like is in AUTH_PASSWORD_VALIDATORS."""

    error_messages = {"password_mismatch": NOT_THE_SAME}
    new_password1 = password_field(
        "Your new password", "new-password", HOW_IT_MUST_BE, required="Enter a new password"
    )
    new_password2 = password_field(
        "Your new password again", "new-password", required="Enter the new password again"
    )

    def __init__(self, user: Any, data: Any = None, *, button: str) -> None:
        super().__init__(user, data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", button))

    def validate_password_for_user(self, user: Any, password_field_name: str = "") -> None:
        """Show errors at the new password. Django shows them at its repetition."""
        super().validate_password_for_user(user, "new_password1")
