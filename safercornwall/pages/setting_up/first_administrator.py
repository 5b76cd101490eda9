"""Coming in as the first administrator, by the link that the server prints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from accounts.first_administrator import can_anybody_sign_in, come_in_first
from accounts.links import LinkDead, link_of
from accounts.models import FirstSignIn
from safercornwall.pages.components.account_fields import own_email_field
from safercornwall.pages.components.one_time_links import come_in, dead_link, put_aside
from safercornwall.pages.components.passwords import NewPasswordForm

IN_SESSION = "first_sign_in"
DEAD = "The link of the first administrator works once, for a day, and only while nobody can sign in yet."
NOW = (
    "If somebody can sign in already, ask them to invite you. If not, start the planner again, or run"
    " “python manage.py first_administrator” on the server: either prints a new link."
)


def _name(label: str, autocomplete: str, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={
            "required": f"Enter your {label.lower().removeprefix('your ')}",
            "max_length": f"Enter at most {longest} characters",
        },
    )


class FirstAdministratorForm(NewPasswordForm):
    """Who the first administrator is, and the password that they choose."""

    first_name = _name("Your first name", "given-name", 150)
    last_name = _name("Your last name", "family-name", 150)
    email = own_email_field("Your e-mail address", "For a new password, should you forget yours.")
    field_order = ("first_name", "last_name", "email", "new_password1", "new_password2")

    def clean(self) -> Any:
        """A password is not like the name: the person has one from now on."""
        for name in ("first_name", "last_name", "email"):
            setattr(self.user, name, self.cleaned_data.get(name, ""))
        return super().clean()


@sensitive_variables("token")
@login_not_required
@require_safe
def first_link_page(request, token):
    is_ours = link_of(FirstSignIn, token) is not None
    page = "setting_up:first_administrator"
    return put_aside(request, IN_SESSION, token, is_ours=is_ours, page=page)


@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request):
    found = link_of(FirstSignIn, request.session.get(IN_SESSION, ""))
    if found is None or not found.works(timezone.now()) or can_anybody_sign_in():
        return dead_link(request, DEAD, now=NOW)
    data = request.POST if request.method == "POST" else None
    form = FirstAdministratorForm(found.person, data, button="Save and sign in")
    if not form.is_valid():
        return render(request, "setting_up/first_administrator.html", {"form": form})
    said = form.cleaned_data
    try:
        person = come_in_first(
            found,
            first_name=said["first_name"],
            last_name=said["last_name"],
            email=said["email"],
            password=said["new_password1"],
        )
    except LinkDead:
        return dead_link(request, DEAD, now=NOW)
    come_in(request, person, IN_SESSION)
    return redirect("setting_up:page")
