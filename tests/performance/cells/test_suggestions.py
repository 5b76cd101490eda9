"""A mistyped name is answered with the known name that is most like it, and only when somebody reads the answer."""

import difflib

import pytest

from performance.cells import suggestions
from performance.cells.lookups import Lookups
from performance.cells.suggestions import Suggestions
from tests.performance.uploads.test_read_as_shown import (  # noqa: F401
    checked,
    county,
    crimes,
    town,
)

WARDS = [f"ward {n:03} and st piran" for n in range(500)]
TOWNS = ["truro", "newquay", "st austell", "bodmin", "penzance", "st ives", "camborne and redruth"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("newqay", "newquay"),
        ("trur0", "truro"),
        ("saint austell", "st austell"),
        ("cambourne and redruth", "camborne and redruth"),
        ("ward 123 and st pirran", "ward 123 and st piran"),
        ("stives", "st ives"),
        ("altrincham", None),
        ("", None),
        ("zz", None),
    ],
)
def test_the_nearest_name_is_suggested(typed, meant):
    assert Suggestions([*WARDS, *TOWNS]).nearest(typed) == meant


def test_it_is_what_comparing_with_every_name_finds():
    known = [*WARDS, *TOWNS]
    for name in TOWNS:
        for place in range(1, len(name)):
            typed = name[:place] + name[place + 1 :]
            every = difflib.get_close_matches(typed, known, n=1, cutoff=0.75)

            assert Suggestions(known).nearest(typed) == (every[0] if every else None), typed


def test_names_are_compared_only_when_the_remedy_is_read(db, monkeypatch):
    compared = []
    monkeypatch.setattr(
        suggestions, "get_close_matches", lambda words, *rest, **how: compared.append(words) or []
    )
    unknown = Lookups("figures").area("Altrincham")

    assert compared == []
    assert unknown.remedy == "Check the spelling, or ask an administrator to add it."
    assert unknown.remedy
    assert compared == ["altrincham"]


def test_a_file_of_unknown_names_compares_those_that_are_listed_once_each(
    checked,  # noqa: F811
    crimes,  # noqa: F811
    monkeypatch,
):
    compared = []
    monkeypatch.setattr(
        suggestions, "get_close_matches", lambda words, *rest, **how: compared.append(words) or []
    )
    rows = [
        f"Crimes,Nowhere {n % 1500},Q1 {year}/{year + 1 - 2000:02},{n}"
        for year in (2009, 2010)
        for n in range(1500)
    ]
    made = checked("Indicator,Area,Period,Value\n" + "\n".join(rows) + "\n")

    assert made.counted.error == 3000
    assert len(compared) == len(set(compared)) == made.findings.count() == 1000
