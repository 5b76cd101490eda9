"""Removing a passkey, and signing in with one. The rest is the library's as it is."""

from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect

from accounts.second_factors import is_last_needed

LAST = "Your role needs a second factor, and this is your only one. Add another first."


class RemovePasskey(RemoveWebAuthnView):
    def form_valid(self, form):
        if is_last_needed(self.object):
            messages.error(self.request, LAST)
            return redirect("mfa_index")
        return super().form_valid(form)


passkey_sign_in = login_not_required(LoginWebAuthnView.as_view())
