"""An archived target judges nothing: not on the board, in a round, in a file, nor for the next plan."""

from datetime import date

import pytest
from django.urls import reverse

from core.documents.actions import archive
from performance.cells.doubts.impossible import whole_targets_of
from performance.models import Indicator
from performance.rounds.lifetimes import lifetimes_of
from tests.pages.reading_pages import words_of

TARGET = "At least 80%"


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme("Burglary"), value=77, target=80)


@pytest.fixture
def aimless(indicator, analyst):
    """Archives the only target there is."""

    def archive_it():
        archive(indicator.targets.get(), by=analyst)

    return archive_it


@pytest.mark.parametrize("page", ["board:page", "indicators:list"])
def test_on_the_board_and_in_lists_there_is_none(page, aimless, sign_in, board):
    client = sign_in(board)
    assert TARGET in words_of(client.get(reverse(page)))
    aimless()
    words = words_of(client.get(reverse(page)))
    assert TARGET not in words
    assert "No target" in words


def test_who_enters_a_figure_is_told_of_none(aimless, indicator, sign_in, analyst):
    client, enter = sign_in(analyst), reverse("figures:enter", args=[indicator.slug])
    assert TARGET in words_of(client.get(enter))
    aimless()
    assert TARGET not in words_of(client.get(enter))


def test_a_round_looks_for_nothing_because_of_it(aimless, indicator):
    of_it = Indicator.objects.filter(pk=indicator.pk)
    assert lifetimes_of(of_it)[indicator.pk].target == date(2011, 4, 1)
    aimless()
    assert lifetimes_of(of_it)[indicator.pk].target is None


def test_no_cell_is_doubted_by_it(aimless, indicator):
    series = (indicator.pk, indicator.area_id)
    assert series in whole_targets_of({series})
    aimless()
    assert whole_targets_of({series}) == {}


def test_setting_up_counts_the_indicator_as_without_one(aimless, sign_in, administrator):
    client = sign_in(administrator)
    assert "1 has no target" not in words_of(client.get(reverse("setting_up:page")))
    aimless()
    assert "1 has no target" in words_of(client.get(reverse("setting_up:page")))
