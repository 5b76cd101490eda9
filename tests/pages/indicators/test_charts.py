"""What a chart of an indicator draws: plain numbers that plotly accepts, gaps left as gaps."""

import json
from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from core.periods import Period
from performance.models import Comparator, Figure, Indicator, SeriesBreak, Target
from performance.standings.standing import standings_of, with_figures
from safercornwall.pages.indicators.chart.charts import indicator_chart
from tests.world import AS_AT, KNOWN

YEAR = Period.financial_year(2011)


def quarters(first_year, count):
    return [Period.quarter(first_year + n // 4, n % 4 + 1) for n in range(count)]


@pytest.fixture
def indicator(world):
    return world.indicator(
        world.theme(), name="Burglaries", polarity="lower", unit="per 1,000 homes"
    )


def figure(indicator, period, value, **facts):
    return Figure.objects.create(
        **{
            "indicator": indicator, "area": indicator.area, "known_from": KNOWN,
            "value": None if value is None else Decimal(str(value)),
            "period_start": period.start, "period_end": period.end,
        } | facts
    )  # fmt: skip


def target(indicator, period, **facts):
    return Target.objects.create(
        **{
            "indicator": indicator, "area": indicator.area, "form": "at_most",
            "period_start": period.start, "period_end": period.end,
        } | facts
    )  # fmt: skip


def comparator(indicator, period, value, label="national average"):
    return Comparator.objects.create(
        indicator=indicator, kind="national", label=label, value=value,
        period_start=period.start, period_end=period.end,
    )  # fmt: skip


def chart_of(indicator, as_at=AS_AT):
    found = with_figures(type(indicator).objects.filter(pk=indicator.pk), as_at)[0]
    chart = indicator_chart(found, standings_of(found, as_at), as_at)
    if chart is not None:
        go.Figure(chart.figure)
        json.dumps(chart.figure)
    return chart


def traces_of(chart):
    return {trace["name"]: trace for trace in chart.figure["data"]}


def test_no_number_makes_no_chart(indicator):
    assert chart_of(indicator) is None


def test_plotly_would_refuse_what_it_does_not_know(indicator):
    figure(indicator, Period.quarter(2011, 1), 2)
    chart = chart_of(indicator)
    chart.figure["data"][0]["colour"] = "blue"
    with pytest.raises(ValueError, match="colour"):
        go.Figure(chart.figure)


def test_a_period_without_a_figure_is_a_gap_and_never_nought(indicator):
    first, _, third = quarters(2010, 3)
    figure(indicator, first, 3)
    figure(indicator, third, 2)
    chart = chart_of(indicator)
    line = traces_of(chart)["Quarterly figure"]
    assert line["x"] == ["Q1 2010/11", "Q2 2010/11", "Q3 2010/11"]
    assert line["y"] == [3.0, None, 2.0]
    assert line["connectgaps"] is False
    assert "No figure for Q2 2010/11." in chart.description


def test_figures_stand_in_order_of_time_with_their_periods_as_categories(indicator):
    for period, value in reversed(list(zip(quarters(2010, 6), (6, 5, 4, 3, 2, 1), strict=True))):
        figure(indicator, period, value)
    chart = chart_of(indicator)
    assert traces_of(chart)["Quarterly figure"]["y"] == [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    assert chart.figure["layout"]["xaxis"]["categoryarray"][0] == "Q1 2010/11"
    assert chart.figure["layout"]["yaxis"]["title"]["text"] == "per 1,000 homes"


def test_quarters_and_years_are_not_joined(indicator):
    figure(indicator, Period.financial_year(2010), 9)
    figure(indicator, Period.quarter(2011, 1), 2)
    traces = traces_of(chart_of(indicator))
    assert traces["Yearly figure"]["y"] == [9.0]
    assert traces["Quarterly figure"]["y"] == [2.0]


def test_a_suppressed_figure_is_a_band_that_says_so_and_has_no_value(indicator):
    first, second, third = quarters(2010, 3)
    figure(indicator, first, 3)
    figure(indicator, second, None, state="suppressed")
    figure(indicator, third, 2)
    chart = chart_of(indicator)
    assert traces_of(chart)["Quarterly figure"]["y"] == [3.0, None, 2.0]
    assert chart.figure["layout"]["annotations"][0]["text"] == "Suppressed (small number)"
    assert chart.figure["layout"]["shapes"][0]["x0"] == pytest.approx(0.6)
    assert "Suppressed (small number): Q2 2010/11." in chart.description
    assert "No figure for" not in chart.description


def test_a_provisional_figure_and_an_estimate_have_their_own_marks(indicator):
    first, second, third = quarters(2010, 3)
    figure(indicator, first, 3)
    figure(indicator, second, 2, state="provisional")
    figure(indicator, third, 1, is_estimate=True)
    traces = traces_of(chart_of(indicator))
    assert traces["Quarterly figure"]["marker"]["symbol"] == [
        "circle",
        "circle-open",
        "circle-open",
    ]
    assert traces["Provisional figure"]["x"] == ["Q2 2010/11"]
    assert traces["Estimate"]["x"] == ["Q3 2010/11"]
    assert "(provisional)" in traces["Quarterly figure"]["hovertext"][1]


def test_each_period_has_its_own_target(indicator):
    for period in quarters(2010, 5):
        figure(indicator, period, 2)
    target(indicator, Period.financial_year(2010), value=3)
    target(indicator, YEAR, value=1)
    line = traces_of(chart_of(indicator))["Target (at most)"]
    assert line["y"] == [3.0, 3.0, 3.0, 3.0, 1.0]
    assert line["line"]["dash"] == "dash"


def test_a_range_has_a_line_for_either_end(indicator):
    figure(indicator, Period.quarter(2011, 1), 2)
    target(indicator, YEAR, form="range", value=1, upper_value=3)
    traces = traces_of(chart_of(indicator))
    assert traces["Target (at least)"]["y"] == [1.0]
    assert traces["Target (at most)"]["y"] == [3.0]


def test_a_count_is_drawn_year_to_date_beside_its_share_of_the_target(world):
    closures = world.indicator(
        world.theme(), unit="closures", number_kind="counted", polarity="higher"
    )
    for period, value in zip(quarters(2010, 5), (1, 2, 3, 4, 5), strict=True):
        figure(closures, period, value)
    target(closures, Period.financial_year(2010), form="at_least", value=8)
    target(closures, YEAR, form="at_least", value=8)
    traces = traces_of(chart_of(closures))
    assert traces["Quarterly figure"]["y"] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert traces["Year to date"]["y"] == [1.0, 3.0, 6.0, 10.0, None, 5.0]
    assert traces["Target so far (at least)"]["y"] == [2.0, 4.0, 6.0, 8.0, 2.0]


def test_comparators_have_marks_of_their_own_and_words_alone_are_not_drawn(indicator):
    period = Period.quarter(2011, 1)
    figure(indicator, period, 2)
    comparator(indicator, period, 4)
    comparator(indicator, period, 5, label="similar areas")
    Comparator.objects.create(
        indicator=indicator, kind="regional", label="region", value_printed="rising",
        period_start=period.start, period_end=period.end,
    )  # fmt: skip
    chart = chart_of(indicator)
    traces = traces_of(chart)
    assert traces["National average"]["y"] == [4.0]
    looks = {trace["name"]: str(trace["marker"]["symbol"]) for trace in chart.figure["data"]}
    assert len(set(looks.values())) == len(looks) == 3
    assert "National average: 4 per 1,000 homes in Q1 2011/12." in chart.description


def test_nothing_is_joined_across_a_break_and_the_break_is_marked(indicator):
    for period in quarters(2010, 4):
        figure(indicator, period, 2)
    SeriesBreak.objects.create(
        indicator=indicator, starts_on=date(2010, 10, 1), what_changed="New rule"
    )
    chart = chart_of(indicator)
    assert traces_of(chart)["Quarterly figure"]["y"] == [2.0, 2.0, None, 2.0, 2.0]
    assert chart.figure["layout"]["annotations"][0]["text"] == "Series breaks"
    assert chart.figure["layout"]["shapes"][0]["x0"] == 1.5


def test_limits_of_variation_are_drawn_from_thirteen_points_on(indicator):
    periods = quarters(2008, 13)
    for place, period in enumerate(periods[:12]):
        figure(indicator, period, 10 + 4 * (place % 2))
    assert "Mean" not in traces_of(chart_of(indicator))
    figure(indicator, periods[12], 30)
    traces = traces_of(chart_of(indicator))
    assert traces["Limits of ordinary variation"]["y"][0] is not None
    assert traces["Signal"]["y"] == [30.0]


def test_a_figure_of_a_period_that_is_not_over_is_not_drawn(indicator):
    figure(indicator, Period.quarter(2011, 1), 2)
    figure(indicator, Period.quarter(2011, 3), 3)
    assert traces_of(chart_of(indicator))["Quarterly figure"]["y"] == [2.0]


def test_chart_text_holds_no_html(world):
    period = Period.quarter(2011, 1)
    odd = world.indicator(world.theme(), unit="<b>per</b> 1,000 & more")
    figure(odd, period, 2)
    comparator(odd, period, 4, label="<a href='https://example.org'>Elsewhere</a>")
    chart = chart_of(odd)
    assert "<" not in json.dumps(chart.figure)
    assert (
        chart.figure["layout"]["yaxis"]["title"]["text"]
        == "&lt;b&gt;per&lt;/b&gt; 1,000 &amp; more"
    )


def test_one_trace_of_a_name_stands_in_the_legend(indicator):
    figure(indicator, Period.financial_year(2010), 9)
    figure(indicator, Period.quarter(2011, 1), 2)
    target(indicator, Period.financial_year(2010), value=8)
    target(indicator, YEAR, value=1)
    shown = [t["name"] for t in chart_of(indicator).figure["data"] if t["showlegend"]]
    assert sorted(shown) == ["Quarterly figure", "Target (at most)", "Yearly figure"]


def test_every_chart_of_the_seeded_plan_is_drawn(seeded_db):
    found = with_figures(Indicator.objects.all(), AS_AT)
    charts = [indicator_chart(row, standings_of(row, AS_AT), AS_AT) for row in found]
    drawn = [go.Figure(chart.figure) for chart in charts if chart]
    assert len(drawn) == 20
    assert all(chart.description for chart in charts if chart)
