"""A timeline stands on financial years, and tells secured, sought and missing money apart without colour."""

import re
from datetime import date

import pytest

from safercornwall.pages.components.pictures.timeline import (
    Segment,
    Timeline,
    TimelineRow,
    timeline,
)

VIEW = date(2011, 11, 30)


def segment(start, end, state="secured", words=""):
    return Segment(date(*start), date(*end), state, words)


def of(*segments, first=date(2011, 4, 1), last=date(2013, 3, 31), today=VIEW, **more):
    return Timeline((TimelineRow("Pastors", segments, **more),), first, last, today)


def blocks(drawn):
    """Where each block stands, without those of the key, and its state."""
    found = re.findall(r'<rect x="([\d.]+)%" width="([\d.]+)%" y="-[^>]*sc-money--(\w+)"', drawn)
    return [(float(left), float(width), state) for left, width, state in found]


def test_a_year_of_money_fills_its_year():
    drawn = timeline(of(segment((2011, 4, 1), (2012, 3, 31))))
    assert blocks(drawn) == [(0, 50.07, "secured")]  # 2012 is a leap year: 366 of 731 days.


def test_what_follows_on_the_next_day_leaves_no_gap():
    drawn = timeline(
        of(segment((2011, 4, 1), (2011, 6, 30)), segment((2011, 7, 1), (2012, 3, 31), "sought"))
    )
    (left, width, _), (next_left, _, _) = blocks(drawn)
    assert left + width == pytest.approx(next_left, abs=0.02)


def test_the_three_states_differ_by_more_than_colour():
    drawn = timeline(
        of(
            segment((2011, 4, 1), (2011, 6, 30)),
            segment((2011, 7, 1), (2011, 9, 30), "sought"),
            segment((2011, 10, 1), (2012, 3, 31), "no_source"),
        )
    )
    assert [state for _, _, state in blocks(drawn)] == ["secured", "sought", "no_source"]
    assert "sc-money__stripes" in drawn
    for word in ("Secured", "Sought", "No source"):
        assert f"<span>{word}</span>" in drawn


def test_a_state_nobody_knows_counts_as_no_source():
    assert (
        blocks(timeline(of(segment((2011, 4, 1), (2012, 3, 31), "promised"))))[0][2] == "no_source"
    )


def test_what_reaches_beyond_the_years_is_cut_off_with_an_arrow():
    drawn = timeline(of(segment((1999, 1, 1), (2099, 1, 1))))
    assert blocks(drawn) == [(0, 100, "secured")]
    assert drawn.count("sc-time__beyond") == 2


@pytest.mark.parametrize("years", [((1999, 4, 1), (2011, 3, 31)), ((2013, 4, 1), (2014, 3, 31))])
def test_what_lies_outside_the_years_is_not_drawn(years):
    assert blocks(timeline(of(segment(*years)))) == []


def test_one_day_is_drawn():
    assert blocks(timeline(of(segment((2011, 4, 1), (2011, 4, 1))))) == [(0, 0.14, "secured")]


def test_a_segment_ends_on_or_after_its_start():
    with pytest.raises(ValueError, match="ends on or after"):
        segment((2011, 4, 2), (2011, 4, 1))


def test_years_are_whole_though_the_dates_are_not():
    one = of(first=date(2011, 11, 3), last=date(2012, 1, 9))
    assert [one.start, one.end] == [date(2011, 4, 1), date(2012, 4, 1)]
    assert ">2011/12<" in timeline(one)


def test_the_last_year_is_never_before_the_first():
    assert list(of(first=date(2011, 4, 1), last=date(2009, 4, 1)).years) == [2011]


def test_the_date_of_the_view_is_a_line_with_its_words():
    assert ">30 November 2011<" in timeline(of())
    assert "sc-time__today" not in timeline(of(today=date(2020, 1, 1)))


def test_a_date_near_the_end_keeps_its_words_inside():
    assert re.search(r"sc-pic__label--end[^>]*>1 March 2013<", timeline(of(today=date(2013, 3, 1))))


def test_the_last_date_of_a_tender_is_hollow_once_past():
    assert "sc-time__tender--past" in timeline(of(tender_by=date(2011, 11, 29)))
    assert "sc-time__tender--past" not in timeline(of(tender_by=VIEW))


def test_a_row_says_its_money_in_words():
    one = of(
        segment((2011, 4, 1), (2012, 3, 31), words="£40,000 from the council"),
        segment((2012, 4, 1), (2012, 6, 30), "no_source"),
        tender_by=date(2011, 9, 30),
    )
    assert one.alt_of(one.rows[0]) == (
        "Secured: 2011/12 (£40,000 from the council). No source: Q1 2012/13."
        " Last date to start a tender: 30 September 2011, which is past."
    )


def test_a_row_without_money_says_so():
    assert "No funding is known" in timeline(of())


def test_twenty_years_name_a_few():
    drawn = timeline(of(first=date(2000, 4, 1), last=date(2020, 3, 31)))
    assert len(re.findall(r">\d{4}/\d\d<", drawn)) <= 9
