"""The list of indicators and the page of each: how it stands, why, and where that was read."""

import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Organisation
from core.periods import Period
from performance.models import (
    Commentary,
    Comparator,
    Figure,
    Indicator,
    Measurement,
    SeriesBreak,
    Target,
)
from priorities.models import PerformanceStatement, Plan, ReadingNote, Theme
from projects.models import ProjectIndicator
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

LIST = reverse("indicators:list")
Q1 = Period.quarter(2011, 1)
LATER = KNOWN + timedelta(days=5)


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def page_of(client, indicator):
    response = client.get(indicator.get_absolute_url())
    assert response.status_code == 200
    return response


def names_of(response):
    return [row.indicator.name for row in response.context["page"]]


def printed(indicator, theme, **facts):
    statement = PerformanceStatement.objects.create(
        theme=theme, ref="PS-X-01", order=1, kind="running", group_printed="Current position",
        text="77% of people did not come back.", source_lines=[347],
    )  # fmt: skip
    return Measurement.objects.create(
        **{
            "indicator": indicator, "statement": statement, "order": 1,
            "period_printed": "Q1 2011/12", "source_lines": [347],
        } | facts
    )  # fmt: skip


# The list


@pytest.mark.parametrize("who", ["officer", "analyst", "board", "administrator"])
def test_everybody_with_a_role_reads_indicators(who, request, sign_in, world):
    indicator = world.indicator(world.theme(), value=77)
    client = sign_in(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 200
    assert client.get(indicator.get_absolute_url()).status_code == 200


def test_a_stranger_may_not_and_nobody_may_post(sign_in, stranger, client, world):
    url = world.indicator(world.theme()).get_absolute_url()
    for address in (LIST, url):
        assert sign_in(stranger).get(address).status_code == 403
        assert client.post(address).status_code == 405


def test_whoever_is_not_signed_in_is_asked_to(db, client):
    client.logout()
    assert client.get(LIST).status_code == 302


def test_the_list_says_how_each_stands_with_unit_and_period(client, world):
    world.indicator(world.theme("Burglary"), value=70, target=80, name="No further act")
    words = words_of(client.get(LIST))
    assert "No further act Burglary Off track" in words
    assert "70% Q1 2011/12" in words
    assert "At least 80% 2011/12" in words
    assert "Higher" in words


def test_the_list_shows_the_printed_status_only_where_it_differs(client, world):
    theme = world.theme()
    indicator = world.indicator(theme, value=70, target=80)
    measurement = printed(indicator, theme, status_printed="off track")
    Figure.objects.update(measurement=measurement)
    assert "Printed differently" not in words_of(client.get(LIST))
    Measurement.objects.update(status_printed="Failing")
    assert "Printed differently: “Failing”" in words_of(client.get(LIST))


def test_printed_words_are_not_laid_to_a_period_they_were_not_printed_for(client, world):
    theme = world.theme()
    printed(world.indicator(theme), theme, status_printed="just on track")
    words = words_of(client.get(LIST))
    assert "Printed for Q1 2011/12: “just on track”" in words
    assert "Printed differently" not in words


def test_a_missing_figure_is_said_to_be_missing(client, world):
    world.indicator(world.theme())
    words = words_of(client.get(LIST))
    assert "None yet" in words
    assert " 0%" not in words


def test_an_overdue_indicator_still_shows_its_last_figure_with_its_own_period(client, world):
    world.indicator(world.theme(), value=77, reporting_lag_days=30)
    words = words_of(client.get(LIST))
    assert "Overdue" in words
    assert "77% Q1 2011/12" in words


def test_filters_narrow_the_list(client, world):
    theme = world.theme("Burglary")
    police = Organisation.objects.create(name="Police", slug="police", kind="police")
    world.indicator(theme, value=77, target=80, name="Missing it", provider=police)
    other = world.indicator(
        world.theme("Drugs"), value=90, target=80, name="Meeting it", polarity="lower"
    )
    Indicator.objects.filter(pk=other.pk).update(frequency="month")
    for query, found in (
        ({"theme": theme.slug}, ["Missing it"]),
        ({"status": "on_track"}, ["Meeting it"]),
        ({"polarity": "lower"}, ["Meeting it"]),
        ({"frequency": "quarter"}, ["Missing it"]),
        ({"organisation": "police"}, ["Missing it"]),
        ({"organisation": "not:stated"}, ["Meeting it"]),
        ({"theme": theme.slug, "status": "on_track"}, []),
        ({}, ["Missing it", "Meeting it"]),
    ):
        assert names_of(client.get(LIST, query)) == found, query


@pytest.mark.parametrize("value", ["nonsense", "\x00", "1' OR 1=1", "-pk", "😀"])
def test_a_value_that_is_not_offered_narrows_nothing_and_says_so(client, world, value):
    world.indicator(world.theme())
    query = dict.fromkeys(
        ["theme", "status", "polarity", "frequency", "organisation", "order"], value
    )
    response = client.get(LIST, query | {"name__startswith": "x"})
    assert response.status_code == 200
    assert len(names_of(response)) == 1
    assert "This choice is not in the list, so it was left out" in response.content.decode()


def test_the_order_is_the_themes_unless_another_is_chosen(client, world):
    first, second = world.theme("First"), world.theme("Second")
    world.indicator(second, value=77, target=80, name="Alder")
    world.indicator(first, value=90, target=80, name="Beech")
    assert names_of(client.get(LIST)) == ["Beech", "Alder"]
    assert names_of(client.get(LIST, {"order": "name"})) == ["Alder", "Beech"]
    assert names_of(client.get(LIST, {"order": "status"})) == ["Alder", "Beech"]


def test_an_indicator_of_two_themes_stands_once_under_both(client, world):
    indicator = world.indicator(world.theme("Burglary"))
    indicator.themes.add(world.theme("Drugs"))
    response = client.get(LIST)
    assert len(names_of(response)) == 1
    assert "Burglary Drugs" in words_of(response)


def test_the_themes_of_a_draft_are_nobodys_business(client, world):
    draft = Plan.objects.create(
        partnership=world.partnership, title="Next plan", slug="next", financial_year=2013,
        assessment_title="x", stage="draft",
    )  # fmt: skip
    secret = Theme.objects.create(
        plan=draft, slug="secret", code="S", order=1, kind="priority", name="Secret theme",
        plan_statement="x",
    )  # fmt: skip
    shared = world.indicator(world.theme(), name="Shared")
    shared.themes.add(secret)
    world.indicator(secret, name="Only in the draft")
    response = client.get(LIST)
    assert names_of(response) == ["Shared"]
    assert "Secret theme" not in response.content.decode()
    assert "Secret theme" not in page_of(client, shared).content.decode()


def test_each_tile_counts_what_it_leads_to(client, seeded_db):
    response = client.get(LIST)
    assert len(names_of(response)) == 24
    for tile in response.context["tiles"]:
        assert len(names_of(client.get(LIST + tile.url))) == tile.count


def test_the_list_asks_as_little_of_many_indicators_as_of_few(client, world):
    themes = [world.theme("A"), world.theme("B")]
    world.indicator(themes[0], value=77, target=80)
    client.get(LIST)
    few = queries_of(client, LIST)
    for n in range(12):
        world.indicator(themes[n % 2], value=77, target=80).themes.add(*themes)
    assert queries_of(client, LIST) == few
    assert few <= 12


# The page


def test_no_such_indicator_is_not_found(client, world):
    assert client.get(reverse("indicators:page", args=["nope"])).status_code == 404


def test_the_page_says_how_it_stands_and_why(client, world):
    indicator = world.indicator(world.theme("Burglary"), value=77, target=80)
    words = words_of(page_of(client, indicator))
    assert "At risk: 77% in Q1 2011/12 against a target of at least 80% for 2011/12" in words
    assert "higher is better" in words
    assert "Nothing to compare Q1 2011/12 with" in words


def test_the_printed_words_stand_beside_the_computed_ones(client, world):
    theme = world.theme("Burglary")
    indicator = world.indicator(theme, value=77, target=80)
    measurement = printed(indicator, theme, status_printed="Failing", actual_printed="77%")
    Figure.objects.update(measurement=measurement)
    response = page_of(client, indicator)
    words = words_of(response)
    assert "At risk Printed differently: “Failing”" in words
    assert "77% of people did not come back." in words
    assert f'href="{theme.get_absolute_url()}#ps-x-01"' in response.content.decode()


def test_an_override_is_shown_with_its_reason_and_what_was_worked_out(client, world):
    indicator = world.indicator(world.theme(), value=60, target=80)
    Commentary.objects.create(
        indicator=indicator, period_start=Q1.start, period_end=Q1.end, status_override="at_risk",
        override_reason="Two teams had not reported.", text="A hard quarter.", written_at=KNOWN,
    )  # fmt: skip
    words = words_of(page_of(client, indicator))
    assert "At risk, set by hand: Two teams had not reported. Worked out: Off track:" in words
    assert "A hard quarter." in words


def test_the_table_has_every_period_with_its_counts_state_target_and_comparators(client, world):
    indicator = world.indicator(world.theme(), value=77, target=80)
    Figure.objects.update(numerator=154, denominator=200, state="provisional")
    Target.objects.update(printed="target 80%", note="Set by the board.")
    Comparator.objects.create(
        indicator=indicator, kind="national", label="national average", value=70,
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    words = words_of(page_of(client, indicator))
    assert "Counts behind it: 154 of 200" in words
    assert "Provisional" in words
    assert "At least 80% 2011/12. Printed: “target 80%”" in words
    assert "Set by the board." in words
    assert "National average: 70%" in words


def test_a_suppressed_figure_shows_no_number(client, world):
    indicator = world.indicator(world.theme(), value=3, target=80)
    Figure.objects.update(state="suppressed", value=None)
    words = words_of(page_of(client, indicator))
    assert "Suppressed (small number)" in words
    assert "There is no number to draw" not in words
    assert "3%" not in words


def test_a_correction_is_shown_with_its_reason_and_the_old_value_is_not_the_figure(client, world):
    indicator = world.indicator(world.theme(), value=77, target=80)
    old = indicator.figures.get()
    Figure.objects.filter(pk=old.pk).update(known_to=LATER)
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=85, revision=2, known_from=LATER,
        period_start=Q1.start, period_end=Q1.end, reason_for_change="Late returns.",
    )  # fmt: skip
    words = words_of(page_of(client, indicator))
    assert "85% in Q1 2011/12" in words
    assert "Revision 2: Late returns." in words
    assert "77%" not in words


@pytest.mark.parametrize(
    ("lag", "words"),
    [
        (30, "Q2 2011/12, was due on 30 October 2011"),
        (90, "Q2 2011/12, due on 29 December 2011"),
        (None, "Q2 2011/12; no day is set for it"),
    ],
)
def test_the_page_says_when_the_next_figure_is_due(client, world, lag, words):
    indicator = world.indicator(world.theme(), value=77, reporting_lag_days=lag)
    assert words in words_of(page_of(client, indicator))


def test_a_retired_indicator_waits_for_nothing(client, world):
    indicator = world.indicator(
        world.theme(), value=77, reporting_lag_days=30, retired_on=date(2011, 7, 1)
    )
    assert "None: retired on 1 July 2011" in words_of(page_of(client, indicator))


def test_too_few_points_are_said_to_be_too_few(client, world):
    indicator = world.indicator(world.theme(), value=77)
    SeriesBreak.objects.create(
        indicator=indicator, starts_on=date(2011, 1, 1), what_changed="New rule"
    )
    words = words_of(page_of(client, indicator))
    assert "Too few points to tell (1 of 13)." in words
    assert "The series breaks on 1 January 2011: New rule" in words


def test_judgements_are_marked(client, world):
    theme = world.theme()
    indicator = world.indicator(theme, value=77, polarity_is_judgement=False)
    project = world.project(theme, name="Target hardening")
    link = ProjectIndicator.objects.create(
        project=project, indicator=indicator, contribution="Locks keep burglars out."
    )
    response = page_of(client, indicator)
    assert "Locks keep burglars out. J Our judgement" in words_of(response).replace("JOur", "J Our")
    assert project.get_absolute_url() in response.content.decode()
    ProjectIndicator.objects.filter(pk=link.pk).update(is_judgement=False)
    assert "Our judgement" not in words_of(page_of(client, indicator))


def test_a_reading_note_stands_beside_the_statement_whose_line_it_names(client, world):
    theme = world.theme()
    indicator = world.indicator(theme, value=77, source_lines=[347, 900])
    printed(indicator, theme)
    for n, (line, text) in enumerate([(347, "The two disagree."), (900, "Unit unclear.")]):
        ReadingNote.objects.create(
            plan=world.plan, ref=f"N-{n}", order=n, kind="reading", text=text, source_lines=[line]
        )
    html = page_of(client, indicator).content.decode()
    assert html.count("The two disagree.") == 1
    assert html.index("The two disagree.") < html.index('id="notes"') < html.index("Unit unclear.")


def test_its_flags_are_on_the_page_without_a_link_to_itself(client, world):
    indicator = world.indicator(world.theme(), value=60, target=80)
    response = page_of(client, indicator)
    off_track, unanswered = response.context["page"].flags
    assert (off_track.title, off_track.url) == ("Off track", "")
    assert unanswered.url == world.plan.themes.get().get_absolute_url()


def test_the_chart_is_data_and_the_table_is_there_without_it(client, world):
    indicator = world.indicator(world.theme(), value=77, name="</script><b>Odd</b>")
    html = page_of(client, indicator).content.decode()
    figure = re.search(
        r'<script id="indicator-chart-figure" type="application/json">(.*?)</script>', html
    )
    assert json.loads(figure[1])["data"][0]["y"] == [77.0]
    assert "<b>Odd" not in html
    assert "Figures, newest first</caption>" in html
    assert "js/charts" in html
    bare = world.indicator(world.theme())
    assert "js/charts" not in page_of(client, bare).content.decode()


def test_targets_to_come_and_comparators_of_other_periods_are_not_lost(client, world):
    indicator = world.indicator(world.theme(), value=77)
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_least", is_confirmed=False,
        period_start=date(2012, 4, 1), period_end=date(2013, 3, 31), printed="TBC: more of it",
    )  # fmt: skip
    Comparator.objects.create(
        indicator=indicator, kind="regional", label="region", value_printed="rising",
        period_start=date(2009, 4, 1), period_end=date(2010, 3, 31),
    )  # fmt: skip
    words = words_of(page_of(client, indicator))
    assert "The target for 2012/13 is not yet confirmed. Printed: “TBC: more of it”" in words
    assert "Region: rising in 2009/10" in words


