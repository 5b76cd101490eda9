"""An officer comes in through an OpenID provider, and a leaver is out."""

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from accounts.models import User
from tests.provider import running_provider

MORWENNA = {"email": "morwenna@council.example", "given_name": "Morwenna", "family_name": "Nance"}


@pytest.fixture(scope="module")
def provider():
    with running_provider() as running:
        yield running


@pytest.fixture
def configured(provider):
    with override_settings(**provider.settings()):
        yield


def go_through_it(page, watch, arrived):
    """Its own page is no business of ours: it asks other hosts for its looks. `arrived` waits for a page of ours."""
    assert watch.problems == []
    page.get_by_role("button", name="Sign in with Council account").click()
    page.get_by_placeholder("sub").fill("m-1")
    page.get_by_role("button", name="Authorize", exact=True).click()
    arrived()
    watch.problems = []


def test_an_officer_comes_in_and_a_leaver_is_out(
    page, site, provider, configured, accessibility_problems, watch
):
    provider.says("m-1", **MORWENNA, groups=["g-officers"])
    page.goto("/accounts/sign-in/")
    assert accessibility_problems(page) == []
    go_through_it(page, watch, lambda: expect(page).to_have_url(f"{site}/my-work/"))
    page.goto("/accounts/your-account/")
    expect(page.get_by_text("Officer").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    provider.says("m-1", **MORWENNA, groups=[])
    refused = page.get_by_text("You are in no group that may use the planner.")
    go_through_it(page, watch, lambda: expect(refused).to_be_visible())
    assert accessibility_problems(page) == []
    assert not User.objects.get(email="morwenna@council.example").is_active
