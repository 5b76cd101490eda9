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


def answer_there(page):
    """On the provider's own page."""
    page.get_by_placeholder("sub").fill("m-1")
    page.get_by_role("button", name="Authorize", exact=True).click()


def test_an_officer_comes_in_and_a_leaver_is_out(
    page, site, provider, configured, accessibility_problems, watch
):
    provider.says("m-1", **MORWENNA, groups=["g-officers"])
    page.goto("/accounts/sign-in/")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Sign in with Council account").click()
    answer_there(page)
    expect(page).to_have_url(f"{site}/my-work/")
    page.goto("/accounts/your-account/")
    expect(page.get_by_text("Officer").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    provider.says("m-1", **MORWENNA, groups=[])
    page.get_by_role("button", name="Sign in with Council account").click()
    answer_there(page)
    expect(page.get_by_text("You are in no group that may use the planner.")).to_be_visible()
    assert accessibility_problems(page) == []
    assert not User.objects.get(email="morwenna@council.example").is_active
    # The provider's own pages are no business of ours.
    watch.problems = [problem for problem in watch.problems if provider.url not in problem]
