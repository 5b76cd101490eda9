"""Signing in and signing out."""

from allauth.account.utils import perform_login
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.validators import MaxLengthValidator
from django.utils.decorators import method_decorator

from accounts.first_administrator import can_anybody_sign_in
from safercornwall.pages.signing_in.adapters import first_page_of
from safercornwall.pages.signing_in.service import service_link
from safercornwall.pages.signing_in.unsent import waits_for_sign_in


class SignInForm(AuthenticationForm):
    """A username and a password. The error never says which of the two is wrong."""

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
        # Django leaves the length to the browser, but each failed attempt is stored with the name.
        too_long = f"Enter a username of {username.max_length} characters or fewer"
        username.validators.append(MaxLengthValidator(username.max_length, too_long))
        # Autofocus would skip the start of the page for people who use a screen reader.
        username.widget.attrs.pop("autofocus", None)
        password.label = "Password"
        password.error_messages["required"] = "Enter your password"
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        self.helper = FormHelper()
        self.helper.add_input(Submit("sign_in", "Sign in"))


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth_views.LoginView):
    """Django's view checks that `next` is an address of the planner."""

    template_name = "signing_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self):
        return first_page_of(self.request.user)

    def form_valid(self, form):
        """The library asks for the second factor of whoever has one, and signs them in."""
        person = form.get_user()
        return perform_login(
            self.request, person, redirect_url=self.get_redirect_url() or first_page_of(person)
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            nobody_yet=not can_anybody_sign_in(),
            is_kept=waits_for_sign_in(self.request),
            is_demo=settings.DEMO,
            service=service_link(),
            local_accounts=settings.LOCAL_ACCOUNTS,
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth_views.LogoutView):
    """Accepts POST only, so that a link on another site cannot sign anybody out. The browser forgets what it kept."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
