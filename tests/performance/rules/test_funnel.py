"""Funnel limits against the test data of OHID's PHEindicatormethods."""

import pytest

from performance.rules.funnel import (
    FAR,
    NEAR,
    AreaCount,
    FunnelPlace,
    average_ratio,
    limit_of,
    place_of,
    share_limits,
)

# "testdata_funnel_prop_outputs.csv": at an average of 80.642448%, by population.
AVERAGE = 0.80642448
SHARES = [
    (3, 35.933491, 100, 10.150815, 100),
    (20, 63.326743, 97.958152, 53.341156, 100),
    (102, 72.974925, 88.309971, 68.553233, 92.731663),
    (1008, 78.203374, 83.081521, 76.796814, 84.488082),
    (110000, 80.408963, 80.875933, 80.274317, 81.010578),
]
# "testdata_funnel_rate_outputs.csv": at 116.1720835 per 100,000 over three years, for so many events the population of one year at
# which they are on the lower, and on the upper, 95% limit and the rate there.
RATE = 116.1720835 / 100_000
RATES = [
    (10, 5276.757672, 63.17010446, 1375.943768, 242.2579623),
    (99, 34583.45945, 95.42133877, 23087.10848, 142.9369123),
]


@pytest.mark.parametrize(("of", "low", "high", "far_low", "far_high"), SHARES)
def test_the_limits_of_a_share_are_those_published(of, low, high, far_low, far_high):
    near, far = share_limits(of, AVERAGE, NEAR), share_limits(of, AVERAGE, FAR)
    assert [100 * end for end in near] == pytest.approx((low, high), abs=1e-4)
    assert [100 * end for end in far] == pytest.approx((far_low, far_high), abs=1e-4)


@pytest.mark.parametrize(("events", "low_of", "low", "high_of", "high"), RATES)
def test_the_limits_of_a_rate_go_through_the_published_points(events, low_of, low, high_of, high):
    smallest, largest = 3 * high_of * 0.9, 3 * low_of * 1.1
    found = limit_of(NEAR, RATE, smallest, largest, is_share=False)
    for points, of, rate in ((found.low, low_of, low), (found.high, high_of, high)):
        nearest = min(points, key=lambda point: abs(point.of - 3 * of))
        assert nearest.of == pytest.approx(3 * of, rel=1e-6)
        assert 100_000 * nearest.ratio == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize(("events", "low_of", "low", "high_of", "high"), RATES)
def test_an_area_just_beyond_a_published_limit_is_outside_it(events, low_of, low, high_of, high):
    def place(of):
        return place_of(AreaCount(events, 3 * of), RATE, is_share=False)

    assert place(low_of * 0.999) == FunnelPlace.WITHIN
    assert place(low_of * 1.001) == FunnelPlace.BELOW
    assert place(high_of * 1.001) == FunnelPlace.WITHIN
    assert place(high_of * 0.999) == FunnelPlace.ABOVE


@pytest.mark.parametrize(
    ("count", "place"),
    # 10 are expected. The exact 95% limits of 17 begin at 9.90 and of 18 at 10.67; the 99.8% ones of 21 at 9.62 and of 22 at 10.29.
    [(10, "WITHIN"), (17, "WITHIN"), (18, "ABOVE"), (21, "ABOVE"), (22, "FAR_ABOVE"),
     # Those of 4 end at 10.24 and of 3 at 8.77; the 99.8% ones of 2 at 11.23 and of 1 at 9.23.
     (4, "WITHIN"), (3, "BELOW"), (2, "BELOW"), (1, "FAR_BELOW"), (0, "FAR_BELOW")],
)  # fmt: skip
def test_a_count_beside_what_is_expected_of_it(count, place):
    assert place_of(AreaCount(count, 1000), 0.01, is_share=False) == FunnelPlace[place]


def test_the_limits_reach_from_the_smallest_to_the_largest_area_and_close_in():
    for is_share in (True, False):
        found = limit_of(FAR, 0.02, 500, 5000, is_share=is_share)
        for points in (found.low, found.high):
            assert (points[0].of, points[-1].of) == (500, 5000)
            assert len(points) < 150
        width = [
            high.ratio - low.ratio
            for low, high in ((found.low[0], found.high[0]), (found.low[-1], found.high[-1]))
        ]
        assert width[1] < width[0] / 2


def test_the_average_is_of_all_events_and_not_of_the_rates():
    areas = [AreaCount(10, 100), *[AreaCount(1, 1000)] * 4]
    assert average_ratio(areas) == pytest.approx(14 / 4100)


@pytest.mark.parametrize("areas", [[AreaCount(5, 100)] * 4, [AreaCount(0, 100)] * 9, []])
def test_too_few_areas_or_no_events_make_no_funnel(areas):
    assert average_ratio(areas) is None
