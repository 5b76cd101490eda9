"""Asking for the password once more before what cannot be taken back, and leading on to it."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.sessions import prove
from safercornwall.pages.components.passwords import PasswordCheck, password_field
from safercornwall.pages.signing_in.service import service_link
from safercornwall.pages.signing_in.unsent import waits_for_sign_in


class AgainForm(PasswordCheck, forms.Form):
    password = password_field(
        "Your password", "current-password", required="Enter your current password"
    )

    def __init__(self, data=None, *, request):
        self.request, self.user = request, request.user
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.add_input(Submit("go_on", "Go on"))

    def clean_password(self):
        return self.check_password(self.cleaned_data["password"])


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: HttpRequest) -> HttpResponse:
    form = AgainForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid():
        context = {
            "form": form,
            "is_kept": waits_for_sign_in(request),
            "has_password": request.user.has_usable_password() and settings.LOCAL_ACCOUNTS,
            "service": service_link(),
            "next": next_page(request),
        }
        return render(request, "signing_in/again.html", context)
    prove(request)
    return redirect(next_page(request))


def next_page(request: HttpRequest) -> str:
    """Where the person was; their account where no address of the planner is said."""
    page = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if is_ours else reverse("your_account:page")
