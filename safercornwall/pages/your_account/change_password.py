"""Changing your own password."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from accounts.actions import change_password
from safercornwall.pages.components.letters import tell
from safercornwall.pages.components.passwords import (
    HOW_IT_MUST_BE,
    NOT_THE_SAME,
    WRONG_PASSWORD,
    PasswordCheck,
    password_field,
)
from safercornwall.pages.your_account.find import signed_in_person

LIKE_THE_OLD_ONE = "Change more of it than capitals, digits and signs"


def is_like(new, old):
    """Whether both have the same letters in the same order."""
    letters = [[each for each in word.casefold() if each.isalpha()] for word in (new, old)]
    return new != old and letters[0] == letters[1] != []


class PasswordForm(PasswordCheck, PasswordChangeForm):
    """Django's form with our texts. AUTH_PASSWORD_VALIDATORS has the rules for a new password."""

    error_messages = {
        "password_mismatch": NOT_THE_SAME,
        "password_incorrect": WRONG_PASSWORD,
    }
    old_password = password_field(
        "Your current password", "current-password", required="Enter your current password"
    )
    new_password1 = password_field(
        "Your new password",
        "new-password",
        HOW_IT_MUST_BE,
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

    def clean_new_password1(self):
        new = self.cleaned_data["new_password1"]
        if is_like(new, self.cleaned_data.get("old_password", "")):
            raise ValidationError(LIKE_THE_OLD_ONE, code="password_like_the_old_one")
        return new

    def validate_password_for_user(self, user, password_field_name="new_password1"):  # noqa: S107
        """Show errors at the new password. Django shows them at its repetition."""
        super().validate_password_for_user(user, "new_password1")

    def save(self, commit=True):
        change_password(
            self.user, by=self.user, password=self.cleaned_data["new_password1"], tell=tell
        )
        return self.user


class ChangePassword(auth_views.PasswordChangeView):
    """Django's view. This session stays open, and all other sessions of the person end."""

    template_name = "your_account/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("your_account:page")

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "request": self.request,
            "user": signed_in_person(self.request),
        }

    def form_valid(self, form):
        response = super().form_valid(form)
        message = "Your password is changed. Wherever else you were signed in, you are not now."
        messages.success(self.request, message)
        return response
