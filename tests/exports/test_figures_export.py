"""Every figure as CSV: each line says what it is of, and nothing that its reader may not see."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.periods import Period
from performance.models import Figure, Indicator
from tests.exports.reading_files import lines_of
from tests.world import KNOWN, QUARTER

ADDRESS = reverse("exports:figures", args=["2012-13"])


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def revise(figure, **facts):
    """The figure's next revision, a day later."""
    moment = KNOWN + timedelta(days=figure.revision)
    Figure.objects.filter(pk=figure.pk).update(known_to=moment)
    kept = {
        name: getattr(figure, name)
        for name in ("indicator", "area", "period_start", "period_end", "comment")
    }
    return Figure.objects.create(
        **kept | {"revision": figure.revision + 1, "known_from": moment} | facts
    )


def test_it_has_a_line_for_each_figure_of_the_seeded_plan(client, seeded_db):
    shown = Indicator.objects.counting().filter(themes__plan__slug="2012-13").distinct()
    figures = Figure.objects.latest_revisions().filter(indicator__in=shown)
    assert len(lines_of(client.get(ADDRESS))) == figures.count() > 20


def test_each_line_has_value_period_place_unit_and_definition(client, world):
    world.indicator(
        world.theme("Burglary"), "77.50", name="Coming back", definition="Within three months."
    )
    (line,) = lines_of(client.get(ADDRESS))
    assert (line["Value"], line["Unit"], line["Period"]) == ("77.5", "%", "Q1 2011/12")
    assert (line["Place"], line["Themes"]) == ("Somewhere", "Burglary")
    assert line["Definition"] == "Within three months."
    assert (line["Period starts"], line["State"]) == ("2011-04-01", "Reported")


def test_a_large_number_is_written_out(client, world):
    world.indicator(world.theme(), 1200)
    assert lines_of(client.get(ADDRESS))[0]["Value"] == "1200"


def test_of_a_corrected_figure_only_the_latest_revision_is_there(client, world):
    figure = world.figure(world.indicator(world.theme()), QUARTER, 77)
    revise(figure, value=Decimal(78))
    assert [line["Value"] for line in lines_of(client.get(ADDRESS))] == ["78"]


def test_a_removed_figure_is_not_there(client, world):
    figure = world.figure(world.indicator(world.theme()), QUARTER, 77)
    Figure.objects.filter(pk=figure.pk).update(known_to=KNOWN + timedelta(days=1))
    assert lines_of(client.get(ADDRESS)) == []


def test_a_small_number_is_withheld_with_the_words_beside_it(client, sign_in, analyst, world):
    figure = world.figure(world.indicator(world.theme()), QUARTER, 3)
    Figure.objects.filter(pk=figure.pk).update(comment="The three of Hush Lane")
    figure.refresh_from_db()
    suppressed = revise(figure, state="suppressed", value=None)
    (line,) = lines_of(client.get(ADDRESS))
    assert (line["Value"], line["State"]) == ("", "Suppressed (small number)")
    assert line["Comment"] == ""
    assert lines_of(sign_in(analyst).get(ADDRESS))[0]["Comment"] == "The three of Hush Lane"
    revise(suppressed, value=Decimal(40))
    (line,) = lines_of(client.get(ADDRESS))
    assert (line["Value"], line["Comment"]) == ("40", "")


def test_it_asks_as_little_of_many_figures_as_of_few(client, world):
    indicator = world.indicator(world.theme(), 1)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            lines_of(client.get(ADDRESS))
        return len(captured)

    few = queries()
    for year in range(1999, 2011):
        world.figure(indicator, Period.quarter(year, 1), 2)
    world.indicator(world.theme(), 5)
    assert queries() == few