def test_the_worked_examples_explain_themselves_on_the_seeded_plan(client, seeded_db):
    page = client.get("/indicators/deliberate-fires-secondary/")
    assert (
        "Off track: 2.8 per 100,000 population in Q1 2011/12 against a target of at most 1.9"
        in (words_of(page))
    )
    sarc = words_of(client.get("/indicators/sarc-forensic-examinations/"))
    assert "Printed differently: “Failing”" in sarc
    assert "(an estimate)" in sarc


def test_the_page_asks_as_little_of_a_full_indicator_as_of_a_bare_one(client, world):
    theme = world.theme()
    indicator = world.indicator(theme, value=77, target=80)
    measurement = printed(indicator, theme, status_printed="Failing")
    client.get(indicator.get_absolute_url())
    few = queries_of(client, indicator.get_absolute_url())
    for year in range(2000, 2011):
        figure = world.figure(indicator, Period.financial_year(year), year % 90)
        Figure.objects.filter(pk=figure.pk).update(measurement=measurement)
    for _ in range(6):
        project = world.project(theme)
        ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="x")
        world.indicator(world.theme(), value=60, target=80)
        world.gap(theme)
    assert queries_of(client, indicator.get_absolute_url()) == few
    assert few <= 15


def test_an_indicator_with_everything_asks_as_little_of_many_as_of_few(client, analyst, world):
    theme = world.theme()
    indicator = world.indicator(theme, value=77, target=80)
    printed(indicator, theme)
    project = world.project(theme)
    ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="x")

    def add(number):
        town = world.area(f"Town {number}", within=world.county)
        Figure.objects.create(
            indicator=indicator, area=town, value=number, known_from=KNOWN,
            period_start=Q1.start, period_end=Q1.end,
        )  # fmt: skip
        Target.objects.create(
            indicator=indicator, area=town, form="at_least", value=80,
            period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
        )  # fmt: skip
        world.figure(indicator, Period.quarter(2000 + number, 1), 70)
        ReadingNote.objects.create(
            plan=world.plan, ref=f"N-{number}", order=number, kind="reading", text="x",
            source_lines=[347],
        )  # fmt: skip
        Commentary.objects.create(
            indicator=indicator, period_start=date(2000 + number, 4, 1),
            period_end=date(2000 + number, 6, 30), text="x", written_at=KNOWN, written_by=analyst,
        )  # fmt: skip

    add(1)
    few = queries_of(client, indicator.get_absolute_url())
    for number in range(2, 8):
        add(number)
    assert queries_of(client, indicator.get_absolute_url()) == few <= 15
