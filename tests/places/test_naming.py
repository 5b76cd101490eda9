"""Places are found as people write them, by one rule: in uploads, lists of places, filters and search."""

import pytest
from django.utils.text import slugify

from performance.cells.lookups import KnownPlace, Lookups
from performance.models import UploadKind
from places.adding import plan_places
from places.area_list import read_places
from places.naming import plain_place
from tests.pages.reading_pages import words_of

WRITTEN = [
    ("St Austell", "saint austell"),
    ("St Austell", "St. Austell"),
    ("St Austell", "ST-AUSTELL"),
    ("St Austell", " st  austell "),
    ("Truro and Roseland", "truro & roseland"),
    ("St Just's Well", "St Justs Well"),
    ("Mount Hawke", "Mt. Hawke"),
    ("Penzance", "Penzance¹"),
]


@pytest.mark.parametrize(("name", "written"), WRITTEN)
def test_they_are_one(name, written):
    assert plain_place(name) == plain_place(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [("St Ives", "St Eval"), ("Newquay", "New Quay"), ("Truro", "Truro and Roseland")],
)
def test_others_stay_apart(one, other):
    assert plain_place(one) != plain_place(other)


@pytest.mark.parametrize(("name", "written"), WRITTEN)
def test_an_upload_finds_them(put, name, written):
    put(name, "town", slug=slugify(name))
    found = Lookups(UploadKind.FIGURES).area(written)
    assert isinstance(found, KnownPlace)
    assert found.name == name


@pytest.mark.parametrize(("name", "written"), WRITTEN)
def test_a_list_of_places_finds_them(put, name, written):
    put(name, "town", slug=slugify(name))
    assert plan_places(read_places(f"{written.strip()},town")).changes_nothing


@pytest.mark.parametrize(("name", "written"), WRITTEN)
def test_the_filter_of_places_finds_them(put, board, sign_in, name, written):
    put(name, "town", slug=slugify(name))
    page = sign_in(board).get("/places/", {"q": written})
    assert "1 place match" in words_of(page)
