"""The picture of a series on an indicator's page, which needs no script: each part where the data has it, none where not."""

from datetime import date

import pytest
from django.urls import reverse

from core.periods import Period
from performance.models import Comparator, Figure, SeriesBreak, Target
from tests.pages.reading_pages import words_of


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme("Burglary"), unit="%", short_name="Repeats")


def quarter(number):
    """Quarters in a row, the first is Q1 2008/09."""
    return Period.quarter(2008 + number // 4, number % 4 + 1)


def pictures_of(client, indicator, **query):
    response = client.get(indicator.get_absolute_url(), query)
    assert response.status_code == 200
    return response.context["page"].figures.pictures


def drawn(client, indicator):
    response = client.get(indicator.get_absolute_url())
    html = response.content.decode()
    start = html.index('class="sc-series__picture"')
    return html[start : html.index('class="sc-series__beside"')]


def test_figures_stand_in_order_with_a_gap_where_one_is_missing(client, world, indicator):
    for number, value in ((0, 20), (1, 22), (3, 21)):
        world.figure(indicator, quarter(number), value)
    [picture] = pictures_of(client, indicator)
    assert [slot.label for slot in picture.slots] == ["Q1", "Q2", "Q3", "Q4"]
    assert {slot.group for slot in picture.slots} == {"2008/09"}
    assert [reading.known for reading in picture.readings] == [20, 22, None, 21]
    assert "3 figures, from 20% (Q1 2008/09) to 21% (Q4 2008/09)." in picture.alt
    assert "No figure for Q3 2008/09." in picture.alt


def test_the_target_is_drawn_with_its_band_of_tolerance(client, world):
    indicator = world.indicator(world.theme(), value=77, target=80, tolerance_percent=3)
    [picture] = pictures_of(client, indicator)
    [bound] = picture.targets[-1]
    assert (bound.value, bound.side, float(bound.amber)) == (80, "at_least", 77.6)
    assert "Target: at least 80% (Q1 2011/12)." in picture.alt
    assert "sc-pic__tolerance" in drawn(client, indicator)


def test_what_adds_up_is_held_to_its_share_so_far_by_its_year_to_date(client, world):
    indicator = world.indicator(world.theme(), unit="closures", number_kind="counted")
    world.figure(indicator, Period.quarter(2011, 1), 3)
    world.figure(indicator, Period.quarter(2011, 2), 2)
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_least", value=8,
        period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
    )  # fmt: skip
    [picture] = pictures_of(client, indicator)
    assert [line.label for line in picture.comparisons] == ["Year to date"]
    assert picture.comparisons[0].values == (3, 5)
    assert [bounds[0].value for bounds in picture.targets] == [2, 4]
    assert "at least 4 closures so far" in picture.alt


def test_comparators_provisional_figures_and_breaks_are_drawn(client, world, indicator):
    for number in range(4):
        world.figure(indicator, quarter(number), 20 + number)
    last = quarter(3)
    Figure.objects.filter(period_start=last.start).update(state="provisional")
    Comparator.objects.create(
        indicator=indicator, kind="national", label="national average", value=28,
        period_start=last.start, period_end=last.end,
    )  # fmt: skip
    SeriesBreak.objects.create(
        indicator=indicator, starts_on=quarter(2).start, what_changed="New counting rule"
    )
    [picture] = pictures_of(client, indicator)
    assert picture.readings[3].provisional
    assert [(line.label, line.values) for line in picture.comparisons] == [
        ("National average", (None, None, None, 28))
    ]
    assert [(cut.before, cut.reason) for cut in picture.breaks] == [(2, "New counting rule")]
    html = drawn(client, indicator)
    for look in ("sc-pic__point--hollow", "sc-pic__break", "sc-pic__outline"):
        assert look in html


def test_a_percentage_with_its_counts_has_an_interval_and_one_without_has_none(client, world):
    indicator = world.indicator(world.theme(), value=50, number_kind="share")
    assert pictures_of(client, indicator)[0].readings[0].low is None
    Figure.objects.update(numerator=50, denominator=100)
    [reading] = pictures_of(client, indicator)[0].readings
    assert (reading.low, reading.high) == pytest.approx((40.38, 59.62), abs=0.01)
    assert "95% confidence interval" in drawn(client, indicator)


def test_a_signal_and_the_limits_of_ordinary_variation_are_drawn_from_13_points_on(
    client, world, indicator
):
    for number in range(12):
        world.figure(indicator, quarter(number), 30 + 20 * (number % 2))
    assert pictures_of(client, indicator)[0].guides == ()
    world.figure(indicator, quarter(12), 120)
    [picture] = pictures_of(client, indicator)
    assert {line.label for line in picture.guides} == {"Mean", "Limits of ordinary variation"}
    assert picture.signals == (12,)
    assert "Signal: Q1 2011/12." in picture.alt
    assert "sc-pic__signal" in drawn(client, indicator)


def test_a_withheld_figure_is_drawn_by_its_state_and_never_by_its_number(
    client, sign_in, analyst, world
):
    indicator = world.indicator(world.theme(), value=3, target=80)
    Figure.objects.update(state="suppressed", value=None)
    for reader in (client, sign_in(analyst)):
        [picture] = pictures_of(reader, indicator)
        [reading] = picture.readings
        assert (reading.known, reading.state, reading.words) == (None, "suppressed", "")
        assert "3%" not in picture.alt


