"""What an installed system knows of how its indicators are summed is kept as what kind of number each is."""

from datetime import UTC, datetime

import pytest

from tests.migrating import as_in_the_tables, migrate

BEFORE = [("performance", "0015_digests")]
AFTER = [("performance", "0016_kinds_of_number")]
KINDS = [
    ("closures", "sum", True, "counted"),
    ("crimes", "sum", False, "counted"),
    ("£", "sum", False, "counted"),
    ("%", "ratio", False, "share"),
    ("% of cases", "ratio", False, "share"),
    ("per 1,000 people", "ratio", False, "rate"),
    ("offences per young person", "ratio", False, "rate"),
    ("deaths on 100,000 people", "ratio", False, "rate"),
    ("people", "latest", False, "level"),
    ("% of homes", "latest", False, "level"),
    ("%", "none", False, "share"),
    ("per 1,000 people", "none", False, "rate"),
    ("% change", "none", False, "alone"),
    ("of the predicted rate", "none", False, "alone"),
    ("completions", "none", False, "alone"),
]


@pytest.fixture
def county(gone_back):
    return as_in_the_tables("places", "Area").create(
        name="C", slug="c", kind="county", level=0, path="/c/"
    )


def test_each_indicator_and_its_history_get_the_kind_that_follows_from_unit_and_aggregation(county):
    for n, (unit, aggregation, is_cumulative, _) in enumerate(KINDS):
        facts = {
            "slug": f"i-{n}", "order": n, "name": f"I {n}", "unit": unit, "polarity": "lower",
            "frequency": "quarter", "aggregation": aggregation, "is_cumulative": is_cumulative,
            "area_id": county.pk,
        }  # fmt: skip
        made = as_in_the_tables("performance", "Indicator").create(**facts)
        as_in_the_tables("performance", "HistoricalIndicator").create(
            id=made.pk, history_date=datetime(2012, 1, 1, tzinfo=UTC), history_type="+", **facts
        )

    migrate(AFTER)

    expected = [(unit, kind) for unit, _, _, kind in KINDS]
    for model in ("Indicator", "HistoricalIndicator"):
        rows = as_in_the_tables("performance", model).order_by("order")
        assert list(rows.values_list("unit", "number_kind")) == expected

    migrate(BEFORE)

    rows = as_in_the_tables("performance", "Indicator").order_by("order")
    ways = list(rows.values_list("aggregation", "is_cumulative"))
    assert ways[:2] == [("sum", True), ("sum", True)], "Each count is summed, with the flag or not"
    assert ways[3] == ("ratio", False)
    assert ways[8] == ("latest", False)
    assert ways[12] == ("none", False)
