"""A sparkline keeps its gaps and its breaks, and says the series in words."""

import re

import pytest

from safercornwall.pages.components.pictures.readings import Break, DrawnReading, listed, runs
from safercornwall.pages.components.pictures.sparkline import Sparkline, sparkline


def line(*values, provisional=(), **more):
    readings = tuple(
        DrawnReading(f"Q{n + 1}", value, f"{value} fires", n in provisional)
        for n, value in enumerate(values)
    )
    return Sparkline("Fires", readings, **more)


def paths(drawn):
    return re.findall(r'd="([^"]+)" class="sc-pic__line"', drawn)


def test_a_line_joins_what_follows_each_other_and_stops_at_a_gap():
    assert runs([1, 2, None, 3, 4], ()) == [[0, 1], [3, 4]]
    assert runs([1, 2, 3, 4], {2}) == [[0, 1], [2, 3]]
    assert runs([None, None], ()) == []


def test_a_gap_is_never_drawn_as_zero():
    drawn = sparkline(line(3, 4, None, 4, 3))
    assert paths(drawn) == ["M6 26L33 6", "M87 6L114 26"]


def test_a_break_parts_the_line_and_is_drawn_upright():
    drawn = sparkline(line(3, 4, 4, 3, breaks=(Break(2, "new rule"),)))
    assert len(paths(drawn)) == 2
    assert re.search(r'x1="60" x2="60"[^>]*sc-pic__break', drawn)
    assert "The series breaks before Q3: new rule." in drawn


@pytest.mark.parametrize("place", [-1, 0, 4, 99])
def test_a_break_outside_the_series_is_not_drawn(place):
    assert "sc-pic__break" not in sparkline(line(3, 4, 4, 3, breaks=(Break(place),)))


def test_the_last_figure_is_marked_though_a_gap_follows_it():
    drawn = sparkline(line(3, 4, None))
    assert re.findall(r'cx="([\d.]+)"[^>]*r="4"', drawn) == ["60"]


def test_a_provisional_figure_is_hollow():
    drawn = sparkline(line(3, 4, 5, provisional={2}))
    assert drawn.count("sc-pic__point--hollow") == 1
    assert "5 fires (Q3, provisional)" in drawn


@pytest.mark.parametrize("values", [(), (None,), (4,), (4, 4, 4), (0, 0), (-3, 5), (1e300, -1e300)])
def test_every_point_stays_within_the_picture(values):
    drawn = sparkline(line(*values))
    heights = [float(y) for y in re.findall(r' cy="([\d.-]+)"', drawn)]
    assert all(0 <= y <= 32 for y in heights)
    assert "nan" not in drawn


def test_the_series_is_told_from_its_first_to_its_last_figure():
    told = line(3, None, 4, target=2, target_words="at most 2").alt
    assert told == (
        "Fires. 2 figures, from 3 fires (Q1) to 4 fires (Q3). No figure for Q2. Target: at most 2."
    )
    assert line(None, None).alt == "Fires. No figures yet. No figure for Q1 and Q2."
    assert line(4).alt == "Fires. One figure: 4 fires (Q1)."


def test_a_long_list_says_how_many_more_there_are():
    assert listed([]) == ""
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdef")) == "a, b, c and 3 more"
