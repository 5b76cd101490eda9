"""The chart of a series: gaps, breaks, targets and what lies later, at their places and in words."""

import re

import pytest

from safercornwall.pages.components.pictures.readings import Break, DrawnReading
from safercornwall.pages.components.pictures.series.chart import series_chart
from safercornwall.pages.components.pictures.series.data import (
    Comparison,
    DrawnForecast,
    SeriesChart,
    Slot,
    TargetBound,
)

FOUR = tuple(Slot(f"Q{n}", "2011/12") for n in (1, 2, 3, 4))


def chart(*values, slots=FOUR, **more):
    readings = tuple(
        DrawnReading(slot.label, value, f"{value}")
        for slot, value in zip(slots, values, strict=True)
    )
    return SeriesChart("Fires", "per 10,000 people", slots, readings, **more)


def lines(drawn):
    """The lines of the figures, without the one in the key."""
    return re.findall(r'<path d="([^"]+)" class="sc-pic__line', drawn)


def points(drawn):
    """The points of the figures, which count in percent: those of the key count in pixels."""
    return [
        (float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)%" cy="([\d.-]+)"', drawn)
    ]


def test_figures_stand_in_the_middle_of_their_slots_from_zero_at_the_base():
    assert points(series_chart(chart(0, 1, 2, 4))) == [
        (12.5, 254),
        (37.5, 194),
        (62.5, 134),
        (87.5, 14),
    ]


def test_a_missing_figure_is_a_gap_and_no_zero():
    drawn = series_chart(chart(1, 2, None, 4))
    assert len(points(drawn)) == 3
    assert lines(drawn) == ["M125 194L375 134"]
    assert "No figure for Q3." in drawn


def test_why_a_figure_is_missing_stands_in_its_slot():
    found = chart(1, 2, 3, 4)
    held = DrawnReading("Q4", None, state="suppressed")
    drawn = series_chart(SeriesChart("Fires", "", FOUR, (*found.readings[:3], held)))
    assert "Suppressed (small number)" in drawn
    assert re.search(r'<svg x="87\.5%" y="242"[^>]*sc-pic__shape', drawn)


def test_nothing_is_joined_across_a_break():
    drawn = series_chart(chart(1, 2, 3, 4, breaks=(Break(2, "new rule"),)))
    assert len(lines(drawn)) == 2
    assert re.search(r'x1="50%" x2="50%"[^>]*sc-pic__break', drawn)
    assert "The series breaks: new rule" in drawn


@pytest.mark.parametrize("place", [-1, 0, 4])
def test_a_break_outside_the_chart_is_not_drawn(place):
    assert 'y1="6"' not in series_chart(chart(1, 2, 3, 4, breaks=(Break(place),)))


def test_what_lies_later_is_set_apart_and_not_joined():
    drawn = series_chart(chart(1, 2, 3, 4, later_from=3, later_words="After 30 November 2011"))
    assert len(lines(drawn)) == 1
    assert re.search(r'<rect x="75%" width="25%"[^>]*sc-pic__later-ground', drawn)
    assert "3 figures, from 1 (Q1) to 3 (Q3). After 30 November 2011: 4 (Q4)." in drawn


@pytest.mark.parametrize(
    ("bound", "flag"), [(TargetBound(2, "at_most"), "-5 8z"), (TargetBound(2, "at_least"), "-5-8z")]
)
def test_the_flag_of_a_target_points_to_the_better_side(bound, flag):
    assert flag in series_chart(chart(1, 2, 3, 4, targets=((bound,),) * 4))


def test_a_target_is_one_line_as_long_as_it_holds():
    first, second = (TargetBound(3, "at_most", 3.5),), (TargetBound(2, "at_most", 2.5),)
    drawn = series_chart(chart(1, 2, 3, 4, targets=(first, first, (), second)))
    ends = re.findall(r'x1="([\d.]+)%" x2="([\d.]+)%"[^>]*sc-pic__target', drawn)
    assert ends == [("0", "50"), ("75", "100")]
    assert drawn.count('class="sc-pic__tolerance"') == 3  # Two bands and their swatch.


def test_a_range_has_two_lines():
    both = (TargetBound(1, "at_least"), TargetBound(3, "at_most"))
    drawn = series_chart(chart(1, 2, 3, 4, targets=(both,) * 4))
    assert len(re.findall(r'x1="0%" x2="100%"[^>]*sc-pic__target', drawn)) == 2


def test_comparators_differ_by_their_marks():
    others = tuple(Comparison(name, (None, 2, None, None)) for name in ("England", "Similar"))
    drawn = series_chart(chart(1, 2, 3, 4, comparisons=others))
    assert "sc-pic__other--0" in drawn
    assert "sc-pic__other--1" in drawn
    assert "England: 2 (Q2). Similar: 2 (Q2)." in drawn


