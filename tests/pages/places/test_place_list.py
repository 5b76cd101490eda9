"""The tree of places, as the board reads it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from priorities.models import Plan

PLACES = "/places/"


@pytest.fixture
def read(board, sign_in):
    """What a board member reads at an address, tags taken out."""

    def page(address=PLACES):
        response = sign_in(board).get(address)
        assert response.status_code == 200
        text = re.sub(r"<[^>]+>", " ", response.content.decode())
        return " ".join(text.split())

    return page


def test_every_place_is_listed_with_its_kind_and_its_numbers(corner, read):
    text = read()
    assert "Newquay , Town" in text
    assert "Population 20,000, Census 2011" in text
    assert "Deprivation decile 2, IMD 2010" in text
    assert "Population not stated" in text
    assert "4 places" in text


def test_lists_are_nested_as_the_places_are(corner, board, sign_in):
    html = sign_in(board).get(PLACES).content.decode()
    way = [
        html.index(f'aria-label="In {name}"')
        for name in ("Cornwall", "Newquay and around", "Newquay")
    ]
    assert way == sorted(way)


def test_a_kind_is_picked_out_with_the_way_to_it(corner, put, read):
    put("Bude", "network_area", corner["cornwall"])
    text = read(f"{PLACES}?kind=lsoa")
    assert "1 place match" in text
    assert "Gannel" in text
    assert "Bude , Network area" not in text
    assert "20,000" not in text


def test_words_find_a_name_or_a_code(corner, read):
    corner["gannel"].codes.create(system="lsoa_2011", code="E01019029")
    assert "1 place match" in read(f"{PLACES}?q=e01019029")
    assert "2 places match" in read(f"{PLACES}?q=NEWQ")
    assert "No place matches these filters." in read(f"{PLACES}?q=Plymouth")


@pytest.mark.parametrize(
    "query", ["kind=planet", "q=%00", f"q={'x' * 101}", "kind=lsoa&kind=planet"]
)
def test_a_filter_that_makes_no_sense_narrows_nothing(corner, read, query):
    assert "4 places" in read(f"{PLACES}?{query}")


def test_what_an_lsoa_is_is_said(corner, read):
    assert "a small area of about 1,500 people" in read()


def test_a_stranger_is_turned_away_and_so_is_a_post(corner, stranger, board, sign_in):
    assert sign_in(stranger).get(PLACES).status_code == 403
    assert sign_in(board).post(PLACES).status_code == 405
    assert reverse("signing_in:sign_in") in Client().get(PLACES)["Location"]


def test_priority_areas_totals_and_the_highest_risk_are_marked(seeded_db, read):
    text = read(f"{PLACES}?q=penzance")
    assert "Highest risk area named by the assessment" in text
    assert "Very high priority area for Domestic abuse : Penzance" in text
    assert "Alcohol harm index : Penzance, Marazion and St Just 22 , ranked 2 of 20" in text
    # Penzance Town West is made of beats: they are marked, and not the town a third time.
    assert (
        len(re.findall("priority area for [^:]+: Penzance ", text.split("Penzance Central")[0]))
        == 2
    )


def test_a_total_that_we_worked_out_says_so(seeded_db, read):
    assert "3,297 (worked out) , ranked 1 of 18" in read(f"{PLACES}?q=E01019029")


def test_a_draft_marks_nothing(seeded_db, read):
    assert "priority area for" in read()
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert "priority area for" not in read()


def test_more_places_cost_no_more_queries(
    corner, put, board, sign_in, django_assert_max_num_queries
):
    client = sign_in(board)
    with django_assert_max_num_queries(12) as few:
        client.get(PLACES)
    for n in range(30):
        put(f"Beat {n}", "beat", corner["newquay"])
    with django_assert_max_num_queries(len(few)):
        client.get(PLACES)


def test_the_seeded_tree_costs_few_queries(
    seeded_db, board, sign_in, django_assert_max_num_queries
):
    client = sign_in(board)
    # The first to look draws the map, which is kept.
    client.get(PLACES)
    with django_assert_max_num_queries(12):
        client.get(PLACES)


def test_three_hundred_lsoas_of_one_place_are_folded_away(
    corner, put, board, sign_in, django_assert_max_num_queries
):
    client = sign_in(board)
    client.get(PLACES)
    with django_assert_max_num_queries(12) as few:
        client.get(PLACES)
    for n in range(300):
        put(f"Cornwall {n:03}A", "lsoa", corner["cornwall"])
    with django_assert_max_num_queries(len(few)):
        html = client.get(PLACES).content.decode()
    assert "300 LSOAs</span></summary>" in html
    assert "<details" in html
    assert "<details open" not in html.replace('class="govuk-details" ', "")
    found = client.get(f"{PLACES}?q=013A+or&kind=lsoa").content.decode()
    assert "300 LSOAs" not in found
    all_of_them = client.get(f"{PLACES}?kind=lsoa").content.decode()
    assert re.search(r"<details[^>]* open[^>]*>\s*<summary[^>]*><span[^>]*>300 LSOAs", all_of_them)


def test_looking_for_a_place_by_its_name_comes_first(corner, board, sign_in):
    html = sign_in(board).get("/places/", {"q": "gan & nel"}).content.decode()
    assert html.index('id="find-place" name="q" value="gan &amp; nel"') < html.index('id="found"')
    assert 'action="#found"' in html
