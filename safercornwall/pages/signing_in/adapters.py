"""How django-allauth is used here: nobody signs up, our words and addresses, our fresh sign-in, our e-mails."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import second_factors
from accounts.backends import RIGHTS_BACKEND
from accounts.partnership import planner_name
from accounts.second_factors import factors_of, is_last_needed, keep_trace
from accounts.sessions import is_proved
from core.sealing import seal, unseal
from safercornwall.lists.record_kinds import may_change_records
from safercornwall.pages.components.fresh_sign_in import SignInTooOld
from safercornwall.pages.components.last_visit import keep_last_visit
from safercornwall.pages.components.letters import tell

CLOSED = "This account is closed. Ask an administrator of the planner to open it."
WRONG_CODE = "Enter the code that your app shows now, or a recovery code that you have not used"
TOO_MANY_CODES = "Too many wrong codes. Wait five minutes, and try again"
# What the key that seals them is made for.
PURPOSE = "accounts.second_factors"
# By what the library calls a change.
CHANGES = {
    "mfa/email/totp_activated": second_factors.ADDED_APP,
    "mfa/email/totp_deactivated": second_factors.REMOVED_APP,
    "mfa/email/webauthn_added": second_factors.ADDED_PASSKEY,
    "mfa/email/webauthn_removed": second_factors.REMOVED_PASSKEY,
    "mfa/email/recovery_codes_generated": second_factors.NEW_CODES,
}


class PlannerAccounts(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY_CODES,
        "rate_limited": TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited."""
        return False

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Asked as everywhere in the planner: an older sign-in leads to the password, and back."""
        if not is_proved(context.request):
            raise SignInTooOld
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        before = user.last_login
        user.backend = RIGHTS_BACKEND
        super().login(request, user)
        keep_last_visit(request, before)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page_of(request.user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, CLOSED)
        return redirect("signing_in:sign_in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """As everywhere in the planner; empty where the server does not say."""
        return get_client_ip_address(request) or ""

    def send_notification_mail(
        self, template_prefix: str, user: Any, *args: Any, **facts: Any
    ) -> None:
        keep_trace(user, CHANGES[template_prefix], by=user)
        tell(user, "second factor", to=user.email)


def first_page_of(person: Any) -> str:
    """Whoever changes records begins with their own; the others with the board."""
    return reverse("my_work:page") if may_change_records(person) else settings.LOGIN_REDIRECT_URL


class PlannerFactors(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": "Your role needs a second factor. Add a passkey first.",
        "cannot_generate_recovery_codes": "Add a passkey or an app for codes first.",
    }

    def get_totp_issuer(self) -> str:
        return planner_name()

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()

    def _get_site_name(self) -> str:
        return planner_name()

    def generate_authenticator_name(self, user: Any, kind: Any) -> str:
        number = sum(row.type == kind for row in factors_of(user)) + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_needed(authenticator)

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=PURPOSE)
