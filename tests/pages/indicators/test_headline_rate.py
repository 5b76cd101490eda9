"""The headline count is shown as a rate too, and says that it is worked out and from what."""

from datetime import UTC, datetime

import pytest

from performance.choices import NumberKind
from places.models import PopulationEstimate
from tests.pages.reading_pages import words_of

SAID = (
    "0.2 crimes per 1,000 people in Q1 2011/12, worked out from 90 crimes and a population of 532,300"
    " in mid-2011 (ONS)."
)


@pytest.fixture
def indicator(world):
    return world.indicator(
        world.theme(), value=90, unit="crimes", number_kind=NumberKind.COUNTED, slug="crimes"
    )


def estimate(indicator, year=2011, people=532300, **facts):
    return PopulationEstimate.objects.create(
        area=indicator.area, year=year, people=people, source="ONS", **facts
    )


@pytest.fixture
def page(indicator, board, sign_in):
    client = sign_in(board)
    return lambda: words_of(client.get(indicator.get_absolute_url()))


def test_a_count_says_its_rate_and_what_it_was_worked_out_from(indicator, page):
    assert "per 1,000 people" not in page()
    estimate(indicator)
    assert SAID in page()


def test_the_newest_estimate_before_the_period_serves_and_a_later_one_never(indicator, page):
    estimate(indicator, 2012, 600000)
    assert "per 1,000 people" not in page()
    estimate(indicator, 2009, 500000)
    assert "a population of 500,000 in mid-2009" in page()


def test_one_that_was_removed_no_longer_counts(indicator, page):
    estimate(indicator, known_to=datetime(2099, 1, 1, tzinfo=UTC))
    assert "per 1,000 people" not in page()


@pytest.mark.parametrize(
    "facts",
    [{"unit": "%", "number_kind": NumberKind.SHARE}, {"unit": "£", "number_kind": NumberKind.COUNTED}],
)  # fmt: skip
def test_what_counts_no_events_has_no_rate(indicator, page, facts):
    type(indicator).objects.filter(pk=indicator.pk).update(**facts)
    estimate(indicator)
    assert "per 1,000 people" not in page()
