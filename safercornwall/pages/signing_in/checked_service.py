"""The way to the sign-in service and back, with what the library leaves out: whose words they are that come back."""

from __future__ import annotations

import logging
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from requests.exceptions import RequestException

from safercornwall.pages.signing_in.service import FAILED

logger = logging.getLogger(__name__)

# Each by a key whose other half the service alone has.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# Two clocks differ.
LEEWAY_SECONDS = 30
# Where a browser says that the way here began; an older one says nothing.
OURS_OR_NOBODYS = {"", "none", "same-origin"}


class CheckedService(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        if str(config.get("issuer", "")).rstrip("/") != self._expected.rstrip("/"):
            raise OAuth2Error("The sign-in service says that it is another.")
        return config

    @property
    def _expected(self) -> str:
        return self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Nobody comes in without a token about them, nor with somebody else's page of facts."""
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("The sign-in service sent no token about the person.")
        about = self._decode_id_token(app, signed)
        facts = self._fetch_user_info(token.token)
        if facts.get("sub") != about.get("sub"):
            raise OAuth2Error("The sign-in service speaks of two people at once.")
        data = {"id_token": about, "userinfo": facts}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Its signature, issuer, audience and time are right, and it was not used before."""
        try:
            header = jwt.get_unverified_header(id_token)
            said: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key_called(header.get("kid")),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "sub"]},
            )
        except jwt.PyJWTError as why:
            raise OAuth2Error("The token of the sign-in service does not hold.") from why
        jwtkit.verify_jti(said)
        return said

    def _key_called(self, name: str | None) -> Any:
        """The service's public key of that name; its only one, where the token names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        found = [key.key for key in keys if name is None or key.key_id == name]
        if len(found) != 1:
            raise OAuth2Error("The sign-in service has no such key.")
        return found[0]


@login_not_required
def go(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """A person asks for it on a page of ours: no other site signs anybody in."""
    if request.headers.get("Sec-Fetch-Site", "") not in OURS_OR_NOBODYS:
        return redirect("signing_in:sign_in")
    return _through(OAuth2LoginView, request, provider_id)


@login_not_required
def come(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _through(OAuth2CallbackView, request, provider_id)


def _through(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        return view.adapter_view(CheckedService(request, provider_id))(request)
    except SocialApp.DoesNotExist as why:
        raise Http404 from why
    except (OAuth2Error, RequestException):
        logger.exception("The sign-in service could not be used.")
        messages.error(request, FAILED)
        return redirect("signing_in:sign_in")
