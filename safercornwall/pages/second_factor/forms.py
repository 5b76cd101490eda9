"""The library's forms with our words. A wrong code counts and locks as a wrong password does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from axes.handlers.proxy import AxesProxyHandler
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth.signals import user_login_failed
from django.forms.fields import InvalidJSONInput
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

LONGEST_CODE = 20
LONGEST_NAME = 60
NO_PASSKEY = "The passkey could not be read. Try again"
TOO_MANY = "Too many wrong tries"


def code_field(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Enter the code",
            "max_length": f"Enter at most {LONGEST_CODE} characters",
        },
    )


class CredentialField(forms.JSONField):
    """What a browser says of a passkey. The library reads it anew, and fails on what is no passkey at all."""

    widget = forms.HiddenInput

    def __init__(self, reads: Callable[[Any], Any]) -> None:
        super().__init__(error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY})
        self.reads = reads

    def clean(self, value: Any) -> Any:
        try:
            said = super().clean(value)
            self.reads(said)
        except forms.ValidationError:
            raise
        except Exception as why:
            # Whatever its parser raises of made-up bytes.
            raise forms.ValidationError(NO_PASSKEY) from why
        return said

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Never sent back: a device answers anew."""
        return InvalidJSONInput("")


class CodeForm(AuthenticateForm):
    code = code_field("Code", "Six digits from your app, or one of your recovery codes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("sign_in", "Sign in")

    def clean_code(self) -> str:
        request, who = context.request, {"username": self.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, who):
            request.axes_locked_out = True
            raise forms.ValidationError(TOO_MANY)
        try:
            return super().clean_code()
        except forms.ValidationError:
            user_login_failed.send(sender=type(self), credentials=who, request=request)
            raise


class UsePasskeyForm(AuthenticateWebAuthnForm):
    credential = CredentialField(AuthenticationResponse.from_dict)


class PasskeySignInForm(LoginWebAuthnForm):
    credential = CredentialField(AuthenticationResponse.from_dict)


class AppForm(ActivateTOTPForm):
    code = code_field("Code that the app shows", "Six digits. They change every half minute.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("add", "Add the app")


class RemoveAppForm(DeactivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("remove", "Remove the app", css_class="warning")


class NewCodesForm(GenerateRecoveryCodesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("make", "Make new codes")


class PasskeyForm(AddWebAuthnForm):
    """Every passkey is one that signs its person in by itself, so the device asks for a finger, a face or a PIN."""

    name = forms.CharField(
        label="What you call it",
        help_text="So that you know it again, for example “Work laptop”.",
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": f"Enter at most {LONGEST_NAME} characters"},
    )
    credential = CredentialField(RegistrationResponse.from_dict)
    passwordless = forms.BooleanField(
        initial=True, required=False, widget=forms.CheckboxInput(attrs={"hidden": True})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        # The page's own form is around it: a script sends it.
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("name", "credential")


def helper(name: str, button: str, **look: Any) -> FormHelper:
    made = FormHelper()
    made.add_input(Submit(name, button, **look))
    return made
