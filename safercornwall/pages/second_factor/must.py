"""Whoever must have a second factor and has none sees nothing but the pages where they add one."""

from django.contrib import messages
from django.shortcuts import redirect

from accounts.second_factors import is_needed

SAID = "Your role needs a second factor. Add one, and go on."
# Beside those of second factors themselves.
OPEN = {
    *("signing_in:sign_in", "signing_in:sign_out", "signing_in:again"),
    *("your_account:stay", "your_account:end_session", "your_account:end_other_sessions"),
}


class MustHaveSecondFactor:
    """After the middleware that asks for a sign-in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.view_name
        if name in OPEN or name.startswith("mfa_") or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated or not is_needed(request):
            return None
        messages.warning(request, SAID)
        return redirect("mfa_index")
