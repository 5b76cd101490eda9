"""Exact Poisson limits against published ones."""

import pytest

from performance.rules.poisson import MOST_EXACT, byar_limits, exact_limits

# PHEindicatormethods (OHID), test data "testdata_funnel_rate_outputs.csv": for each count of events over three years the
# populations at which it lies on a control limit, at a rate of 116.1720835 per 100,000. The events expected of them
# are the exact limits.
EXPECTED = 3 * 116.1720835 / 100_000
PHE = [
    # events, lower and upper 95%, lower and upper 99.8%, as populations
    (1, 7.264481402, 1598.675694, 0.287087625, 2649.348525),
    (2, 69.49732367, 2072.984403, 13.02722321, 3221.906682),
    (5, 465.8280129, 3348.002593, 212.14848, 4721.370883),
    (10, 1375.943768, 5276.757672, 849.4639547, 6924.776769),
    (30, 5807.727562, 12288.34267, 4553.350694, 14657.31486),
    (99, 23087.10848, 34583.45945, 20393.92315, 38382.78582),
    (356, 91810.8003, 113329.0684, 86231.47078, 120008.3527),
]


@pytest.mark.parametrize(("events", "low", "high", "far_low", "far_high"), PHE)
def test_limits_are_those_of_the_public_health_funnel(events, low, high, far_low, far_high):
    assert exact_limits(events, 0.95) == pytest.approx((low * EXPECTED, high * EXPECTED), rel=5e-6)
    far = (far_low * EXPECTED, far_high * EXPECTED)
    assert exact_limits(events, 0.998) == pytest.approx(far, rel=5e-6, abs=1e-7)


def test_no_events_have_the_upper_limit_that_epitools_prints():
    """R package epitools, pois.exact: "When x = 0, for the upper confidence limit pois.exact returns 3.689"."""
    low, high = exact_limits(0)
    assert low == 0
    assert high == pytest.approx(3.689, abs=0.0005)


def test_a_rate_is_that_of_the_manual_of_statsdirect():
    """14 events in 400 person years: "Exact 95% confidence interval = 0.019135 to 0.058724"."""
    low, high = exact_limits(14)
    assert (low / 400, high / 400) == pytest.approx((0.019135, 0.058724), abs=5e-7)


def test_byars_lower_limit_is_that_of_the_tool_of_public_health():
    """PHStatsMethods (DHSC), tests: byars_lower(100)."""
    assert byar_limits(100)[0] == pytest.approx(81.36210549052788, rel=1e-9)


@pytest.mark.parametrize("row", [row for row in PHE if row[0] >= 10], ids=lambda row: str(row[0]))
def test_byars_limits_are_as_near_to_the_exact_ones_as_published(row):
    """PHE Technical Guide (2018): "within 0.2% of the exact value for numerators of 10 or more", at 95%."""
    events, low, high, _, _ = row
    assert byar_limits(events) == pytest.approx((low * EXPECTED, high * EXPECTED), rel=0.002)


def test_the_exact_limits_and_byars_meet_where_one_gives_way_to_the_other():
    exact, byar = exact_limits(MOST_EXACT - 1), byar_limits(MOST_EXACT - 1)
    assert exact == pytest.approx(byar, rel=1e-4)
    assert exact_limits(MOST_EXACT) == byar_limits(MOST_EXACT)


def test_a_count_below_zero_is_refused():
    with pytest.raises(ValueError, match="never below zero"):
        exact_limits(-1)
