"""What the sign-in service says counts only where it is the service that says it, of this person, to the planner."""

from contextlib import nullcontext
from types import SimpleNamespace

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from requests.exceptions import ConnectionError as Unreachable

from safercornwall.pages.signing_in.checked_service import CheckedService
from safercornwall.pages.signing_in.service import FAILED, PlannerService

ISSUER, CLIENT = "https://login.example/tenant", "planner"
CONFIG = {
    "issuer": ISSUER,
    "jwks_uri": f"{ISSUER}/keys",
    "token_endpoint": f"{ISSUER}/token",
    "authorization_endpoint": f"{ISSUER}/authorize",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
}
OURS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHERS = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Answer:
    def __init__(self, said):
        self.said = said

    def raise_for_status(self):
        pass

    def json(self):
        return self.said


@pytest.fixture
def service(settings, rf, monkeypatch, db):
    """A service that publishes OURS, and says of itself what `config` holds."""
    config, facts = dict(CONFIG), {"sub": "w-1", "email": "wenna@council.example"}
    app = {
        "provider_id": "service", "name": "Council", "client_id": CLIENT, "secret": "hush",
        "settings": {"server_url": ISSUER},
    }  # fmt: skip
    settings.SERVICE_NAME = "Council"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    public = {**jwt.algorithms.RSAAlgorithm.to_jwk(OURS.public_key(), as_dict=True), "kid": "k"}
    said = {"keys": {"keys": [public]}, "userinfo": facts}

    def get(url, **options):
        return Answer(said.get(url.rpartition("/")[2], config))

    monkeypatch.setattr(
        PlannerService, "get_requests_session", lambda self: nullcontext(SimpleNamespace(get=get))
    )
    found = CheckedService(rf.get("/"), "service")
    # As after a token that came straight from the service: the library would look at no signature.
    found.did_fetch_access_token = True
    found.config, found.facts = config, facts
    return found


def token(key=OURS, algorithm="RS256", kid="k", **claims):
    now = int(timezone.now().timestamp())
    facts = {"iss": ISSUER, "aud": CLIENT, "sub": "w-1", "iat": now - 5, "exp": now + 60, **claims}
    return jwt.encode(facts, key, algorithm=algorithm, headers={"kid": kid} if kid else None)


def come_in(service, signed):
    access, response = SimpleNamespace(token="access"), {"id_token": signed} if signed else {}
    return service.complete_login(
        service.request, service.get_provider().app, access, response=response
    )


def test_a_token_of_the_service_lets_its_person_in(service):
    assert come_in(service, token()).account.uid == "w-1"


def test_a_token_that_names_no_key_is_signed_by_the_only_one(service):
    assert come_in(service, token(kid=None)).account.uid == "w-1"


@pytest.mark.parametrize(
    "signed",
    [
        lambda: token(OTHERS),
        lambda: token(OTHERS, kid=None),
        lambda: token(kid="another"),
        lambda: token(None, algorithm="none"),
        lambda: token("planner" * 8, algorithm="HS256"),
        lambda: token(iss="https://login.example/other"),
        lambda: token(aud="another planner"),
        lambda: token(exp=1_000_000_000),
        lambda: token() + "x",
        lambda: "no token",
        lambda: "",
    ],
    ids=[
        *("signer", "nameless", "no such key"),
        "unsigned",
        "shared key",
        "issuer",
        "audience",
        "time",
        "changed",
        "none",
        "missing",
    ],
)
def test_any_other_is_refused(service, signed):
    with pytest.raises(OAuth2Error):
        come_in(service, signed())


def test_a_token_with_its_own_number_counts_once(service):
    signed = token(jti="once")
    come_in(service, signed)
    with pytest.raises(OAuth2Error, match="already used"):
        come_in(service, signed)


def test_facts_about_somebody_else_are_refused(service):
    service.facts["sub"] = "w-2"
    with pytest.raises(OAuth2Error, match="two people"):
        come_in(service, token())


def test_a_service_that_calls_itself_another_is_refused(service):
    service.config["issuer"] = "https://login.example/other"
    with pytest.raises(OAuth2Error, match="another"):
        come_in(service, token(iss="https://login.example/other"))


def test_one_that_cannot_be_reached_is_said_in_plain_words(service, client, monkeypatch):
    def fail(self):
        raise Unreachable

    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", property(fail))
    answer = client.get(reverse("openid_connect_login", args=["service"]), follow=True)
    assert FAILED in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "leads"),
    [
        ("cross-site", "/accounts/sign-in/"),
        ("same-site", "/accounts/sign-in/"),
        ("same-origin", f"{ISSUER}/authorize"),
        ("none", f"{ISSUER}/authorize"),
        (None, f"{ISSUER}/authorize"),
    ],
)
def test_no_other_site_begins_a_sign_in(service, said, leads):
    headers = {"Sec-Fetch-Site": said} if said else {}
    answer = Client().get(reverse("openid_connect_login", args=["service"]), headers=headers)
    assert answer["Location"].partition("?")[0] == leads


def test_the_service_leads_the_planner_to_no_other_address():
    assert PlannerService().get_requests_session().max_redirects == 0
