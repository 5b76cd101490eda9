"""What the page of an indicator says of the year to come, of a year ago, and of figures that may still change."""

import re
from datetime import UTC, date, datetime

import pytest

from core.periods import Period
from performance.models import Figure, Target
from safercornwall.pages.components.pictures.drawn import draw
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

LATER = datetime(2011, 12, 3, tzinfo=UTC)


@pytest.fixture
def crimes(world):
    indicator = world.indicator(
        world.theme(), unit="crimes", number_kind="counted", polarity="lower", short_name="Crimes"
    )
    for year in (2009, 2010):
        for number, value in enumerate((90, 60, 150, 200), start=1):
            world.figure(indicator, Period.quarter(year, number), value)
    for number, value in enumerate((36, 24), start=1):
        world.figure(indicator, Period.quarter(2011, number), value)
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_most", value=160,
        period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
    )  # fmt: skip
    return indicator


def page_of(client, indicator):
    response = client.get(indicator.get_absolute_url())
    assert response.status_code == 200
    return response


def test_the_forecast_stands_with_its_range_and_how_it_was_made(client, crimes):
    response = page_of(client, crimes)
    end = response.context["page"].figures.running[0].end
    words = words_of(response)
    assert f"Forecast: 200 crimes in 2011/12, likely {end.low} to {end.high}." in words
    assert (str(end.low), str(end.high)) == ("169", "236")
    assert "From 2 of 4 quarters, by the shape of 2010/11" in words
    assert "At risk: 60 crimes" in words
    assert "met so far, but 200 is forecast" in words


def test_the_year_is_drawn_with_its_target_on_the_way_last_year_and_the_fan(client, crimes):
    picture = page_of(client, crimes).context["page"].figures.year_picture
    assert [slot.label for slot in picture.slots] == ["Q1", "Q2", "Q3", "Q4"]
    assert [one.known for one in picture.readings] == [36, 60, None, None]
    assert [bounds[0].value for bounds in picture.targets] == [40, 80, 120, 160]
    assert [(line.label, line.values) for line in picture.comparisons] == [
        ("2010/11", (90, 150, 300, 500))
    ]
    assert picture.forecast[-1].middle == 200
    assert "No figure for" not in picture.alt
    assert "Forecast: 200 crimes in 2011/12" in picture.alt
    assert "sc-pic__fan" in draw(picture)
    assert "sc-pic__forecast" in draw(picture)


def test_a_range_alone_is_drawn_and_said_without_a_middle(client, crimes):
    Figure.objects.exclude(period_start=date(2011, 4, 1)).delete()
    response = page_of(client, crimes)
    picture = response.context["page"].figures.year_picture
    assert picture.forecast[-1].middle is None
    html = draw(picture)
    assert "Range of the forecast" in html
    assert "sc-pic__forecast" not in html
    words = words_of(response)
    assert "Forecast: 2011/12: likely " in words
    assert "Only the range is given: less than half the year is in." in words


def test_the_chart_to_explore_has_the_forecast_and_the_periods_to_come(client, crimes):
    chart = page_of(client, crimes).context["page"].figures.chart
    traces = {trace["name"]: trace for trace in chart.figure["data"]}
    assert traces["Forecast for 2011/12"]["y"] == [200]
    assert traces["Forecast for 2011/12"]["x"] == ["Q4 2011/12"]
    low, high = traces["Forecast for 2011/12, range"]["y"]
    assert low < 200 < high
    assert chart.figure["layout"]["xaxis"]["categoryarray"][-2:] == ["Q3 2011/12", "Q4 2011/12"]
    assert "Forecast: 200 crimes in 2011/12" in chart.description


def test_of_a_long_series_the_year_to_date_has_a_picture_of_its_own(client, crimes):
    """Ten quarters: beside the totals of a year single quarters would be flat."""
    figures = page_of(client, crimes).context["page"].figures
    [series] = figures.pictures
    assert series.comparisons == ()
    assert series.targets == ()


def test_a_share_is_the_share_of_the_year_so_far(client, world):
    indicator = world.indicator(world.theme())
    for number, (count, of) in enumerate(((78, 100), (42, 60)), start=1):
        figure = world.figure(indicator, Period.quarter(2011, number), 100 * count / of)
        Figure.objects.filter(pk=figure.pk).update(numerator=count, denominator=of)
    response = page_of(client, indicator)
    picture = response.context["page"].figures.year_picture
    assert [one.known for one in picture.readings] == [78, 75, None, None]
    assert "Forecast: 75% in 2011/12, likely " in words_of(response)


