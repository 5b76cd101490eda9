"""What an indicator's page shows of its figures: missing ones, corrected ones, those of after the view, of other areas."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.periods import Period
from performance.models import ClosedPeriod, Figure, Target, Upload
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from safercornwall.pages.components.kept_pages.models import KeptPage
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

Q1 = Period.quarter(2011, 1)
CLOSED = datetime(2011, 12, 1, 12, tzinfo=UTC)
LATER = datetime(2011, 12, 3, 10, 4, tzinfo=UTC)


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=77, target=80)


def page_of(client, indicator, query=""):
    response = client.get(indicator.get_absolute_url() + query)
    assert response.status_code == 200
    return response


def lines_of(response):
    """Label and kind of each line of the table: "figure", or the words of a gap."""
    rows = response.context["page"].rows
    return [(row.label, row.words if hasattr(row, "gap") else "figure") for row in rows]


def close(analyst, period=Q1, when=CLOSED):
    return ClosedPeriod.objects.create(
        period_start=period.start, period_end=period.end, closed_at=when, closed_by=analyst
    )


def corrected(indicator, value, reason="Late returns.", when=LATER):
    old = indicator.figures.get(known_to=None, period_start=Q1.start, area=indicator.area)
    Figure.objects.filter(pk=old.pk).update(known_to=when)
    return Figure.objects.create(
        indicator=indicator, area=indicator.area, value=value, revision=old.revision + 1,
        period_start=Q1.start, period_end=Q1.end, known_from=when, reason_for_change=reason,
    )  # fmt: skip


def chart_of(response):
    html = response.content.decode()
    found = re.search(
        r'<script id="indicator-chart-figure" type="application/json">(.*?)</script>', html
    )
    return json.loads(found[1])


# Where a figure came from


def test_a_figure_from_a_file_says_which_row_who_and_when(client, indicator, analyst):
    upload = Upload.objects.create(
        file_name="Q2 figures.xlsx", size=1, sha256="0", uploaded_by=analyst, stage="checked"
    )
    stage([(
        upload.pk, 14, "Figures!D14", indicator.pk, indicator.area_id, "", Q1.start, Q1.end,
        "reported", Decimal(79), None, None, "", "",
    )])  # fmt: skip
    compare(upload)
    apply_upload(upload, by=analyst)

    response = page_of(client, indicator)
    today = timezone.localdate()
    assert (
        f"From Q2 figures.xlsx, row 14 (Figures!D14), by Aled on {today.day} {today:%B %Y}"
        in words_of(response)
    )
    assert f'href="/uploads/{upload.pk}/"' in response.content.decode()


def test_a_figure_entered_by_hand_says_by_whom(client, indicator, analyst):
    Figure.objects.update(recorded_by=analyst)
    assert "Entered by hand by Aled on 30 November 2011" in words_of(page_of(client, indicator))


def test_a_figure_of_the_assessment_says_no_more_than_its_source(client, indicator):
    Figure.objects.update(source="Devon and Cornwall Police")
    words = words_of(page_of(client, indicator))
    assert "Devon and Cornwall Police" in words
    assert "Entered by hand" not in words


def test_each_figure_leads_to_its_history(client, indicator):
    html = page_of(client, indicator).content.decode()
    assert f'href="/indicators/{indicator.slug}/figures/somewhere/2011-04-01/2011-06-30/"' in html


def test_what_was_said_beside_a_figure_is_shown(client, indicator):
    Figure.objects.update(comment="One force <b>did</b> not report.")
    response = page_of(client, indicator)
    assert "One force &lt;b&gt;did&lt;/b&gt; not report." in response.content.decode()


# As reported beside latest


def test_a_correction_after_the_closing_shows_both_values(client, indicator, analyst):
    close(analyst)
    corrected(indicator, 79)
    words = words_of(page_of(client, indicator))
    assert "Reported 77% · latest 79%, corrected 3 December 2011: Late returns." in words
    assert "79% in Q1 2011/12" in words


def test_as_reported_changes_table_and_chart_and_not_the_status_at_the_head(
    client, indicator, analyst
):
    close(analyst)
    corrected(indicator, 85)
    response = page_of(client, indicator, "?as=reported")
    row = response.context["page"].rows[0]
    assert (row.words, row.standing.status) == ("77%", "at_risk")
    assert chart_of(response)["data"][0]["y"] == [77.0]
    assert response.context["page"].current.status == "on_track"
    words = words_of(response)
    assert "Reported 77% · latest 85%" in words
    assert "What stands at the head of this page goes by the latest" in words


def test_the_switch_keeps_the_rest_of_the_address(client, indicator, analyst):
    close(analyst)
    corrected(indicator, 79)
    html = page_of(client, indicator, "?order=name").content.decode()
    assert 'href="?order=name&amp;as=reported#figures"' in html
    html = page_of(client, indicator, "?order=name&as=reported").content.decode()
    assert 'href="?order=name#figures"' in html


@pytest.mark.parametrize("query", ["?as=nonsense", "?as=", "?as=%00", ""])
def test_anything_else_shows_the_latest(query, client, indicator, analyst):
    close(analyst)
    corrected(indicator, 79)
    assert page_of(client, indicator, query).context["page"].rows[0].words == "79%"


def test_without_a_difference_there_is_no_switch(client, indicator, analyst):
    close(analyst)
    assert "As reported" not in words_of(page_of(client, indicator))
    words = words_of(page_of(client, indicator, "?as=reported"))
    assert "none has been corrected since" in words


def test_a_correction_of_an_open_period_is_no_difference(client, indicator, analyst):
    corrected(indicator, 79)
    words = words_of(page_of(client, indicator))
    assert "Revision 2: Late returns." in words
    assert "Reported 77%" not in words


def test_a_figure_that_came_in_after_the_closing_was_not_reported(client, world, analyst):
    indicator = world.indicator(world.theme())
    close(analyst)
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=79, known_from=LATER,
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    assert "Not in when the period was closed · latest 79%, came in 3 December 2011" in words_of(
        page_of(client, indicator)
    )
    reported = page_of(client, indicator, "?as=reported")
    assert lines_of(reported) == [("Q1 2011/12", "No figure")]
    assert "latest 79%" in words_of(reported)


def test_a_figure_that_was_removed_after_the_closing_is_still_told(client, indicator, analyst):
    close(analyst)
    Target.objects.all().delete()
    Figure.objects.update(known_to=LATER)
    response = page_of(client, indicator)
    assert lines_of(response) == [("Q1 2011/12", "No figure")]
    assert "Reported 77% · none now, removed 3 December 2011" in words_of(response)
    assert page_of(client, indicator, "?as=reported").context["page"].rows[0].words == "77%"


# Missing is missing


def test_each_missing_quarter_has_its_line(client, world, indicator):
    world.figure(indicator, Period.quarter(2010, 2), 70)
    assert lines_of(page_of(client, indicator)) == [
        ("Q1 2011/12", "figure"),
        ("Q4 2010/11", "No figure"),
        ("Q3 2010/11", "No figure"),
        ("Q2 2010/11", "figure"),
    ]


def test_a_missing_quarter_past_its_due_date_is_late(client, world):
    indicator = world.indicator(world.theme(), value=77, reporting_lag_days=30)
    world.figure(indicator, Period.quarter(2010, 3), 70)
    assert "Q4 2010/11 Late (due 30 April 2011)" in words_of(page_of(client, indicator))


def test_nobody_waits_for_a_quarter_before_it_was_measured(client, world):
    indicator = world.indicator(
        world.theme(), value=77, reporting_lag_days=30, live_from=date(2011, 4, 1)
    )
    world.figure(indicator, Period.quarter(2010, 3), 70)
    assert "Q4 2010/11 No figure" in words_of(page_of(client, indicator))


def test_many_missing_quarters_are_one_line(client, world, indicator):
    world.figure(indicator, Period.quarter(2009, 4), 70)
    assert lines_of(page_of(client, indicator))[1] == (
        "Q1 2010/11 to Q4 2010/11",
        "No figures (4 quarters)",
    )


def test_the_line_of_the_chart_breaks_and_its_words_name_what_is_missing(client, world, indicator):
    world.figure(indicator, Period.quarter(2009, 4), 70)
    response = page_of(client, indicator)
    line = chart_of(response)["data"][0]
    assert line["y"] == [70.0, None, None, None, None, 77.0]
    assert line["connectgaps"] is False
    assert "No figure for Q1 2010/11 to Q4 2010/11 (4 quarters)." in response.content.decode()


def test_a_year_among_quarters_is_no_gap(client, world, indicator):
    world.figure(indicator, Period.financial_year(2010), 70)
    assert lines_of(page_of(client, indicator)) == [("Q1 2011/12", "figure"), ("2010/11", "figure")]


# After the date of the view


@pytest.fixture
def recorded(world):
    """Real files have 2013/14 to 2015/16; the plan is as at November 2011."""
    indicator = world.indicator(world.theme(), value=700, unit="offences", number_kind="counted")
    for year, quarter, value in ((2013, 4, 911), (2014, 1, 966), (2014, 2, 912), (2015, 4, 876)):
        world.figure(indicator, Period.quarter(year, quarter), value)
    return indicator


def test_later_figures_are_shown_apart_with_what_is_missing(client, recorded):
    response = page_of(client, recorded)
    page = response.context["page"]
    assert lines_of(response) == [("Q2 2011/12", "No figure"), ("Q1 2011/12", "figure")]
    assert [(row.label, row.words) for row in page.figures.later_rows] == [
        ("Q4 2015/16", "876 offences"),
        ("Q3 2014/15 to Q3 2015/16", "No figures (5 quarters)"),
        ("Q2 2014/15", "912 offences"),
        ("Q1 2014/15", "966 offences"),
        ("Q4 2013/14", "911 offences"),
        ("Q3 2011/12 to Q3 2013/14", "No figures (9 quarters)"),
    ]
    assert ("After the date of this view", "afterwards", 4) in page.contents
    assert "After the date of this view 4 This page describes 30 November 2011" in words_of(
        response
    )


def test_a_later_figure_is_not_judged(client, recorded):
    Target.objects.create(
        indicator=recorded, area=recorded.area, form="at_most", value=1,
        period_start=date(2013, 4, 1), period_end=date(2016, 3, 31),
    )  # fmt: skip
    response = page_of(client, recorded)
    html = response.content.decode()
    after = html[html.index('id="afterwards"') : html.index('id="signal"')]
    assert "ff track" not in after
    assert response.context["page"].current.period == Q1


def test_the_chart_shows_later_figures_beyond_a_line(client, recorded):
    response = page_of(client, recorded)
    figure = chart_of(response)
    line = figure["data"][0]
    assert line["x"][0], line["x"][-1] == ("Q1 2011/12", "Q4 2015/16")
    assert line["y"].count(None) == len(line["y"]) - 5
    assert "Date of this view" in [note["text"] for note in figure["layout"]["annotations"]]
    assert "Those after 30 November 2011, the date of this view, are not judged." in (
        response.content.decode()
    )


def test_an_indicator_with_later_figures_only_says_so(client, world):
    indicator = world.indicator(world.theme())
    world.figure(indicator, Period.quarter(2014, 1), 60)
    response = page_of(client, indicator)
    words = words_of(response)
    assert "No figure is in for a period up to 30 November 2011" in words
    assert "60%" in words
    assert "Figures for periods after 30 November 2011 are in, and not judged here." in words
    assert chart_of(response)["data"][0]["y"] == [60.0]


def test_without_later_figures_nothing_is_said_of_them(client, indicator):
    html = page_of(client, indicator).content.decode()
    assert "After the date of this view" not in html
    assert "Figures for periods after" not in html
    assert "Date of this view" not in html


# Figures of other areas


def elsewhere(world, indicator, number, period=Q1):
    areas = [world.area(f"Area {n:03}", kind="lsoa", within=world.county) for n in range(number)]
    Figure.objects.bulk_create(
        Figure(
            indicator=indicator, area=area, value=n, known_from=KNOWN,
            period_start=period.start, period_end=period.end,
        )
        for n, area in enumerate(areas)
    )  # fmt: skip
    return areas


def areas_of(response):
    return [row.figure.area.name for row in response.context["page"].areas.rows]


def test_areas_are_listed_for_the_latest_period_highest_first(client, world, indicator):
    areas = elsewhere(world, indicator, 3)
    Figure.objects.create(
        indicator=indicator, area=areas[0], value=99, known_from=KNOWN,
        period_start=date(2011, 1, 1), period_end=date(2011, 3, 31),
    )  # fmt: skip
    response = page_of(client, indicator)
    assert areas_of(response) == ["Area 002", "Area 001", "Area 000"]
    words = words_of(response)
    assert f"{indicator.name}, Q1 2011/12, by area" in words
    assert "Area 002 LSOA 2%" in words
    assert areas[2].get_absolute_url() in response.content.decode()

    earlier = page_of(client, indicator, "?period=2011-01-01_2011-03-31")
    assert areas_of(earlier) == ["Area 000"]


def test_areas_come_in_the_order_that_is_asked_for(client, world, indicator):
    areas = elsewhere(world, indicator, 3)
    Figure.objects.filter(area=areas[1]).update(value=None, state="suppressed")
    assert areas_of(page_of(client, indicator, "?order=lowest")) == [
        "Area 000", "Area 002", "Area 001",
    ]  # fmt: skip
    assert areas_of(page_of(client, indicator))[-1] == "Area 001"
    assert areas_of(page_of(client, indicator, "?order=name"))[0] == "Area 000"
    assert "Area 001 LSOA Suppressed (small number)" in words_of(page_of(client, indicator))


def test_the_period_before_the_view_comes_before_a_later_one(client, world, indicator):
    elsewhere(world, indicator, 1)
    town = world.area("Newquay", within=world.county)
    Figure.objects.create(
        indicator=indicator, area=town, value=5, known_from=KNOWN,
        period_start=date(2014, 4, 1), period_end=date(2014, 6, 30),
    )  # fmt: skip
    assert areas_of(page_of(client, indicator)) == ["Area 000"]
    later = page_of(client, indicator, "?period=2014-04-01_2014-06-30")
    assert areas_of(later) == ["Newquay"]
    assert "Q1 2014/15 ends after the date of this view, 30 November 2011" in words_of(later)


def test_only_what_counts_now_is_listed(client, world, indicator):
    elsewhere(world, indicator, 2)
    Figure.objects.filter(area__name="Area 000").update(known_to=LATER)
    assert areas_of(page_of(client, indicator)) == ["Area 001"]


def test_fifty_areas_a_page(client, world, indicator):
    elsewhere(world, indicator, 60)
    response = page_of(client, indicator)
    assert len(areas_of(response)) == 50
    assert '?areas=2#areas"' in response.content.decode()
    assert len(areas_of(page_of(client, indicator, "?areas=2"))) == 10
    assert len(areas_of(page_of(client, indicator, "?areas=99"))) == 10


@pytest.mark.parametrize("value", ["nonsense", "%00", "1' OR 1=1", "2011-04-01", "😀", "-1"])
def test_an_odd_address_is_no_error(value, client, world, indicator):
    elsewhere(world, indicator, 1)
    query = f"?period={value}&order={value}&areas={value}&as={value}"
    assert areas_of(page_of(client, indicator, query)) == ["Area 000"]


def test_without_figures_elsewhere_there_is_no_such_part(client, indicator):
    html = page_of(client, indicator).content.decode()
    assert 'id="areas"' not in html


def test_many_figures_ask_and_show_no_more_than_few(client, world, indicator, analyst):
    areas = elsewhere(world, indicator, 55)
    url = indicator.get_absolute_url()
    client.get(url)
    few = queries_of(client, url)
    upload = Upload.objects.create(
        file_name="x.csv", size=1, sha256="0", uploaded_by=analyst, applied_by=analyst,
        applied_at=KNOWN, stage="applied",
    )  # fmt: skip
    quarters = [Period.quarter(2001 + n // 4, n % 4 + 1) for n in range(40)]
    Figure.objects.bulk_create(
        Figure(
            indicator=indicator, area=area, value=5, known_from=KNOWN, upload=upload,
            recorded_by=analyst, period_start=period.start, period_end=period.end,
        )
        for area in (*areas, indicator.area) for period in quarters
    )  # fmt: skip
    close(analyst)
    corrected(indicator, 79)
    assert queries_of(client, url) == few
    assert few <= 20
    assert page_of(client, indicator).content.decode().count("<tr") < 150


# The board's table


def queries_to_draw(client, url):
    """How often a page that is kept asks the database when it is drawn anew."""
    client.get(url)
    KeptPage.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def test_the_board_marks_a_figure_corrected_since_it_was_reported(client, indicator, analyst):
    close(analyst)
    assert "Corrected since reported" not in words_of(client.get("/"))
    few = queries_to_draw(client, "/")
    corrected(indicator, 79)
    response = client.get("/")
    assert "79% Q1 2011/12 Corrected since reported" in words_of(response)
    assert f'href="{indicator.get_absolute_url()}?as=reported#figures"' in response.content.decode()
    # Once for all readers, until something changes; what is kept is read by one.
    assert queries_to_draw(client, "/") == few + 2 <= 26
    assert queries_of(client, "/") <= 6


def test_the_board_marks_no_figure_of_an_open_period(client, indicator):
    corrected(indicator, 79)
    assert "Corrected since reported" not in words_of(client.get("/"))


def test_the_same_value_written_again_is_no_correction(client, indicator, analyst):
    close(analyst)
    corrected(indicator, 77)
    assert "Corrected since reported" not in words_of(client.get("/"))
