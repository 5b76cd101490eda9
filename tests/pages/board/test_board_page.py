"""The board's home: a board member sees at once what needs attention, and why."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from performance.models import Commentary, Comparator
from performance.standings.readout import state_of
from priorities.models import Plan
from projects.models import Project
from safercornwall.lists.performance_table import _stands
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN, QUARTER

URL = reverse("board:page")


def rows_of(response):
    return {row.indicator.name: row for part in response.context["table"] for row in part.rows}


def tiles_of(response, name):
    return {tile.label: tile.count for tile in response.context[name]}


def test_the_seeded_board_counts_its_indicators_by_status(client, seeded_db):
    tiles = tiles_of(client.get(URL), "indicator_tiles")
    assert tiles["Off track"] == 3
    assert tiles["Missed"] == 4
    assert sum(tiles.values()) == 24


def test_the_seeded_board_counts_what_the_plan_holds(client, seeded_db):
    response = client.get(URL)
    tiles = tiles_of(response, "plan_tiles")
    assert tiles["Themes"] == 10
    assert tiles["Emerging threats"] == 26
    assert tiles["Outstanding decisions"] == 10
    assert sum(tiles_of(response, "project_tiles").values()) == 58


def test_every_tile_leads_to_a_page_that_lists_as_many(client, seeded_db):
    response = client.get(URL)
    for name in ("plan_tiles", "indicator_tiles", "project_tiles"):
        for tile in response.context[name]:
            found = client.get(tile.url)
            assert found.status_code == 200, tile.url
            if "?" in tile.url:
                assert f"<strong>{tile.count}</strong>" in found.content.decode(), tile.url


def test_the_board_reads_first_that_funding_ends_and_the_tender_should_have_begun(
    client, seeded_db
):
    words = words_of(client.get(URL))
    assert (
        "Funding ends on 31 March 2012 for IDVA Service (high risk victims) and IDVA Service "
        "(medium risk victims), and nothing is secured after it. A tender takes 6 months: the last "
        "date to start one was 1 October 2011, 60 days before 30 November 2011."
    ) in words


def test_a_tender_that_can_still_start_is_said_so(client, world):
    project = world.project(world.theme(), name="Outreach", procurement_lead_months=2)
    world.funding(project, "secured", ends_on=date(2012, 1, 30))
    words = words_of(client.get(URL))
    assert "A tender takes 2 months: the last date to start one is 30 November 2011." in words
    assert "Still ahead" in words


def test_an_off_track_indicator_stands_in_cornwalls_columns_with_its_sentence(client, seeded_db):
    row = rows_of(client.get(URL))["Deliberate fires, secondary"]
    assert row.good_is == "Lower"
    assert (row.now.words, row.now.period) == ("2.8 per 100,000 population", "Q1 2011/12")
    assert (row.target.words, row.target.period) == (
        "At most 1.9 per 100,000 population",
        "2011/12",
    )
    assert row.standing.sentence.startswith("Off track: 2.8")
    words = words_of(client.get(URL))
    assert row.standing.sentence in words
    for column in (
        "Indicator", "Good is", "This period", "Target", "Status",
    ):  # fmt: skip
        assert column in words


def test_a_status_set_by_hand_is_the_one_in_the_table(client, world):
    indicator = world.indicator(world.theme(), name="Repeats", value=81, target=80)
    Commentary.objects.create(
        indicator=indicator, period_start=QUARTER.start, period_end=QUARTER.end, status_override="at_risk",
        override_reason="The cohort is tiny", written_at=KNOWN,
    )  # fmt: skip
    words = words_of(client.get(URL))
    assert "At risk At risk, set by hand: The cohort is tiny. Worked" in words


def test_a_printed_word_that_differs_stands_beside_the_status_worked_out(client, seeded_db):
    rows = rows_of(client.get(URL))
    printed = next(row.printed for name, row in rows.items() if name.startswith("SARC clients"))
    assert printed.differs
    assert "printed differently: “achieved”" in words_of(client.get(URL)).lower()


def test_a_theme_that_nothing_measures_is_in_the_table_and_says_so(client, seeded_db):
    parts = {part.theme.name: part.rows for part in client.get(URL).context["table"]}
    assert parts["Deprived areas"] == []
    assert "Nothing measures this theme." in words_of(client.get(URL))


def test_what_is_missing_is_said_and_never_zero(client, world):
    theme = world.theme()
    world.indicator(theme, name="Never measured")
    row = rows_of(client.get(URL))["Never measured"]
    assert (row.now.words, row.target.words, row.benchmarks) == ("", "", [])
    words = words_of(client.get(URL))
    assert "Not stated" in words
    assert "None set" in words


@pytest.mark.parametrize(
    ("lag", "said"), [(None, "No figure; no due date is set"), (90, "(due 28 September 2011)")]
)
def test_a_figure_that_is_not_in_is_not_yet_due_only_where_a_day_is_set(lag, said):
    standing = SimpleNamespace(
        figure=None, period=QUARTER, indicator=SimpleNamespace(reporting_lag_days=lag)
    )
    state = state_of(standing, date(2011, 9, 1))
    shown = render_to_string("components/figure_state.html", vars(state))
    assert said in shown
    assert ("Not yet due" in shown) == (lag is not None)


def test_last_year_the_benchmark_and_what_people_said_stand_in_the_row(client, world):
    theme = world.theme()
    indicator = world.indicator(theme, 77, 80, name="Repeat victims")
    world.figure(indicator, QUARTER.same_last_year(), "70")
    Comparator.objects.create(
        indicator=indicator, kind="national", label="national benchmark", value=28,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    Commentary.objects.create(
        indicator=indicator, text="Fewer referrals.", management_actions="Brief the team.",
        period_start=QUARTER.start, period_end=QUARTER.end, written_at=KNOWN,
    )  # fmt: skip
    response = client.get(URL)
    row = rows_of(response)["Repeat victims"]
    assert (row.last_year.words, row.last_year.period) == ("70%", "Q1 2010/11")
    assert row.benchmarks == ["National benchmark: 28% (better)"]
    words = words_of(response)
    assert "Improving against Q1 2010/11" in words
    assert "Fewer referrals. Actions: Brief the team." in words


COLUMNS = {
    "Direction of travel", "Same period last year", "Benchmark", "Commentary and management actions",
}  # fmt: skip


def test_a_column_that_no_row_fills_is_left_out(client, world):
    indicator = world.indicator(world.theme(), 77, 80)
    assert not {name for name in COLUMNS if name in words_of(client.get(URL))}
    Comparator.objects.create(
        indicator=indicator, kind="national", label="national benchmark", value=28,
        period_start=QUARTER.start, period_end=QUARTER.end,
    )  # fmt: skip
    assert {name for name in COLUMNS if name in words_of(client.get(URL))} == {"Benchmark"}
    world.figure(indicator, QUARTER.same_last_year(), "70")
    Commentary.objects.create(
        indicator=indicator, text="Fewer.", period_start=QUARTER.start, period_end=QUARTER.end,
        written_at=KNOWN,
    )  # fmt: skip
    assert {name for name in COLUMNS if name in words_of(client.get(URL))} == COLUMNS


def test_a_column_that_nearly_no_row_fills_is_left_out_and_said_beside_the_status(
    client, seeded_db
):
    """One of 24 has a year to compare with and four have a benchmark: no column of dashes."""
    response = client.get(URL)
    words = words_of(response)
    assert not {name for name in COLUMNS if name in words}
    table = response.content.decode().partition("sc-performance")[2].partition("</table>")[0]
    assert ">–<" not in table
    rows = rows_of(response)
    [compared] = [row for row in rows.values() if row.has_direction]
    said = words.partition(compared.standing.sentence)[2][:200]
    assert f"against {compared.standing.travel.against.label}" in said
    [first, *_] = [row for row in rows.values() if row.benchmarks]
    assert f"{first.benchmarks[0]}." in words.partition(first.standing.sentence)[2][:300]


@pytest.mark.parametrize(
    ("filled", "of", "stands"),
    [(0, 0, False), (0, 4, False), (1, 4, True), (1, 5, False), (2, 8, True)],
)
def test_a_column_stands_where_a_quarter_of_the_rows_fill_it(filled, of, stands):
    assert _stands([True] * filled + [False] * (of - filled)) is stands


def test_an_indicator_of_two_themes_stands_once_and_names_the_other(client, world):
    first, second = world.theme("Alcohol"), world.theme("Drugs")
    world.indicator(first, 77, name="Violence").themes.add(second)
    response = client.get(URL)
    assert [len(part.rows) for part in response.context["table"]] == [1, 0]
    assert "Also measures Drugs" in words_of(response)


def test_where_nothing_can_be_compared_the_change_as_printed_unfolds(client, seeded_db):
    words = words_of(client.get(URL))
    assert "Nothing to compare with" not in words
    assert "Printed for 2010/11 (implied): “41% higher than in 2009/10”" in words
    assert "Printed for 2011/12: “dropped”" in words
    # Youth reoffending is compared with the year before: its figures speak.
    assert "“10% reduction”" not in words


def test_the_most_serious_flags_are_not_all_of_one_rule(client, seeded_db):
    lines = client.get(URL).context["worst_flags"]
    titles = [line.title for line in lines]
    assert {line.severity for line in lines} == {"high"}
    assert len(lines) == 8
    assert {"Off track", "Missed", "Funding ends", "On hold", "Nothing measures it"} <= set(titles)


def test_counts_by_rule_and_severity_add_up_to_all_flags(client, seeded_db):
    context = client.get(URL).context
    counted = sum(
        count.number
        for group in context["flag_groups"]
        for found in group.rules
        for count in found.counts
    )
    assert counted == context["flag_count"] > 100


def test_decisions_overdue_come_before_those_without_a_day(client, world):
    world.decision(title="Some day")
    world.decision(title="Long ago", due_on=date(2011, 10, 1))
    response = client.get(URL)
    titles = [row.decision.title for row in response.context["decisions"]]
    assert titles == ["Long ago", "Some day"]
    words = words_of(response)
    assert "1 October 2011 Overdue" in words
    assert "No day stated" in words


def test_the_decision_that_holds_up_money_that_ends_first_comes_first(client, seeded_db):
    response = client.get(URL)
    first, second = response.context["decisions"][:2]
    assert first.decision.slug == "delivery-plan-shortfall"
    assert first.urgent_on < second.urgent_on
    assert (
        "By 1 October 2011, worked out: the tender for IDVA Service (high risk victims) must start then "
        "Overdue Holds up funding that ends on 31 March 2012; the last date to start a tender was "
        "1 October 2011. Worked out from the projects that wait for it."
    ) in words_of(response)


def test_before_there_is_a_plan_the_board_says_so(client):
    response = client.get(URL)
    assert response.status_code == 200
    assert "There is no current plan yet" in words_of(response)


def test_a_draft_is_no_business_of_the_board(client, world):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert "There is no current plan yet" in words_of(client.get(URL))


@pytest.mark.parametrize("role", ["officer", "analyst", "board", "administrator"])
def test_every_role_may_read_the_board(role, request, sign_in, world):
    assert sign_in(request.getfixturevalue(role)).get(URL).status_code == 200


def test_a_stranger_may_not_and_nobody_may_without_signing_in(sign_in, stranger, client, world):
    assert sign_in(stranger).get(URL).status_code == 403
    client.logout()
    assert client.get(URL).status_code == 302


def test_the_board_only_reads(client, world):
    assert client.post(URL).status_code == 405


def test_the_board_asks_the_database_as_often_for_much_as_for_little(client, world):
    world.indicator(world.theme(), 77, 80)
    world.area("Camborne", within=world.county)
    little = queries_of(client, URL)
    for name in ("Alcohol", "Drugs", "Young people"):
        theme = world.theme(name)
        world.indicator(theme, 77, 80)
        project = world.project(theme)
        world.funding(project, "secured", ends_on=date(2012, 3, 31))
        world.gap(theme)
        world.threat(theme)
        world.decision().themes.add(theme)
        world.priority_area(theme, world.area(f"Town of {name}", within=world.county))
    assert Project.objects.count() == 3
    assert queries_of(client, URL) == little <= 15


def test_every_link_text_of_the_counts_makes_sense_alone(client, seeded_db):
    html = client.get(URL).content.decode()
    bare = re.findall(r"<a [^>]*>\s*\d+\s*</a>", html)
    assert bare == []


def test_a_long_table_shows_what_most_needs_attention_in_each_theme(client, world):
    themes = [world.theme(name) for name in ("Alcohol", "Drugs")]
    for theme in themes:
        for n in range(40):
            world.indicator(theme, 90, 80, name=f"{theme} met {n}")
        world.indicator(theme, 60, 80, name=f"{theme} missed")
    response = client.get(URL)
    assert [(len(part.rows), part.left_out) for part in response.context["table"]] == [(37, 4)] * 2
    words = words_of(response)
    assert "Alcohol missed" in words
    assert "Drugs missed" in words
    assert "And 4 more of Alcohol" in words


def test_a_short_table_leaves_nothing_out(client, seeded_db):
    assert not any(part.left_out for part in client.get(URL).context["table"])


def test_of_many_decisions_the_page_lists_the_first_and_counts_all(client, world):
    for _ in range(30):
        world.decision()
    response = client.get(URL)
    assert len(response.context["decisions"]) == 10
    assert "The 10 of 30 that come first." in words_of(response)
