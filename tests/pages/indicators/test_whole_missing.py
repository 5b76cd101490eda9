"""The page of an indicator says what was added up, and where figures of areas are in and that of the whole is not."""

import pytest

from core.periods import Period
from performance.choices import NumberKind
from performance.models import Figure
from places.models import AreaCode, ReferenceBoundary
from tests.pages.reading_pages import words_of

Q1 = Period.quarter(2011, 1)


@pytest.fixture
def indicator(world):
    return world.indicator(
        world.theme(), value=None, unit="crimes", number_kind=NumberKind.COUNTED, slug="crimes"
    )


@pytest.fixture
def words(indicator, board, sign_in):
    client = sign_in(board)
    return lambda: words_of(client.get(indicator.get_absolute_url()))


@pytest.fixture
def lsoas(world, indicator):
    found = [world.area(name, "lsoa", within=indicator.area) for name in ("A", "B", "C")]
    for n, area in enumerate(found):
        AreaCode.objects.create(area=area, system="lsoa_2011", code=f"E0100000{n}")
        ReferenceBoundary.objects.create(
            system="lsoa_2011", code=f"E0100000{n}", name=area.name, edition="2011", geometry={},
            source="ONS",
        )  # fmt: skip
    return found


@pytest.fixture
def give(indicator):
    def figure(area, value, **facts):
        facts = {"state": "reported" if value is not None else "suppressed", **facts}
        return Figure.objects.create(
            indicator=indicator, area=area, period_start=Q1.start, period_end=Q1.end, value=value,
            **facts,
        )  # fmt: skip

    return figure


def test_it_says_how_many_of_the_areas_are_in(words, give, lsoas):
    give(lsoas[0], 5)
    give(lsoas[1], 7)

    assert "Q1 2011/12: 2 of 3 LSOAs are in; Somewhere itself is not." in words()


def test_it_says_that_one_is_suppressed(words, give, lsoas):
    for area, value in zip(lsoas, (5, 7, None), strict=True):
        give(area, value)

    said = "Q1 2011/12: all 3 LSOAs are in, 1 of them suppressed; Somewhere itself is not."
    assert said in words()


def test_it_counts_areas_of_which_nobody_knows_whether_they_are_all(words, give, world, indicator):
    give(world.area("Truro", within=indicator.area), 5)

    assert "Q1 2011/12: 1 other area is in; Somewhere itself is not." in words()


def test_it_says_nothing_where_the_whole_is_in(words, give, lsoas, indicator):
    give(lsoas[0], 5)
    give(indicator.area, 12)

    assert "itself is not" not in words()


def test_it_says_from_how_many_areas_a_figure_was_added_up(words, give, indicator):
    give(indicator.area, 12, added_up_from=327)

    assert words().count("added up from 327 areas") >= 2
