"""Every cell of a file is judged, and each finding names its cell."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.periods import Period
from performance.cells import findings as kept_findings
from performance.cells.doubts.cases import summed_up
from performance.cells.doubts.earlier_figures import is_a_jump, is_far_outside
from performance.cells.lookups import Lookups
from performance.models import (
    ColumnMapping,
    Comparator,
    Figure,
    Finding,
    Indicator,
    Upload,
    UploadFile,
)
from performance.uploads.actions import accept_warnings
from performance.uploads.check import check_upload
from performance.uploads.files import CellProblem
from performance.uploads.judging import Judge
from performance.uploads.judging.sources import Sources
from performance.uploads.layout.layouts import Layout, signature
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.refusals import CannotApply
from places.models import Area, AreaCode, IndexComponent, PlaceIndex

Q1 = Period.quarter(2011, 1)
HEADINGS = ["Indicator", "Area", "Period", "Value", "Numerator", "Denominator", "State", "Comment"]


@pytest.fixture
def county(db):
    return Area.objects.create(
        name="Cornwall", slug="cornwall", kind="county", level=0, path="/cornwall/"
    )


@pytest.fixture
def towns(county):
    made = [
        Area.objects.create(
            name="Newquay", slug=slug, kind=kind, level=1, parent=county, path=f"/cornwall/{slug}/"
        )
        for slug, kind in [("newquay-network-area", "network_area"), ("newquay", "town")]
    ]
    AreaCode.objects.create(area=made[1], system="lsoa_2011", code="E01018750")
    return made


def indicator(county, slug, unit, number_kind="share", **facts):
    return Indicator.objects.create(
        slug=slug, order=1, name=slug.replace("-", " ").title(), unit=unit, polarity="lower",
        frequency="quarter", number_kind=number_kind, area=county, **facts,
    )  # fmt: skip


@pytest.fixture
def repeats(county):
    return indicator(county, "repeats", "%")


@pytest.fixture
def closures(county):
    return indicator(county, "closures", "closures", "counted")


@pytest.fixture
def old(county):
    return indicator(county, "old-count", "people", "counted", retired_on=date(2010, 12, 31))


@pytest.fixture
def everything(towns, repeats, closures, old):
    return towns


@pytest.fixture
def checked(analyst):
    """Uploads a table of cells as a .csv file, and checks it."""

    def check(rows, kind="figures", name="Q1.csv", **facts):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        upload = Upload.objects.create(
            kind=kind, file_name=name, size=1, sha256="0", uploaded_by=analyst, **facts
        )
        UploadFile.objects.create(upload=upload, content=text.getvalue().encode())
        check_upload(upload)
        return upload

    return check


def long(*rows):
    return [HEADINGS, *([*row, *[""] * (len(HEADINGS) - len(row))] for row in rows)]


def found(upload):
    return [(one.code, one.cell) for one in upload.findings.all()]


def put(subject, period, value, **facts):
    return Figure.objects.create(
        indicator=subject, area=facts.pop("area", subject.area), period_start=period.start,
        period_end=period.end, value=value, known_from=timezone.now(), **facts,
    )  # fmt: skip


def test_each_good_row_is_staged_with_its_cell_and_its_verdict(everything, checked, repeats):
    put(repeats, Q1, Decimal(77))
    put(repeats, Q1.same_last_year(), Decimal(70))

    made = checked(
        long(
            ["Repeats", "Cornwall", "Q1 2011/12", "77%", "77", "100"],
            ["repeats", "CORNWALL", "2010/11 Q1", "71"],
            ["closures", "E01018750", "Apr-Jun 2011", "1,234", "", "", "provisional", "Early"],
            ["closures", "Newquay network area", "Q1 2011/12", "n/a", "", "", "", "No such place"],
            ["closures", "Newquay (town)", "Q4 2010/11", ""],
            ["repeats", "Cornwall", "Q4 2010/11", "remove"],
        )
    )

    assert found(made) == []
    assert made.stage == Upload.Stage.CHECKED
    rows = [(row.cell, row.verdict, row.state, row.value) for row in made.rows.order_by("row")]
    assert rows == [
        ("D2", "changed", "reported", 77),
        ("D3", "changed", "reported", 71),
        ("D4", "new", "provisional", 1234),
        ("D5", "new", "not_applicable", None),
        ("D6", "left", "", None),
        ("D7", "left", "", None),
    ]
    assert made.counts["changed"] == 2
    assert made.counts["new"] == 2
    assert made.counts["error"] == 0
    assert made.rows.get(row=5).comment == "No such place"


WRONG = {
    "an unknown indicator": (["Repeat", "Cornwall", "Q1 2011/12", "7"], "unknown_indicator", "A2"),
    "a retired indicator": (["Old count", "Cornwall", "Q1 2011/12", "7"], "retired_indicator", "A2"),
    "an unknown area": (["Repeats", "Devon", "Q1 2011/12", "7"], "unknown_area", "B2"),
    "an area of two": (["Repeats", "Newquay", "Q1 2011/12", "7"], "ambiguous_area", "B2"),
    "no area": (["Repeats", "", "Q1 2011/12", "7"], "no_area", "B2"),
    "no indicator": (["", "Cornwall", "Q1 2011/12", "7"], "no_indicator", "A2"),
    "no such period": (["Repeats", "Cornwall", "Q5 2011/12", "7"], "period_text", "C2"),
    "no period": (["Repeats", "Cornwall", "", "7"], "period_missing", "C2"),
    "a period to come": (["Repeats", "Cornwall", "Q1 2098/99", "7"], "period_not_over", "C2"),
    "text in a number": (["Repeats", "Cornwall", "Q1 2011/12", "lots"], "number_text", "D2"),
    "text in a numerator": (["Repeats", "Cornwall", "Q1 2011/12", "7", "x1"], "number_text", "E2"),
    "a percentage of a count": (["Closures", "Cornwall", "Q1 2011/12", "12%"], "number_percent", "D2"),
    "a share for a percentage": (
        ["Repeats", "Cornwall", "Q1 2011/12", "0.77", "77", "100"], "wrong_unit", "D2",
    ),
    "another ratio": (["Repeats", "Cornwall", "Q1 2011/12", "70", "77", "100"], "not_its_ratio", "D2"),
    "nothing to divide by": (
        ["Repeats", "Cornwall", "Q1 2011/12", "0", "0", "0"], "denominator_not_above_zero", "F2",
    ),
    "half of a ratio": (["Repeats", "Cornwall", "Q1 2011/12", "", "1"], "no_value", "D2"),
    "a value not known of parts that are": (
        ["Repeats", "Cornwall", "Q1 2011/12", "tbc", "1", "4"], "no_value", "D2",
    ),
    "parts of a count": (["Closures", "Cornwall", "Q1 2011/12", "", "1", "4"], "no_value", "D2"),
    "no value, and nothing to divide by": (
        ["Repeats", "Cornwall", "Q1 2011/12", "", "0", "0"], "denominator_not_above_zero", "F2",
    ),
    "a percentage that its parts contradict": (
        ["Repeats", "Cornwall", "Q1 2011/12", "0.77%", "77", "100"], "not_its_ratio", "D2",
    ),
    "a state of its own": (
        ["Repeats", "Cornwall", "Q1 2011/12", "7", "", "", "wobbly"], "not_a_state", "G2",
    ),
    "a suppressed value": (
        ["Repeats", "Cornwall", "Q1 2011/12", "7", "", "", "suppressed"], "value_with_state", "G2",
    ),
    "a small number with its numerator": (
        ["Repeats", "Cornwall", "Q1 2011/12", "<5", "3", "100"], "parts_with_state", "E2",
    ),
    "a small number with its denominator": (
        ["Repeats", "Cornwall", "Q1 2011/12", "", "", "100", "suppressed"], "parts_with_state", "F2",
    ),
    "not applicable for no reason": (
        ["Repeats", "Cornwall", "Q1 2011/12", "", "", "", "not applicable"], "no_reason", "G2",
    ),
    "n/a for no reason": (["Repeats", "Cornwall", "Q1 2011/12", "n/a"], "no_reason", "D2"),
    "two states": (
        ["Repeats", "Cornwall", "Q1 2011/12", "*", "", "", "n/a", "Why"], "states_differ", "G2",
    ),
    "removed and given": (
        ["Repeats", "Cornwall", "Q1 2011/12", "7", "", "", "remove"], "removed_with_value", "G2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("row", "code", "cell"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_at_its_cell(everything, checked, row, code, cell):
    made = checked(long(row, ["Closures", "Newquay (town)", "Q1 2011/12", "3"]))

    assert found(made) == [(code, cell)]
    finding = made.findings.get()
    assert finding.severity == "error"
    assert finding.message
    assert made.counts["error"] == made.counts["rejected"] == 1
    assert made.rows.get(row=2).verdict == "rejected"
    assert made.rows.get(row=3).verdict == "new"


def test_a_finding_says_what_would_be_right(everything, checked):
    made = checked(
        long(
            ["Repeets", "Cornwall", "Q1 2011/12", "7"],
            ["Repeats", "Newquay", "Q1 2011/12", "7"],
            ["Repeats", "Cornwall", "Q1 2011/12", "70", "2", "3"],
        )
    )

    spelling, area, ratio = made.findings.all()
    assert "Repeats" in spelling.remedy
    assert "Newquay (network area) or Newquay (town)" in area.message
    assert (ratio.found, ratio.row, ratio.column) == ("70", 4, 4)
    assert "66.67%" in ratio.message


@pytest.mark.parametrize(
    ("value", "numerator", "denominator"),
    [("67", "2", "3"), ("66.7", "2", "3"), ("66.67", "2", "3")],
)
def test_a_ratio_need_only_agree_as_closely_as_it_is_written(
    everything, checked, value, numerator, denominator
):
    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", value, numerator, denominator]))

    assert found(made) == []


def test_the_second_of_two_rows_names_the_first(everything, checked):
    made = checked(
        long(
            ["Repeats", "Cornwall", "Q1 2011/12", "7"],
            ["repeats", "cornwall", "Apr-Jun 2011", "8"],
        )
    )

    assert found(made) == [("duplicate", "D3")]
    assert made.findings.get().message.startswith("D2 gives the same figure")


def test_rows_left_blank_are_left_whatever_they_are_about(everything, checked):
    made = checked(
        long(
            ["Nobody knows", "Nowhere", "Some time", "", "", "", "provisional"],
            ["Repeats", "Cornwall", "Q1 2098/99", "tbc"],
            ["Source: police"],
        )
    )

    assert found(made) == []
    assert made.counts["left"] == 3


def test_a_period_of_another_length_is_doubted(everything, checked):
    made = checked(long(["Repeats", "Cornwall", "2010/11", "7"]))

    assert found(made) == [("period_of_other_length", "C2")]
    assert made.counts["warning"] == 1
    assert made.rows.get().verdict == "new"


def test_a_comment_that_says_nothing_is_no_reason(everything, checked):
    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", None, None, None, "n/a", "n/a"]))

    assert [code for code, _ in found(made)] == ["no_reason"]


def test_many_periods_of_another_length_are_one_finding(everything, checked):
    years = [f"{year}/{(year + 1) % 100:02}" for year in range(2002, 2010)]
    made = checked(
        long(*(["Repeats", "Cornwall", year, "7"] for year in years), ["Repeats", "Cornwall", "Q1 2010/11", "7"])
    )  # fmt: skip

    assert found(made) == [("period_of_other_length", "C2")]
    (one,) = made.findings.all()
    assert one.message == (
        "8 figures are for 2002/03, 2003/04, 2004/05, 2005/06, 2006/07, 2007/08 and 2 more,"
        " and figures of their indicators are for a quarter. This is the first of them."
    )
    assert (made.counts["warning"], made.counts["new"]) == (1, 9)


@pytest.mark.parametrize(
    ("value", "doubted"), [("14", False), ("18", False), ("19", True), ("3", False), ("2", True)]
)
def test_a_figure_farther_outside_than_the_whole_range_is_doubted(
    everything, checked, closures, value, doubted
):
    for number, before in enumerate([8, 9, 10, 12, 13]):
        put(closures, Period.quarter(2008, 1 + number % 4) if number < 4 else Period.quarter(2009, 1),
            Decimal(before))  # fmt: skip

    made = checked(long(["Closures", "Cornwall", "Q1 2011/12", value]))

    assert found(made) == ([("outlier", "D2")] if doubted else [])
    if doubted:
        assert "from 8 to 13" in made.findings.get().message


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.data())
def test_a_figure_is_held_to_those_before_it_wherever_it_stands(
    everything, checked, closures, data
):
    quarters = [Period.quarter(2007 + n // 4, n % 4 + 1) for n in range(14)]
    numbers = st.integers(-30, 60) | st.integers(8, 13) | st.integers(0, 300)
    most = data.draw(st.sampled_from([3, 12]))
    known = data.draw(st.dictionaries(st.sampled_from(quarters), numbers, max_size=most))
    given_now = data.draw(st.dictionaries(st.sampled_from(quarters), numbers, min_size=1))
    Figure.objects.all().delete()
    for period, value in known.items():
        put(closures, period, Decimal(value))

    made = checked(
        long(
            *(["Closures", "Cornwall", period.label, value] for period, value in given_now.items())
        )
    )

    far = []
    for row, (period, value) in enumerate(given_now.items(), start=2):
        earlier = summed_up(
            [Decimal(one) for before, one in known.items() if before.start < period.start]
        )
        if known.get(period) == value:
            continue
        if value < 0 and not earlier.low < 0:
            far.append(("below_zero", f"D{row}"))
        elif is_far_outside(Decimal(value), earlier):
            far.append(("outlier", f"D{row}"))
        elif is_a_jump(Decimal(value), earlier):
            far.append(("jump", f"D{row}"))
    assert sorted(found(made)) == sorted(far)


@pytest.mark.parametrize(
    ("value", "code"),
    [("39", None), ("40", "jump"), ("400", "jump"), ("1", None), ("0", None)],
)
def test_four_earlier_figures_are_no_range_but_tell_of_a_jump(
    everything, checked, closures, value, code
):
    for number in (1, 2, 3, 4):
        put(closures, Period.quarter(2010, number), Decimal(number))

    made = checked(long(["Closures", "Cornwall", "Q1 2011/12", value]))

    assert found(made) == ([(code, "D2")] if code else [])
    if code:
        assert made.findings.get().severity == "warning"
        assert "from 1 to 4, and this is ten times the highest" in made.findings.get().message


@pytest.mark.parametrize(
    ("before", "severity"), [([70, 80], "error"), ([], "warning"), ([Decimal("0.6"), 2], None)]
)
def test_a_share_is_told_by_what_went_before(everything, checked, repeats, before, severity):
    for number, value in enumerate(before, start=1):
        put(repeats, Period.quarter(2010, number), Decimal(value))

    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", "0.77"]))

    assert [one.severity for one in made.findings.all()] == ([severity] if severity else [])
    assert made.counts["rejected"] == (1 if severity == "error" else 0)
    if severity:
        assert "Type 77" in made.findings.get().remedy


@pytest.mark.parametrize(
    ("before", "code"), [([77, 80], "below_one_percent"), ([Decimal("0.6"), 2], None), ([], None)]
)
def test_a_percent_sign_is_the_word_of_the_analyst(everything, checked, repeats, before, code):
    for number, value in enumerate(before, start=1):
        put(repeats, Period.quarter(2010, number), Decimal(value))

    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", "0.79%"]))

    assert found(made) == ([(code, "D2")] if code else [])
    assert made.rows.get().verdict == "new"
    if code:
        finding = made.findings.get()
        assert (finding.severity, finding.found) == ("warning", "0.79%")
        assert "from 77 to 80" in finding.message
        assert "Type 79%" in finding.remedy


def test_one_percent_sign_speaks_for_its_own_cell_alone(everything, checked, repeats):
    put(repeats, Period.quarter(2010, 1), Decimal(79))
    put(repeats, Period.quarter(2010, 2), Decimal(79))

    made = checked(
        [
            ["Indicator", "Area", "Q1 2011/12", "Q2 2011/12"],
            ["Repeats", "Cornwall", "0.79%", "0.79"],
        ]
    )

    assert found(made) == [("below_one_percent", "C2"), ("wrong_unit", "D2")]
    assert made.rows.get(verdict="rejected").cell == "D2"


@pytest.mark.parametrize(
    ("value", "before", "code"),
    [
        ("1.234", [], "not_whole"),
        ("1.234", [1240, 1260], "not_whole"),
        ("1.234", [Decimal("2.5"), 3], None),
        ("1.000", [], None),
        ("1,234", [1240, 1260], None),
    ],
)
def test_a_fraction_of_a_count_is_doubted_once(everything, checked, closures, value, before, code):
    for number, one in enumerate(before, start=1):
        put(closures, Period.quarter(2010, number), Decimal(one))

    made = checked(long(["Closures", "Cornwall", "Q1 2011/12", value]))

    assert found(made) == ([(code, "D2")] if code else [])
    assert made.rows.get().verdict == "new"
    if code:
        finding = made.findings.get()
        assert (finding.severity, finding.found) == ("warning", "1.234")
        assert "Type 1234 if 1,234 is meant" in finding.remedy


def test_a_value_left_blank_is_worked_out_and_said(everything, checked, repeats):
    sheet = long(
        ["Repeats", "Cornwall", "Q1 2011/12", "", "154", "200", "provisional"],
        ["Repeats", "Cornwall", "Q4 2010/11", "", "2", "3"],
        ["Repeats", "Cornwall", "Q3 2010/11", "50", "1", "2"],
    )
    made = checked(sheet)

    assert found(made) == [("worked_out", "D2"), ("worked_out", "D3")]
    first, second = made.findings.all()
    assert (first.severity, first.found) == ("warning", "")
    assert first.message == "There is no value, so 77% is worked out from 154 over 200."
    assert "66.67%" in second.message
    rows = list(made.rows.order_by("row").values_list("value", "state", "verdict"))
    assert rows[0] == (77, "provisional", "new")
    assert round(rows[1][0], 6) == Decimal("66.666667")

    with pytest.raises(CannotApply, match="warnings"):
        apply_upload(made, by=made.uploaded_by)
    accept_warnings(made, by=made.uploaded_by)
    apply_upload(made, by=made.uploaded_by)
    again = checked(sheet)

    assert found(again) == [], "what stands is not doubted again"
    assert again.counts["unchanged"] == 3


def test_what_is_worked_out_is_held_to_the_earlier_figures_too(everything, checked, repeats):
    put(repeats, Period.quarter(2010, 4), Decimal(77))

    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", "", "154", "20000"]))

    assert sorted(found(made)) == [("jump", "D2"), ("worked_out", "D2")]


def test_only_lately_known_series_are_doubted_by_a_jump_of_their_own_length_and_area(
    everything, checked, closures
):
    newquay = everything[1]
    put(closures, Period.financial_year(2009), Decimal(500))
    put(closures, Period.quarter(2010, 4), Decimal(4), area=newquay)

    made = checked(
        long(
            ["Closures", "Cornwall", "Q1 2011/12", "50"],
            ["Closures", "Newquay (town)", "Q1 2011/12", "50"],
            ["Closures", "Newquay (town)", "Q3 2010/11", "50"],
        )
    )

    assert found(made) == [("jump", "D3")]


def test_figures_that_are_there_already_are_not_doubted_again(everything, checked, closures):
    for number, before in enumerate([8, 9, 10, 12, 13], start=1):
        put(closures, Period.financial_year(2000 + number).quarters()[0], Decimal(before))
    put(closures, Q1, Decimal(500))

    made = checked(
        long(
            ["Closures", "Cornwall", "Q1 2005/06", "13"],
            ["Closures", "Cornwall", "Q1 2011/12", "500"],
        )
    )

    assert found(made) == []
    assert made.counts["unchanged"] == 2


def test_the_day_after_its_end_a_period_is_over(everything, checked):
    with time_machine.travel("2011-06-30 12:00Z"):
        assert found(checked(long(["Repeats", "Cornwall", "Q1 2011/12", "7"]))) == [
            ("period_not_over", "C2")
        ]
    with time_machine.travel("2011-07-01 12:00Z"):
        assert found(checked(long(["Repeats", "Cornwall", "Q1 2011/12", "7"]))) == []


def test_headings_that_nobody_knows_are_asked_about(everything, checked):
    made = checked([["Who", "Where", "What"], ["Repeats", "Cornwall", "7"]])

    assert made.stage == Upload.Stage.MAPPING
    assert made.headings == ["Who", "Where", "What"]
    assert made.rows.count() == 0


def test_asked_about_they_may_be_checked_again(everything, checked):
    made = checked([["Ours", "", ""], ["Who", "Where", "What"], ["Repeats", "Cornwall", "7"]])
    assert made.layout["heading_row"] == 2
    Upload.objects.filter(pk=made.pk).update(stage=Upload.Stage.WAITING)

    check_upload(made)

    assert made.stage == Upload.Stage.MAPPING


def test_they_are_read_as_the_analyst_says_and_as_the_last_time(everything, checked, analyst):
    rows = [["Who", "On", "What"], ["Repeats", "Q1 2011/12", "7"]]
    layout = Layout(
        "long", {"indicator": 0, "period": 1, "value": 2}, constants={"area": "cornwall"}
    ).as_json()
    assert checked(rows, layout=layout).counts["new"] == 1

    ColumnMapping.objects.create(
        kind="figures", signature=signature(rows[0]), layout=layout, chosen_by=analyst
    )

    made = checked(rows)
    assert made.stage == Upload.Stage.CHECKED
    assert made.counts["new"] == 1


def test_a_title_may_stand_above_the_headings(everything, checked):
    made = checked([["Our figures", *[""] * 7], *long(["Repeats", "Cornwall", "Q1 2011/12", "7"])])

    assert made.rows.get().cell == "D3"
    assert made.layout["heading_row"] == 2


def test_a_column_for_each_quarter(everything, checked):
    made = checked(
        [
            ["Indicator", "Area", "2010/11 Q4", "Q1 2011/12", "Q1 2098/99"],
            ["Repeats", "Cornwall", "6", "7", "8"],
            ["Closures", "Newquay (town)", "", "x y", "9"],
        ]
    )

    assert found(made) == [("period_not_over", "E1"), ("number_text", "D3")]
    assert {row.cell: row.verdict for row in made.rows.all()} == {
        "C2": "new", "D2": "new", "E2": "rejected",
        "C3": "left", "D3": "rejected", "E3": "rejected",
    }  # fmt: skip


def test_what_one_cell_says_of_a_whole_row_is_found_once(everything, checked):
    made = checked(
        [
            ["Indicator", "Area", "2010/11 Q4", "Q1 2011/12"],
            ["Nobody's measure", "Cornwall", "6", "7"],
            ["Closures", "Nowhere", "3", "4"],
            ["Closures", "Nowhere", "1", "2"],
        ]
    )

    assert found(made) == [
        ("unknown_indicator", "A2"), ("unknown_area", "B3"), ("unknown_area", "B4"),
    ]  # fmt: skip
    assert made.counts["error"] == 3
    assert {row.verdict for row in made.rows.all()} == {"rejected"}


def test_a_column_for_each_indicator(everything, checked):
    made = checked([["calendar_quarter", "lsoa11cd", "closures"], ["2011Q2", "E01018750", "4"]])

    (row,) = made.rows.all()
    assert (row.period_start, row.period_end, row.value) == (Q1.start, Q1.end, 4)
    assert row.area == everything[1].pk
    assert made.layout["convention"] == "calendar"


def test_scores_of_an_index(towns, checked):
    index = PlaceIndex.objects.create(name="Harm", slug="harm", source="A study")
    IndexComponent.objects.create(index=index, key="v", order=1, name="Violence", short_name="V")

    made = checked(
        [
            ["Area", "Period", "Violence"],
            ["Newquay (town)", "2010/11", "1.23456"],
            ["Newquay (network area)", "2010/11", "*"],
        ],
        kind="index_scores",
    )

    assert found(made) == [("no_state_here", "C3")]
    assert [(row.verdict, row.value) for row in made.rows.all()] == [
        ("new", Decimal("1.235")),
        ("left", None),
    ]


@pytest.mark.parametrize("score", ["999999999.9995", "-999999999.9999"])
def test_a_score_that_rounding_makes_too_large_is_too_large(score, towns, checked):
    index = PlaceIndex.objects.create(name="Harm", slug="harm", source="A study")
    IndexComponent.objects.create(index=index, key="v", order=1, name="Violence", short_name="V")
    rows = [["Area", "Period", "Violence"], ["Cornwall", "2010/11", score]]

    assert found(checked(rows, kind="index_scores")) == [("too_large", "C2")]


def test_comparators(county, repeats, checked):
    Comparator.objects.create(
        indicator=repeats, kind="national", label="England", value=5, known_from=timezone.now(),
        period_start=Q1.start, period_end=Q1.end,
    )  # fmt: skip
    made = checked(
        [
            ["Indicator", "Comparator", "Period", "Value"],
            ["Repeats", "England", "Q1 2011/12", "6"],
            ["Repeats", "", "Q1 2011/12", "6"],
            ["Repeats", "Wales", "Q1 2011/12", "6.5"],
        ],
        kind="comparators",
    )

    assert found(made) == [("no_label", "B3")]
    assert [row.verdict for row in made.rows.all()] == ["changed", "rejected", "new"]


@pytest.mark.parametrize("figure", ["999999999999.9999995", "999999999999.9995"])
def test_a_figure_that_rounding_makes_too_large_is_too_large(figure, repeats, checked):
    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", figure]))
    assert found(made) == [("number_too_large", "D2")]


@pytest.mark.parametrize("figure", ["999999999999.999", "-999999999999.999"])
def test_the_largest_figures_come_back_from_the_database(figure, county, checked):
    # Of other figures, one below zero is doubted.
    indicator(county, "cost", "£ change", "counted")
    made = checked(long(["Cost", "Cornwall", "Q1 2011/12", figure]))

    apply_upload(made, by=made.uploaded_by)

    assert found(made) == []
    assert round(abs(Figure.objects.get().value), 3) == Decimal("999999999999.999")


@pytest.mark.parametrize("name", ["'" * 100, "Truro's " * 12, "x" * 300])
def test_the_name_of_a_sheet_leaves_room_for_its_cells(name):
    """An apostrophe is written twice in the name of a cell."""
    cell = kept_findings.FindingList(name).cell(250_000, 499)
    assert cell.endswith("!SF250000")
    assert len(cell) <= Finding._meta.get_field("cell").max_length


def test_a_file_that_cannot_be_read_is_refused_in_words(county, checked):
    made = checked([["a"]], name="Q1.xlsx")

    assert made.stage == Upload.Stage.REFUSED
    assert made.refusal


def test_only_what_waits_is_checked(county, checked):
    made = checked([["a", "b"], ["1", "2"]])

    with pytest.raises(CannotApply):
        check_upload(made)


def test_checked_again_it_is_as_if_for_the_first_time(everything, checked):
    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", "lots"]))
    Upload.objects.filter(pk=made.pk).update(stage=Upload.Stage.WAITING)

    check_upload(made)

    assert found(made) == [("number_text", "D2")]
    assert made.rows.count() == 1


def test_errors_are_kept_before_warnings_and_all_are_counted(everything, checked, monkeypatch):
    monkeypatch.setattr(kept_findings, "MOST_KEPT", 3)
    made = checked(
        long(
            *(["Repeats", "Cornwall", f"Q1 20{n:02}/{n + 1:02}", "-7"] for n in range(5)),
            *(["Repeats", "Cornwall", "Q1 2011/12", "lots"] for _ in range(2)),
        )
    )

    assert (made.counts["warning"], made.counts["error"]) == (5, 3)
    assert [one.severity for one in made.findings.all()] == ["error"] * 3


def test_another_check_that_ended_first_is_left_alone(everything, checked, analyst):
    made = checked(long(["Repeats", "Cornwall", "Q1 2011/12", "7"]))
    Upload.objects.filter(pk=made.pk).update(stage=Upload.Stage.CHECKING)

    def report(done, total, doing):
        if doing.startswith("Comparing"):
            Upload.objects.filter(pk=made.pk).update(stage=Upload.Stage.CHECKED)

    with pytest.raises(CannotApply):
        check_upload(made, report)

    assert made.rows.count() == 1


CRIMES = [
    *("Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs"),
    *("Other crime", "Other theft", "Possession of weapons", "Public order", "Robbery"),
    *("Shoplifting", "Theft from the person", "Vehicle crime", "Violence and sexual offences"),
]


def test_recorded_crime_as_it_is_published_loads(county, towns, checked):
    """The headings of two real files: a quarter a row, a crime a column, one with and one without an area."""
    for order, name in enumerate(CRIMES):
        Indicator.objects.create(
            slug=name.lower().replace(" ", "-"), order=order, name=name, unit="offences",
            polarity="lower", frequency="quarter", number_kind="counted", area=county,
        )  # fmt: skip
    whole = [
        ["calendar_quarter", "financial_quarter", "all_crime_excl_asb", *CRIMES],
        ["2014Q1", "2013/14 Q4", 5171, *range(14)],
        ["2016Q1", "2015/16 Q4", 4501, *range(14)],
    ]
    by_lsoa = [
        ["calendar_quarter", "lsoa11cd", *(one.lower().replace(" ", "_") for one in CRIMES)],
        ["2014Q1", "E01018750", *range(14)],
    ]

    asked = checked(whole)
    assert asked.stage == Upload.Stage.MAPPING, "the total is no indicator, so somebody must say"
    slugs = [(place, name.lower().replace(" ", "-")) for place, name in enumerate(CRIMES, start=3)]
    named = Layout("wide", {"period": 1}, subjects=tuple(slugs)).as_json()
    Upload.objects.filter(pk=asked.pk).update(layout=named, stage=Upload.Stage.WAITING)
    check_upload(asked)
    assert (asked.stage, asked.counts["new"], asked.counts["error"]) == ("checked", 28, 0)
    assert {row.period_start for row in asked.rows.all()} == {date(2014, 1, 1), date(2016, 1, 1)}
    assert {row.area for row in asked.rows.all()} == {county.pk}

    lsoas = checked(by_lsoa)
    assert (lsoas.counts["new"], lsoas.counts["error"]) == (14, 0)
    assert {row.period_start for row in lsoas.rows.all()} == {date(2014, 1, 1)}
    assert {row.area for row in lsoas.rows.all()} == {towns[1].pk}


@pytest.fixture
def judged(everything):
    """Judges rows as a sheet of the long form, without a file and without the database."""
    lookups = Lookups("figures")
    layout = Layout("long", {heading.lower(): place for place, heading in enumerate(HEADINGS)})

    def judge(*rows):
        found = kept_findings.FindingList("Figures")
        judge = Judge(
            layout, HEADINGS, lookups, found, upload=1, kind="figures", today=date(2011, 11, 30)
        )
        return [list(judge.judge(n, row)) for n, row in enumerate(rows, start=2)], found.counts

    return judge


words = st.sampled_from(
    [
        *(
            "Repeats",
            "closures",
            "Old count",
            "Cornwall",
            "E01018750",
            "Q1 2011/12",
            "2011Q1",
            "77%",
        ),
        *(
            "0.77",
            "n/a",
            "*",
            "<5",
            "remove",
            "final",
            "provisional",
            "not applicable",
            "why",
            "",
            " ",
        ),
    ]
)
cells = st.one_of(
    st.none(),
    words,
    st.text(max_size=8),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(CellProblem("error", "#DIV/0!")),
    st.just(CellProblem("formula_without_value", "=A1")),
    st.just(CellProblem("not_a_number", "inf")),
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    row=st.one_of(
        st.lists(cells, max_size=9),
        st.tuples(
            st.sampled_from(["Repeats", "Closures"]), st.just("Cornwall"), st.just("Q1 2011/12"),
            cells, cells, cells, cells, cells,
        ).map(list),
    )
)  # fmt: skip
def test_whatever_a_row_holds_it_is_staged_or_found_wrong(judged, row):
    ((staged,),), counts = judged(row)

    verdict, state, value = staged[13], staged[8], staged[9]
    assert (verdict == "rejected") == (counts["error"] >= 1)
    assert verdict in ("", "left", "removed", "rejected")
    if verdict == "":
        # What the table itself would ask for.
        assert None not in (*staged[3:5], staged[6] or None, staged[7] or None)
        if state in ("reported", "provisional"):
            assert abs(Decimal(value)) < 10**12
        else:
            assert staged[9:12] == (None, None, None)
            assert state == "suppressed" or staged[12].strip()
        assert staged[11] is None or Decimal(staged[11]) > 0


@given(row=st.integers(1, 1_048_576), column=st.integers(0, 199))
def test_cells_are_named_in_two_halves_as_in_one(row, column):
    sheet = "Q2 figures"
    (entry,) = Sources(Layout("long", {"value": column}), [], sheet).entries

    assert f"{entry.cell}{row}" == kept_findings.FindingList(sheet).cell(row, column)