@pytest.mark.parametrize("values", [(1, 2, None, None), (None,) * 4])
def test_a_forecast_is_a_fan_from_the_last_figure(values):
    fan = (None, None, DrawnForecast(3, 2, 4), DrawnForecast(4, 2, 6))
    drawn = series_chart(chart(*values, forecast=fan, forecast_words="4 (2 to 6)"))
    assert 'class="sc-pic__fan"' in drawn
    assert "Forecast: 4 (2 to 6)." in drawn


def test_a_forecast_of_one_slot_alone_still_shows_its_range():
    fan = (None, None, None, DrawnForecast(4, 2, 6))
    assert "sc-pic__fan-line" in series_chart(chart(None, None, None, None, forecast=fan))


def test_an_interval_is_drawn_only_where_both_ends_are_known():
    found = (DrawnReading("Q1", 2, low=1, high=3), DrawnReading("Q2", 2, low=1))
    drawn = series_chart(SeriesChart("Fires", "", FOUR[:2], found))
    assert len(re.findall(r'<svg x="[\d.]+%"[^>]*><path d="M-4 0h8', drawn)) == 1


@pytest.mark.parametrize(
    "values", [(None,), (0,), (-5,), (1e15,), (float("nan"),), (float("inf"),), (1e-9,)]
)
def test_one_slot_of_any_size_is_drawn_within_the_chart(values):
    drawn = series_chart(chart(*values, slots=FOUR[:1]))
    assert all(14 <= y <= 254 for _, y in points(drawn))
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_a_chart_without_slots_is_an_empty_plane():
    assert "No figures yet." in series_chart(SeriesChart("Fires", "", (), ()))


def test_an_entry_too_few_is_an_error():
    with pytest.raises(ValueError, match="one entry for each slot"):
        SeriesChart("Fires", "", FOUR, (DrawnReading("Q1", 1),))


def labels(drawn, look):
    return re.findall(rf'class="sc-pic__label ?{look}">([^<]+)<', drawn)


def test_quarters_are_named_under_their_year():
    drawn = series_chart(chart(1, 2, 3, 4))
    assert labels(drawn, "") == ["Q1", "Q2", "Q3", "Q4", "2011/12"]


def test_a_narrow_chart_names_fewer_months_than_a_wide_one():
    months = tuple(
        Slot(name, "2011/12")
        for name in [
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
            "Jan",
            "Feb",
            "Mar",
        ]
    )
    drawn = series_chart(chart(*range(12), slots=months))
    assert labels(drawn, "") == ["Apr", "Jun", "Aug", "Oct", "Dec", "Feb", "2011/12"]
    assert labels(drawn, "sc-pic__wide") == ["May", "Jul", "Sep", "Nov", "Jan", "Mar"]


def test_ten_years_of_months_name_only_their_years():
    slots = tuple(Slot("Mon", f"{2000 + year}") for year in range(10) for _ in range(12))
    drawn = series_chart(chart(*range(120), slots=slots))
    assert set(labels(drawn, "") + labels(drawn, "sc-pic__wide")) <= {
        str(2000 + n) for n in range(10)
    }
    assert len(drawn) < 16_000


@pytest.mark.parametrize(
    ("count", "half", "has_words"), [(16, 11, True), (17, 7, True), (40, 7, True), (41, 4, False)]
)
def test_signs_are_smaller_the_more_slots_there_are(count, half, has_words):
    slots = tuple(Slot(f"{n}") for n in range(count))
    readings = tuple(DrawnReading(f"{n}", n, short=f"= {n}") for n in range(count))
    drawn = series_chart(SeriesChart("Crimes", "Crimes", slots, readings, signals=(3,)))
    assert f"M0-{half} {half} 0 0 {half}-{half} 0z" in drawn
    assert (f"= {count - 1}" in drawn) is has_words


@pytest.mark.parametrize(("years", "foot"), [(2, 296), (17, 260)])
def test_the_ticks_of_a_long_axis_end_above_its_words(years, foot):
    """Of 17 years not every one has room for its label, and a tick would cross those that are drawn."""
    slots = tuple(Slot(f"Q{n}", f"{year}") for year in range(2000, 2000 + years) for n in range(1, 5))  # fmt: skip
    drawn = series_chart(chart(*range(len(slots)), slots=slots))
    ticks = re.findall(r'<line [^>]*y1="254" y2="([\d.]+)" class="sc-pic__tick"', drawn)
    assert ticks == [str(foot)] * (years - 1)
