"""The names are those that django-allauth looks for."""

from allauth.mfa.base.views import authenticate, index
from allauth.mfa.recovery_codes.views import (
    download_recovery_codes,
    generate_recovery_codes,
    view_recovery_codes,
)
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from .passkeys import RemovePasskey, passkey_sign_in

PAGE = "accounts/second-factor/"

urlpatterns = [
    path(PAGE, index, name="mfa_index"),
    path("accounts/sign-in/code/", authenticate, name="mfa_authenticate"),
    path("accounts/sign-in/passkey/", passkey_sign_in, name="mfa_login_webauthn"),
    path(
        "accounts/sign-in/begin/",
        login_not_required(RedirectView.as_view(pattern_name="signing_in:sign_in")),
        name="account_login",
    ),
    path(f"{PAGE}app/", activate_totp, name="mfa_activate_totp"),
    path(f"{PAGE}app/remove/", deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{PAGE}recovery-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{PAGE}recovery-codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        f"{PAGE}recovery-codes/download/",
        download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        f"{PAGE}passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"
    ),
    path(f"{PAGE}passkeys/new/", add_webauthn, name="mfa_add_webauthn"),
    path(f"{PAGE}passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]