def test_no_page_prints_a_share_that_never_ends_in_long(client, world):
    """No share of 3, 7, 13 or 17 ends. The descriptions of pictures are read too."""
    indicator = world.indicator(world.theme(), target=70, name="Thirds")
    counts = ((13, 17), (9, 13), (5, 7), (2, 3))
    for year in (2009, 2010, 2011):
        for number, (count, of) in enumerate(counts if year < 2011 else counts[:2], start=1):
            count, of = 7 * count, 7 * of
            figure = world.figure(indicator, Period.quarter(year, number), 100 * count / of)
            Figure.objects.filter(pk=figure.pk).update(numerator=count, denominator=of)
    response = page_of(client, indicator)
    end = response.context["page"].figures.running[0].end
    words = words_of(response)
    middle, low, high = end.middle.beside([70]), end.low, end.high
    assert f"Forecast: {middle}% in 2011/12, likely {low}% to {high}%." in words
    assert low < end.middle.value < high
    assert {-value.as_tuple().exponent for value in (middle, low, high)} == {0}
    assert "2010/11: 72.5% (Q4 2011/12)" in response.context["page"].figures.year_picture.alt
    for url in (indicator.get_absolute_url(), "/", "/indicators/", "/exceptions/"):
        html = client.get(url).content.decode()
        shown = re.sub(r"(?s)<script.*?</script>|<(?!svg).*?>", "", html)
        assert "Thirds" in shown
        assert not re.findall(r".*\d\.\d{3,}.*", shown), url


def test_nothing_is_forecast_of_a_level(client, world):
    indicator = world.indicator(world.theme(), number_kind="level", value=5)
    page = page_of(client, indicator).context["page"]
    assert (page.forecast, page.figures.year_picture) == (None, None)


def test_the_series_stands_beside_itself_a_year_before(client, crimes):
    response = page_of(client, crimes)
    seasonal = response.context["page"].seasonal
    assert seasonal.picture.values == (0, 0, 0, 0, -54, -36)
    said = (
        "Of the last 6, 0 are above the same quarter a year before and 2 below; "
        "Q2 2011/12: −36 crimes."
    )
    assert said in words_of(response)
    html = draw(seasonal.picture)
    assert html.count('class="sc-pic__less"') == 7
    assert said in html


def test_a_short_series_has_no_seasonal_reading(client, world):
    indicator = world.indicator(world.theme(), value=77)
    assert page_of(client, indicator).context["page"].seasonal is None


def revised(indicator, first, latest):
    """Provisional figures that were reported later."""
    for place, (before, after) in enumerate(zip(first, latest, strict=True)):
        period = Period.quarter(2009 + place // 4, place % 4 + 1)
        facts = {"indicator": indicator, "area": indicator.area}
        facts |= {"period_start": period.start, "period_end": period.end}
        Figure.objects.create(
            **facts, value=before, state="provisional", known_from=KNOWN, known_to=LATER
        )
        Figure.objects.create(
            **facts, value=after, revision=2, known_from=LATER, reason_for_change="Final returns"
        )


def test_a_provisional_figure_says_how_far_first_figures_are_revised(client, world):
    indicator = world.indicator(
        world.theme(), unit="crimes", number_kind="counted", polarity="lower"
    )
    revised(indicator, (100, 50, 200, 100), (104, 52, 212, 98))
    world.figure(indicator, Period.quarter(2011, 1), 120)
    Figure.objects.filter(value=120).update(state="provisional")
    indicator.save()
    said = "usually rises by 3% (the mean of 4 earlier figures; 4% either way)"
    assert words_of(page_of(client, indicator)).count(said) == 2
    Figure.objects.filter(value=120).update(state="reported")
    indicator.save()
    assert said not in words_of(page_of(client, indicator))


def test_a_long_series_costs_no_more_queries_than_a_short_one(client, world, crimes):
    facts = {"unit": "crimes", "number_kind": "counted"}
    short = world.indicator(world.theme(), value=77, target=80, **facts)
    page_of(client, short)
    of_short = queries_of(client, short.get_absolute_url())
    assert queries_of(client, crimes.get_absolute_url()) == of_short


def test_of_a_long_series_the_newest_twelve_rows_stand_open(client, world):
    indicator = world.indicator(world.theme())
    for number in range(17):
        world.figure(indicator, Period.quarter(2007 + number // 4, number % 4 + 1), 50 + number)
    response = page_of(client, indicator)
    page = response.context["page"]
    assert (len(page.recent_rows), len(page.earlier_rows)) == (12, 5)
    html = response.content.decode()
    folded = html.index("Earlier figures (5 periods)")
    assert html.index("<strong>66%</strong>") < folded < html.index("<strong>50%</strong>")
    Figure.objects.filter(value=50).delete()
    indicator.save()
    assert page_of(client, indicator).context["page"].earlier_rows == []


def test_a_provisional_year_past_its_day_is_overdue_on_its_page_and_among_exceptions(client, world):
    year = Period.financial_year(2010)
    indicator = world.indicator(
        world.theme(), 85, 80, period=year, target_period=year, frequency="year",
        reporting_lag_days=244,
    )  # fmt: skip
    Figure.objects.update(state="provisional")
    indicator.save()
    said = "85% in 2010/11 (provisional) against a target of at least 80% (amber down to 76%); higher is better; 2010/11 is over but its final figure"
    words = words_of(page_of(client, indicator))
    assert f"On track: {said} is not in." in words
    assert "2011/12, due on 30 November 2012" in words
    type(indicator).objects.update(reporting_lag_days=243)
    indicator.refresh_from_db()
    indicator.save()
    late = f"Overdue: {said}, due on 29 November 2011, is not in."
    words = words_of(page_of(client, indicator))
    assert words.count(late) == 3, "the verdict, the flag and the row"
    assert "2010/11, was due on 29 November 2011" in words, "the next figure is the final one"
    assert late in words_of(client.get("/exceptions/"))
