"""The ranking of an index with bars, and what other weights would do to it. Nothing of that is stored."""

import re

import pytest

from places.models import IndexComponent, IndexScore
from tests.pages.reading_pages import queries_of, words_of

ALCOHOL = "/indices/alcohol-harm-index/"
YOUNG = "/indices/young-peoples-community-safety-index/"


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


def ranks(response):
    return [(one.rank, one.line.row.area_printed, one.moved) for one in response.context["ranking"]]


def test_it_begins_with_a_map_and_a_ranking(client, seeded_db):
    response = client.get(ALCOHOL)
    words = words_of(response)
    assert words.index("Ranking") < words.index("Weights") < words.index("Scores by area")
    assert ranks(response)[:2] == [
        ("1", "Newquay", None),
        ("2", "Penzance, Marazion and St Just", None),
    ]
    assert "<title>Newquay: 26, ranked 1 of 20</title>" in response.content.decode()
    assert "Total then" not in words


def test_the_weights_are_always_to_be_seen(client, seeded_db):
    html = client.get(ALCOHOL).content.decode()
    assert len(re.findall(r'name="w-[a-z_]+" value="1"', html)) == 7
    assert "Measure Weight Actual rate" in words_of(client.get(ALCOHOL))


def test_another_weight_says_who_moves_and_stores_nothing(client, seeded_db):
    response = client.get(f"{ALCOHOL}?w-families=4")
    words = words_of(response)
    assert "With other weights: Families 4 (its own is 1). Nothing is saved." in words
    found = {area: (rank, moved) for rank, area, moved in ranks(response)}
    assert found["Isles of Scilly"] == ("=1", 5)
    assert found["Newquay"][1] < 0
    assert "up 5 was 6 Isles of Scilly 31" in words
    assert set(IndexComponent.objects.values_list("weight", flat=True)) == {1}
    assert "Nothing is saved." not in words_of(client.get(ALCOHOL))


def test_its_own_weights_move_nobody(client, seeded_db):
    assert "With other weights" not in words_of(
        client.get(f"{ALCOHOL}?w-families=1&w-violence=1.000")
    )


@pytest.mark.parametrize(
    ("weight", "told"),
    [
        ("-1", "A weight is zero or more"),
        ("101", "A weight is at most 100"),
        ("many", "Enter a weight as a number, such as 2 or 0.5"),
        ("NaN", "Enter a weight as a number, such as 2 or 0.5"),
        ("0.0001", "A weight has at most three decimal places"),
    ],
)
def test_a_weight_that_is_none_is_said_and_counts_as_its_own(client, seeded_db, weight, told):
    response = client.get(f"{ALCOHOL}?w-families={weight}")
    assert told in words_of(response)
    assert "With other weights" not in words_of(response)


def test_an_empty_weight_counts_as_its_own(client, seeded_db):
    response = client.get(f"{ALCOHOL}?w-families=&w-violence=2")
    assert "With other weights: Violence 2 (its own is 1). Nothing" in words_of(response)


def test_a_missing_score_has_no_rank_by_other_weights(client, seeded_db):
    IndexScore.objects.filter(area__slug="bude-network-area", component__key="treatment").delete()
    response = client.get(f"{ALCOHOL}?w-violence=2")
    assert ranks(response)[-1] == ("", "Bude", None)
    assert "– Not known Bude Not stated" in words_of(response)


def test_each_score_has_a_bar_on_the_scale_of_its_column(client, seeded_db):
    html = client.get(YOUNG).content.decode()
    scores = html[html.index('id="scores"') : html.index('id="about"')]
    assert scores.count("sc-measure__track") == 18 * 5
    assert scores.count('<rect width="100%" height="10" class="sc-measure__value') == 5


@pytest.mark.parametrize("address", [ALCOHOL, YOUNG, f"{ALCOHOL}?w-families=4"])
def test_the_page_costs_few_queries(client, seeded_db, address):
    assert queries_of(client, address) <= 15


def test_the_rank_of_fewer_areas_costs_no_fewer_queries(client, seeded_db):
    number = queries_of(client, ALCOHOL)
    IndexScore.objects.exclude(component__key="violence").delete()
    assert queries_of(client, ALCOHOL) == number