def test_what_lies_after_the_day_of_the_view_stands_apart(client, world, indicator):
    for number, value in ((13, 20), (14, 30)):
        world.figure(indicator, quarter(number), value)
    world.plan.reporting_date = date(2011, 9, 30)
    world.plan.save()
    [picture] = pictures_of(client, indicator)
    assert picture.later_from == 1
    assert "After 30 September 2011, the date of this view: 30% (Q3 2011/12)." in picture.alt


def test_series_of_other_periods_stand_with_the_figures_that_of_the_status_first(
    client, world, indicator
):
    world.figure(indicator, Period.financial_year(2009), 30)
    world.figure(indicator, Period.financial_year(2010), 31)
    world.figure(indicator, Period.quarter(2011, 1), 20)
    first, second = pictures_of(client, indicator)
    assert first.subject == "Repeats, quarterly figure"
    assert second.subject == "Repeats, yearly figure"
    html = client.get(indicator.get_absolute_url()).content.decode()
    assert html.index('id="figures"') < html.rindex("Repeats, yearly figure, %")


def test_the_picture_stands_before_everything_but_the_status_and_needs_no_script(client, world):
    indicator = world.indicator(world.theme(), value=77, target=80)
    html = client.get(indicator.get_absolute_url()).content.decode()
    parts = [html.index(one) for one in ('"sc-verdict', "sc-series__picture", "sc-contents")]
    assert parts == sorted(parts)
    folded = html[: html.index('id="indicator-chart"')]
    assert folded.count("<details") == folded.count("</details>") + 1


def test_what_is_being_done_has_the_actions_and_the_other_projects_of_its_themes(client, world):
    theme = world.theme("Burglary")
    indicator = world.indicator(theme, value=60, target=80)
    world.project(theme, name="Locks")
    world.project(theme, name="Later", status="planned")
    world.project(world.theme("Drugs"), name="Elsewhere")
    indicator.commentaries.create(
        period_start=date(2011, 4, 1), period_end=date(2011, 6, 30), text="A hard quarter.",
        management_actions="Two teams are paired.", written_at="2011-11-30T00:00Z",
    )  # fmt: skip
    words = words_of(client.get(indicator.get_absolute_url()))
    assert "Management actions, Q1 2011/12: Two teams are paired." in words
    assert "Also being delivered under Burglary 1 Not linked to this indicator. Locks" in words
    assert "Later" not in words
    assert "Elsewhere" not in words


def test_without_a_number_or_a_target_there_is_no_picture(client, world):
    assert pictures_of(client, world.indicator(world.theme())) == []


def test_a_status_that_could_be_chance_says_so_with_the_interval(client, world):
    indicator = world.indicator(world.theme(), value=77, target=80)
    assert "could be chance" not in words_of(client.get(indicator.get_absolute_url()))
    Figure.objects.update(numerator=154, denominator=200)
    indicator.save()
    words = words_of(client.get(indicator.get_absolute_url()))
    assert "At risk could be chance" in words
    assert "The 95% interval 71% to 82% straddles the target." in words
    assert "At risk could be chance" in words_of(client.get(reverse("board:page")))


def test_two_counts_are_compared_instead_of_too_few_points(client, world):
    indicator = world.indicator(
        world.theme(), unit="crimes", number_kind="counted", polarity="lower"
    )
    world.figure(indicator, Period.quarter(2010, 1), 4)
    world.figure(indicator, Period.quarter(2011, 1), 25)
    words = words_of(client.get(indicator.get_absolute_url()))
    assert "Concern: from 4 in Q1 2010/11 to 25 crimes in Q1 2011/12 is more than chance" in words
    assert "Too few points" not in words
    SeriesBreak.objects.create(
        indicator=indicator, starts_on=Period.quarter(2011, 1).start, what_changed="New rule"
    )
    words = words_of(client.get(indicator.get_absolute_url()))
    assert "Not compared: the series breaks on 1 April 2011." in words


def test_a_figure_is_similar_to_a_benchmark_that_its_interval_holds(client, world):
    indicator = world.indicator(world.theme(), value=77, target=80)
    first = Period.quarter(2011, 1)
    Comparator.objects.create(
        indicator=indicator, kind="national", label="national average", value=75,
        period_start=first.start, period_end=first.end,
    )  # fmt: skip
    words = words_of(client.get(indicator.get_absolute_url()))
    assert "National average: 75% (better)" in words
    assert "Q1 2011/12, the figure is better" in words
    Figure.objects.update(numerator=154, denominator=200)
    indicator.save()
    words = words_of(client.get(indicator.get_absolute_url()))
    assert "National average: 75% (similar)" in words
    assert "Q1 2011/12, the figure is similar" in words


def test_the_chart_to_explore_has_the_interval_of_each_figure(client, world):
    indicator = world.indicator(world.theme(), value=50)
    trace = client.get(indicator.get_absolute_url()).context["page"].figures.chart.figure["data"][0]
    assert "error_y" not in trace
    Figure.objects.update(numerator=50, denominator=100)
    indicator.save()
    trace = client.get(indicator.get_absolute_url()).context["page"].figures.chart.figure["data"][0]
    assert trace["error_y"]["array"] == pytest.approx([9.62], abs=0.01)
    assert trace["error_y"]["arrayminus"] == pytest.approx([9.62], abs=0.01)
