"""What can hardly be is asked about by hand too, in the seeded plan, and kept when somebody says that it is right."""

from decimal import Decimal

import pytest
from django.urls import reverse

from performance.models import Figure
from tests.pages.reading_pages import words_of

Q1, Q2 = "Q1 2011/12", "Q2 2011/12"


@pytest.fixture
def enter(seeded_db, analyst, sign_in):
    """Sends the form, and gives the page that the browser lands on."""
    client = sign_in(analyst)

    def entered(slug, period, value, step, **more):
        there = Figure.objects.latest_revisions().filter(indicator__slug=slug)
        base = there.filter(period_start="2011-04-01").first() if period == Q1 else None
        sent = {"numerator": "", "denominator": "", "state": "final", "comment": "", "base": "",
                "period": period, "area": "cornwall", "value": value, step: step} | more  # fmt: skip
        if base:
            sent["base"] = base.pk
        response = client.post(reverse("figures:enter", args=[slug]), sent)
        again = response.status_code == 302 and "typed=" in response.url
        return client.get(response.url) if again else response

    return entered


@pytest.mark.parametrize(
    ("slug", "period", "value", "said"),
    [
        ("premises-closures", Q2, "1,234", "is 4, and this is ten times that or more."),
        ("premises-closures", Q2, "5,000,000", "is 4, and this is ten times that or more."),
        ("premises-closures", Q1, "1,234", "ten times the target for 2011/12 (8) or more"),
        ("premises-closures", Q2, "-3", "The value is -3, which is below zero"),
        ("sarc-follow-up", Q2, "-5%", "The value is -5, which is below zero"),
        ("sarc-follow-up", Q2, "101", "The value is 101%, which is more than 100%"),
    ],
)
def test_what_can_hardly_be_is_saved_when_it_is_looked_at_again(enter, slug, period, value, said):
    assert said in words_of(enter(slug, period, value, "check"))
    before = Figure.objects.count()
    refused = enter(slug, period, value, "save")
    assert "Tick the box if the figure is right" in words_of(refused)
    assert Figure.objects.count() == before
    enter(slug, period, value, "save", sure="on", reason="It was miscounted")
    kept = Figure.objects.latest("pk")
    assert (kept.indicator.slug, kept.value) == (slug, Decimal(value.strip("%").replace(",", "")))


@pytest.mark.parametrize(
    ("slug", "period", "value"),
    [
        ("premises-closures", Q2, "39"),
        ("premises-closures", Q1, "79"),
        ("sarc-follow-up", Q2, "100"),
        ("serious-acquisitive-crime", "2011/12", "-15.5"),
    ],
)
def test_what_can_be_is_not_asked_about(enter, slug, period, value):
    page = enter(slug, period, value, "check")
    assert "Nothing is saved yet" in words_of(page)
    assert "sure" not in page.context["form"].fields


def test_two_counts_the_wrong_way_round_are_asked_about(enter):
    words = words_of(enter("sarc-follow-up", Q2, "", "check", numerator="200", denominator="154"))
    assert "129.87% is worked out from 200 over 154" in words
    assert "The numerator, 200, is more than the denominator, 154: over 100%" in words
    assert "Check that they are the right way round, and tick the box if they are." in words
