"""Which indicator and which area people mean by what they write."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.cells.area_codes import may_be_code_of
from performance.cells.lookups import KnownPlace, Lookups, UnknownName, plain
from performance.cells.subjects import Subject, scale_of
from performance.models import Indicator
from places.models import Area, AreaCode, IndexComponent, PlaceIndex


@pytest.fixture
def areas(db):
    top = Area.objects.create(name="Cornwall", slug="cornwall", kind="county", level=0, path="/c/")
    named = [
        ("Newquay", "newquay-network-area", "network_area"),
        ("Newquay", "newquay", "town"),
        ("St Austell", "st-austell", "town"),
        ("St Austell", "st-austell-network-area", "network_area"),
        ("Truro Beat", "truro-beat", "beat"),
    ]
    made = [
        Area.objects.create(name=name, slug=slug, kind=kind, level=1, parent=top, path=f"/c/{slug}/")
        for name, slug, kind in named
    ]  # fmt: skip
    for system in ("lsoa_2001", "lsoa_2011"):
        AreaCode.objects.create(
            area=made[1], system=system, code="E01018878",
            valid_to=date(2011, 3, 31) if system == "lsoa_2001" else None,
        )  # fmt: skip
    AreaCode.objects.create(area=made[2], system="local", code="SA1", valid_to=date(2010, 3, 31))
    return top


@pytest.fixture
def indicators(areas):
    facts = {"polarity": "lower", "frequency": "quarter", "number_kind": "share", "area": areas}
    Indicator.objects.create(
        slug="asb-adults", order=1, name="Adults & ASB", short_name="ASB: adults", unit="%", **facts
    )
    Indicator.objects.create(
        slug="fires", order=2, name="Deliberate fires", short_name="Fires",
        unit="per 100,000 population", **facts,
    )  # fmt: skip
    Indicator.objects.create(
        slug="fires-2", order=3, name="Deliberate fires, secondary", short_name="Fires", unit="%",
        **facts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Cornwall", "cornwall"),
        ("  CORNWALL ", "cornwall"),
        ("newquay-network-area", "newquay-network-area"),
        ("Newquay network area", "newquay-network-area"),
        ("Newquay (network area)", "newquay-network-area"),
        ("newquay TOWN", "newquay"),
        ("town: Newquay", "newquay"),
        ("st-austell", "st-austell"),
        ("St. Austell town", "st-austell"),
        ("e01018878", "newquay"),
        ("Truro beat", "truro-beat"),
    ],
)
def test_an_area_is_known_by_name_kind_slug_or_code(areas, text, slug):
    place = Lookups("figures").area(text)

    assert isinstance(place, KnownPlace)
    assert place.slug == slug


@pytest.mark.parametrize("text", ["Newquay", "newquay", "St Austell"])
def test_a_name_of_two_areas_is_asked_about(areas, text):
    unknown = Lookups("figures").area(text)

    assert isinstance(unknown, UnknownName)
    assert unknown.code == "ambiguous_area"
    assert "(network area) or" in unknown.message
    assert "(town)" in unknown.message


def test_a_code_holds_as_long_as_any_system_says(areas):
    lookups = Lookups("figures")

    assert lookups.area("E01018878").held_until is None
    assert lookups.area("SA1").held_until == date(2010, 3, 31)


@pytest.mark.parametrize("text", ["asb-adults", "ADULTS and asb", "ASB:  adults", "asb_adults"])
def test_an_indicator_is_known_by_slug_name_or_short_name(indicators, text):
    subject = Lookups("figures").subject(text)

    assert isinstance(subject, Subject)
    assert subject.slug == "asb-adults"


def test_a_short_name_of_two_indicators_is_asked_about(indicators):
    lookups = Lookups("figures")

    assert lookups.subject("fires").slug == "fires", "a slug is one indicator's alone"
    unknown = lookups.subject("Nothing like it")
    assert unknown.code == "unknown_indicator"
    assert "Deliberate fires" in lookups.subject("Deliberate fire").remedy


def test_a_component_is_known_within_its_index(areas):
    for slug in ("alcohol", "young"):
        index = PlaceIndex.objects.create(name=f"{slug} index", slug=slug, source="S")
        IndexComponent.objects.create(
            index=index, key="violence", order=1, name=f"Violence ({slug})", short_name="Violence"
        )
    lookups = Lookups("index_scores")

    assert lookups.subject("violence").code == "ambiguous_measure"
    assert lookups.subject("violence", "Young index").slug == "young/violence"
    assert lookups.subject("young/violence").slug == "young/violence"


def test_looking_up_costs_few_queries(indicators, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        Lookups("figures")


@pytest.mark.parametrize(
    ("unit", "aggregation", "scale"),
    [
        ("%", "ratio", 100),
        ("per 100,000 population", "ratio", 100_000),
        ("per 1000", "ratio", 1000),
        ("offences per young person in cohort", "ratio", 1),
        ("% change", "none", None),
    ],
)
def test_what_a_ratio_is_out_of(unit, aggregation, scale):
    assert scale_of(unit, aggregation) == (None if scale is None else Decimal(scale))


@given(st.text())
def test_the_plain_words_of_a_text_are_plain(text):
    assert plain(plain(text)) == plain(text) or not text.isascii()
    assert plain(f"  {text} ") == plain(text)


@pytest.mark.parametrize(
    ("kind", "place", "may_be"),
    [
        ("region", "LSOA", False),
        ("region", "Town", False),
        ("region", "Region", True),
        ("ward", "Town", True),
        ("parish", "Ward", False),
        ("lsoa", "LSOA", True),
    ],
)
def test_a_code_is_of_a_place_that_may_have_one_of_its_kind(kind, place, may_be):
    assert may_be_code_of(kind, place) is may_be
