"""What the environment says of a sign-in service."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from safercornwall.settings.service import roles_by_group, sign_in_service

WHOLE = {
    "SERVICE_URL": "https://login.example/tenant/v2.0/",
    "SERVICE_CLIENT_ID": "planner",
    "SERVICE_CLIENT_SECRET": "hush",
    "SERVICE_GROUPS": "a-1=Analyst, b=2=Board member",
}


@pytest.fixture
def environment(monkeypatch):
    def set_to(**facts):
        for name in (*WHOLE, "LOCAL_ACCOUNTS", "SERVICE_NAME"):
            monkeypatch.delenv(name, raising=False)
        for name, value in facts.items():
            monkeypatch.setenv(name, value)

    return set_to


def test_without_an_address_there_is_none(environment):
    environment()
    assert sign_in_service() == {}


def test_it_is_set_up_from_the_environment(environment):
    environment(**WHOLE, LOCAL_ACCOUNTS="false")
    found = sign_in_service()
    (app,) = found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://login.example/tenant/v2.0"
    assert found["SERVICE_ROLES"] == {"a-1": "Analyst", "b=2": "Board member"}
    assert found["LOCAL_ACCOUNTS"] is False
    assert found["SERVICE_NAME"] == "your organisation's account"


@pytest.mark.parametrize(
    "missing", ["SERVICE_CLIENT_ID", "SERVICE_CLIENT_SECRET", "SERVICE_GROUPS"]
)
def test_what_is_missing_is_named(environment, missing):
    environment(**{name: value for name, value in WHOLE.items() if name != missing})
    with pytest.raises(ImproperlyConfigured, match=missing):
        sign_in_service()


def test_local_accounts_are_not_turned_off_without_it(environment):
    environment(LOCAL_ACCOUNTS="false")
    with pytest.raises(ImproperlyConfigured, match="nobody could come in"):
        sign_in_service()


@pytest.mark.parametrize("written", ["", "Analyst", "g=", "=Analyst", "g=King", "g=Analyst,h"])
def test_groups_that_say_no_role_are_refused(written):
    with pytest.raises(ImproperlyConfigured, match="SERVICE_GROUPS"):
        roles_by_group(written)


def test_nobody_is_sent_there_in_the_clear(environment):
    environment(**{**WHOLE, "SERVICE_URL": "http://login.example/tenant"})
    with pytest.raises(ImproperlyConfigured, match="https"):
        sign_in_service()
