"""The form to sign in with."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator


class SignInForm(AuthenticationForm):
    """A username and a password. What is wrong with them is never said more exactly than that."""

    error_messages = {
        "invalid_login": "Enter the right username and password. Both mind capital letters.",
        "inactive": "This account is closed. Ask an administrator of the planner to open it.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        username, password = self.fields["username"], self.fields["password"]
        username.label = "Username"
        username.error_messages["required"] = "Enter your username"
        username.widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        # Django leaves the length to the browser, and a failed try is recorded under the name.
        too_long = f"Enter a username of {username.max_length} characters or fewer"
        username.validators.append(MaxLengthValidator(username.max_length, too_long))
        # Where the page begins is for the reader to say, also for one who hears it.
        username.widget.attrs.pop("autofocus", None)
        password.label = "Password"
        password.error_messages["required"] = "Enter your password"
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        self.helper = FormHelper()
        self.helper.add_input(Submit("sign_in", "Sign in"))
