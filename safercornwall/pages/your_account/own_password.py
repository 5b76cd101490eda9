"""What the forms of your account share: the person who is signed in, and their current password."""

from django import forms
from django.contrib.auth import authenticate

from accounts.models import User

WRONG_PASSWORD = "Enter your current password. Capital letters matter"  # noqa: S105


def signed_in_person(request):
    """The person who is signed in, with their organisation, as a record of the database."""
    return User.objects.select_related("organisation").get(pk=request.user.pk)


class PasswordCheck:
    """Checks the current password. Wrong attempts count and lock, as they do at sign-in."""

    def check_password(self, password):
        found = authenticate(self.request, username=self.user.get_username(), password=password)
        if found is None or found.pk != self.user.pk:
            raise forms.ValidationError(WRONG_PASSWORD, code="password_incorrect")
        return password
