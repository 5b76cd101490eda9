"""Signing in through the partnership's own service by OpenID Connect, and the pages that are shut where it is the only way."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.sign_in_service import TAKEN, NotLetIn, admit, said_by

SERVICE = "service"
FAILED = (
    "The sign-in service did not let you in. Try again, or ask an administrator of the planner."
)
# What only people with a password of the planner's own need.
ONLY_LOCAL = {
    *("signing_in:forgotten_password", "signing_in:link_sent", "signing_in:new_password"),
    *("signing_in:new_password_link", "signing_in:invitation", "signing_in:invitation_link"),
    *("your_account:password", "people:invite", "people:invite_again", "mfa_login_webauthn"),
    *("setting_up:first_administrator", "setting_up:first_link"),
}


class PlannerService(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """People are made from what the service says of them, before anybody could sign up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        known = sociallogin.user if sociallogin.is_existing else None
        said = said_by(
            claims_of(sociallogin.account.extra_data), groups_claim=settings.SERVICE_GROUPS_CLAIM
        )
        try:
            person = admit(known, said, roles=settings.SERVICE_ROLES)
            sociallogin.account = _account_of(sociallogin, person)
        except NotLetIn as why:
            raise _refusal(request, str(why)) from why
        sociallogin.user = person
        request.came_by_service = True  # type: ignore[attr-defined]

    def get_requests_session(self) -> Any:
        """The service answers itself: whoever it would send the planner on to was not agreed with."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(self, request: HttpRequest, *args: Any, **facts: Any) -> None:
        raise _refusal(request, FAILED)


def claims_of(extra_data: dict[str, Any]) -> dict[str, Any]:
    """What the token and the page about the person say together."""
    return {**(extra_data.get("id_token") or {}), **(extra_data.get("userinfo") or {})}


def _account_of(sociallogin: Any, person: Any) -> SocialAccount:
    """Says by which number the service knows a person. What else it said is not kept."""
    number = {"provider": sociallogin.account.provider, "uid": sociallogin.account.uid}
    others = SocialAccount.objects.filter(user=person, provider=number["provider"])
    if others.exclude(uid=number["uid"]).exists():
        raise NotLetIn(TAKEN)
    account, _ = SocialAccount.objects.update_or_create(
        **number, defaults={"user": person, "extra_data": {}}
    )
    return account


def _refusal(request: HttpRequest, why: str) -> ImmediateHttpResponse:
    messages.error(request, why)
    return ImmediateHttpResponse(redirect("signing_in:sign_in"))


def service_link() -> dict[str, str] | None:
    """What the sign-in page leads to; None where no service is configured."""
    if not settings.SERVICE_NAME:
        return None
    address = reverse("openid_connect_login", kwargs={"provider_id": SERVICE})
    return {"name": settings.SERVICE_NAME, "address": address}


class OnlyTheService:
    """Middleware: where local accounts are turned off, nobody comes in by a password of the planner's own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if settings.LOCAL_ACCOUNTS:
            return
        name = request.resolver_match.view_name
        if name in ONLY_LOCAL or (name == "signing_in:sign_in" and request.method == "POST"):
            raise Http404
