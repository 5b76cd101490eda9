"""The performance table in Excel: the board's own rows, and numbers that Excel can reckon with."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.periods import Period
from performance.models import Comparator
from priorities.clocks import clocks_of
from priorities.models import Plan
from safercornwall.flags.snapshot import Snapshot
from tests.exports.reading_files import table_of, workbook_of
from tests.world import KNOWN

ADDRESS = reverse("exports:performance", args=["2012-13"])


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def cell_of(response, indicator, heading):
    sheet = workbook_of(response).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == indicator)
    return row[headings.index(heading)]


def test_it_has_every_indicator_of_the_seeded_plan_with_the_board_s_own_status(client, seeded_db):
    plan = Plan.objects.get(slug="2012-13")
    board = {row.indicator.name: row.label for row in Snapshot(plan, clocks_of(plan)).standings}
    rows = table_of(client.get(ADDRESS))
    table = {row["Indicator"]: row["Status"] for row in rows if row["Status"]}
    assert table == board


def test_a_figure_is_a_number_shown_with_its_unit(client, world):
    world.indicator(world.theme(), "77.25", 80, name="Not coming back")
    cell = cell_of(client.get(ADDRESS), "Not coming back", "This period")
    assert (cell.value, cell.number_format) == (77.25, '#,##0.00"%"')
    assert cell_of(client.get(ADDRESS), "Not coming back", "Target").value == 80


def test_last_year_and_the_benchmark_are_numbers_too(client, world):
    indicator = world.indicator(world.theme(), 4, unit="£ a head", name="Cost")
    world.figure(indicator, Period.quarter(2010, 1), 6)
    Comparator.objects.create(
        indicator=indicator, kind="national", label="England", value=Decimal(5), known_from=KNOWN,
        period_start=Period.quarter(2011, 1).start, period_end=Period.quarter(2011, 1).end,
    )  # fmt: skip
    response = client.get(ADDRESS)
    last_year = cell_of(response, "Cost", "Same period last year")
    assert (last_year.value, last_year.number_format) == (6, '"£"#,##0')
    assert cell_of(response, "Cost", "Benchmark").value == 5


def test_what_is_not_known_is_an_empty_cell_and_never_nought(client, world):
    world.indicator(world.theme(), name="Waiting")
    for heading in ("This period", "Target", "Benchmark", "Same period last year"):
        assert cell_of(client.get(ADDRESS), "Waiting", heading).value is None


def test_a_theme_that_nothing_measures_says_so(client, world):
    world.theme("Deprived areas")
    (row,) = table_of(client.get(ADDRESS))
    assert (row["Theme"], row["Indicator"]) == ("Deprived areas", "Nothing measures this theme")


def test_a_status_is_coloured_by_a_rule_that_follows_its_word(client, world):
    world.indicator(world.theme(), 50, 80)
    sheet = workbook_of(client.get(ADDRESS)).worksheets[0]
    rules = [rule.formula[0] for area in sheet.conditional_formatting for rule in area.rules]
    assert any("Off track" in rule for rule in rules)
    assert cell_of(client.get(ADDRESS), "Indicator 2", "Status").value == "Off track"


def test_an_indicator_named_like_a_formula_stays_words(client, world):
    world.indicator(world.theme(), 50, name="=1+1")
    assert cell_of(client.get(ADDRESS), "=1+1", "Indicator").data_type == "s"


def test_it_is_of_the_earlier_day_that_its_reader_chose(client, world):
    client.post(reverse("board:day"), {"day": "30 Jun 2011"})
    sheet = workbook_of(client.get(ADDRESS))["About"]
    assert ("As at", "30 June 2011") in list(sheet.iter_rows(min_row=2, values_only=True))


def test_it_says_as_at_which_day(client, world):
    sheet = workbook_of(client.get(ADDRESS))["About"]
    assert ("As at", "30 November 2011") in list(sheet.iter_rows(min_row=2, values_only=True))
