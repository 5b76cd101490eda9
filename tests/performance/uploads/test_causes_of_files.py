"""What the errors of a file come from, and that every fault of a row shows at once."""

from datetime import date

import pytest

from core.periods import Period
from tests.performance.uploads.test_check import (  # noqa: F401
    checked,
    closures,
    county,
    everything,
    found,
    long,
    old,
    repeats,
    towns,
)

pytestmark = pytest.mark.usefixtures("everything")


def told(upload):
    return [(one.role, one.key, one.rows) for one in upload.counted.causes]


def test_every_fault_of_a_row_shows_at_once(checked):  # noqa: F811
    upload = checked(long(["Burglaries of any kind", "Altringham", "2017-10 to 2018-11x", "20.8x"]))

    assert found(upload) == [
        ("unknown_indicator", "A2"),
        ("unknown_area", "B2"),
        ("period_text", "C2"),
        ("number_text", "D2"),
    ]


def test_the_value_is_held_to_its_indicator_where_only_the_area_is_wrong(checked):  # noqa: F811
    upload = checked(long(["closures", "Altringham", "Q9", "£12"]))

    assert [code for code, _ in found(upload)] == [
        "unknown_area",
        "period_text",
        "number_currency",
    ]


@pytest.mark.parametrize("value", ["12%", "£1.5m", "n/a", "suppressed", "4", ""])
def test_a_value_is_not_doubted_for_the_unit_of_an_unknown_indicator(value, checked):  # noqa: F811
    upload = checked(long(["Burglary", "Cornwall", "Q1 2011/12", value, "", "", "", "why"]))

    assert {code for code, _ in found(upload)} <= {"unknown_indicator"}


def test_a_date_is_not_called_unclear_for_want_of_the_indicator(checked):  # noqa: F811
    upload = checked(long(["Burglary", "Cornwall", date(2011, 7, 1), 4]))

    assert [code for code, _ in found(upload)] == ["unknown_indicator"]


def test_a_file_of_many_errors_has_few_causes(checked):  # noqa: F811
    strangers = [["closures", f"E0102{n:04}", "Q1 2011/12", 1] for n in range(1200)]
    upload = checked(
        long(
            *strangers,
            *[["Burglary", "Cornwall", f"Q1 {year}/{year - 1999:02}", 3] for year in range(2001, 2010)],
            ["closures", "Nwequay (town)", "Q1 2011/12", 3],
            ["closures", "Cornwall", "Q1 2011/12", "many"],
        )
    )  # fmt: skip

    assert upload.counted.error == 1211
    assert told(upload) == [
        ("area", "codes:lsoa", 1200),
        ("indicator", "name:burglary", 9),
        ("area", "name:nwequay town", 1),
        ("", "", 1),
    ]
    assert ("newquay", "Newquay (town)") in upload.counted.causes[2].near


def test_a_clean_file_has_no_cause(checked):  # noqa: F811
    assert told(checked(long(["closures", "Cornwall", str(Period.quarter(2011, 1)), 3]))) == []
