"""What people fill in to change their own account: each asks for the password that they have now."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm

from accounts.actions import change_password
from safercornwall.pages.your_account.notices import tell

OUT_OF_DATE = "This page is out of date. Open it again, and make the change there"
WRONG_PASSWORD = "Enter your current password. Capital letters matter"  # noqa: S105


def password_field(label, autocomplete, help_text="", **messages):
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"max_length": "Enter at most 4,096 characters", **messages},
    )


class AsksForPassword:
    """Tries to guess it at a desk left alone count, and lock, as tries to sign in do."""

    def check_password(self, password):
        found = authenticate(self.request, username=self.user.get_username(), password=password)
        if found is None or found.pk != self.user.pk:
            raise forms.ValidationError(WRONG_PASSWORD, code="password_incorrect")
        return password


class EmailForm(AsksForPassword, forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address like name@example.org",
            "max_length": "Enter an e-mail address of at most 254 characters",
        },
    )
    old_password = password_field(
        "Your current password",
        "current-password",
        "So that nobody else changes it at your desk.",
        required="Enter your current password",
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OUT_OF_DATE),
    )

    def __init__(self, data=None, *, request, user):
        self.request, self.user = request, user
        super().__init__(data, initial={"email": user.email, "version": user.version})
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save"))

    def clean_old_password(self):
        return self.check_password(self.cleaned_data["old_password"])


class PasswordForm(AsksForPassword, PasswordChangeForm):
    """Django's own, with our words. What a new password must be like is in AUTH_PASSWORD_VALIDATORS."""

    error_messages = {
        "password_mismatch": "Enter the same new password as above",
        "password_incorrect": WRONG_PASSWORD,
    }
    old_password = password_field(
        "Your current password", "current-password", required="Enter your current password"
    )
    new_password1 = password_field(
        "Your new password",
        "new-password",
        "At least 12 characters, not digits alone, not one that many people use, and not like your name or address.",
        required="Enter a new password",
    )
    new_password2 = password_field(
        "Your new password again", "new-password", required="Enter the new password again"
    )

    def __init__(self, user, *args, request, **kwargs):
        self.request = request
        super().__init__(user, *args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Change password"))

    def clean_old_password(self):
        return self.check_password(self.cleaned_data["old_password"])

    def validate_password_for_user(self, user, password_field_name="new_password1"):  # noqa: S107
        """What is wrong with the new password is said at it: Django says it where it is repeated."""
        super().validate_password_for_user(user, "new_password1")

    def save(self, commit=True):
        change_password(
            self.user, by=self.user, password=self.cleaned_data["new_password1"], tell=tell
        )
        return self.user
