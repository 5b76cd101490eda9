"""What can hardly be is doubted in a file, in the seeded plan too, and a person may say that it is right."""

import csv
import io
from decimal import Decimal

import pytest
from django.utils import timezone

from core.periods import Period
from performance.models import Figure, Indicator, Target, Upload, UploadFile
from performance.uploads.actions import accept_warnings
from performance.uploads.check import check_upload
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.refusals import CannotApply
from places.models import Area

HEADINGS = ("Indicator", "Area", "Period", "Value", "Numerator", "Denominator")
Q1, Q2 = "Q1 2011/12", "Q2 2011/12"


@pytest.fixture
def county(db):
    return Area.objects.create(
        name="Cornwall", slug="cornwall", kind="county", level=0, path="/cornwall/"
    )


@pytest.fixture
def make(county):
    def made(name, unit, number_kind, *, target=None, **earlier):
        """`earlier` are figures of quarters, such as q1."""
        indicator = Indicator.objects.create(
            slug=name.lower(), order=1, name=name, unit=unit, polarity="lower", frequency="quarter",
            number_kind=number_kind, area=county,
        )  # fmt: skip
        for quarter, value in earlier.items():
            put(indicator, Period.quarter(2010, int(quarter[1])), value)
        if target:
            held = target.pop("period", Period.financial_year(2011))
            Target.objects.create(
                indicator=indicator, area=county, period_start=held.start, period_end=held.end,
                **target,
            )  # fmt: skip
        return indicator

    return made


def put(indicator, period, value):
    Figure.objects.create(
        indicator=indicator, area=indicator.area, period_start=period.start, period_end=period.end,
        value=Decimal(value), known_from=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def check(analyst):
    def checked(*rows, headings=HEADINGS):
        text = io.StringIO()
        padded = ([*row, *[""] * (len(headings) - len(row))] for row in rows)
        csv.writer(text).writerows([headings, *padded])
        upload = Upload.objects.create(
            kind="figures", file_name="a.csv", size=1, sha256="0", uploaded_by=analyst
        )
        UploadFile.objects.create(upload=upload, content=text.getvalue().encode())
        check_upload(upload)
        return upload

    return checked


def found(upload):
    return [(one.severity, one.code, one.cell) for one in upload.findings.all()]


@pytest.mark.parametrize("value", ["-3", "−3", "(3)", "-1.5"])
@pytest.mark.parametrize("earlier", [{}, {"q1": 3}, dict.fromkeys(["q1", "q2", "q3", "q4"], 2)])
def test_below_zero_is_doubted_once_where_it_never_was(make, check, value, earlier):
    make("Closures", "closures", "counted", **earlier)

    made = check(["Closures", "Cornwall", Q1, value])

    assert found(made) == [("warning", "below_zero", "D2")]
    with pytest.raises(CannotApply, match="warnings"):
        apply_upload(made, by=made.uploaded_by)
    accept_warnings(made, by=made.uploaded_by)
    apply_upload(made, by=made.uploaded_by)
    assert found(check(["Closures", "Cornwall", Q1, value])) == [], "what stands is not doubted"
    assert found(check(["Closures", "Cornwall", Q2, value])) == [], "and one was below zero before"


@pytest.mark.parametrize(
    ("unit", "number_kind", "value", "code"),
    [
        ("%", "share", "-5%", "below_zero"),
        ("%", "share", "-0.5", "below_zero"),
        ("per 1,000 people", "rate", "-0.4", "below_zero"),
        ("days", "level", "-2", "below_zero"),
        ("% change", "alone", "-15.5", None),
        ("% reduction", "alone", "-3%", None),
    ],
)
def test_what_says_how_much_has_changed_may_be_below_zero(
    make, check, unit, number_kind, value, code
):
    make("Something", unit, number_kind)
    made = check(["Something", "Cornwall", Q1, value])
    assert found(made) == ([("warning", code, "D2")] if code else [])


@pytest.mark.parametrize(
    ("cells", "earlier", "code"),
    [
        (["101"], {}, "over_the_whole"),
        (["101%"], {"q1": 77}, "over_the_whole"),
        (["7700"], {"q1": 77}, "over_the_whole"),
        (["100"], {"q1": 77}, None),
        (["101"], {"q1": 104}, None),
        (["100", "2001", "2000"], {}, "over_the_whole"),
        (["129.87", "200", "154"], {}, "over_the_whole"),
    ],
)
@pytest.mark.parametrize("unit", ["%", "% of cases"])
def test_more_than_all_of_them_is_doubted_once(make, check, unit, cells, earlier, code):
    make("Repeats", unit, "share", **earlier)

    made = check(["Repeats", "Cornwall", Q1, *cells])

    assert found(made) == ([("warning", code, "D2")] if code else [])
    assert made.rows.get().verdict == "new"


def test_a_change_of_more_than_all_is_none_of_a_share(make, check):
    make("Something", "% change", "alone")
    make("Others", "%", "alone")
    rows = [[name, "Cornwall", Q1, "120"] for name in ("Something", "Others")]
    assert found(check(*rows)) == []


def test_what_is_worked_out_to_be_more_than_all_is_doubted_too(make, check):
    make("Repeats", "%", "share")
    made = check(["Repeats", "Cornwall", Q1, "", "200", "154"])
    assert {code for _, code, _ in found(made)} == {"worked_out", "over_the_whole"}


@pytest.mark.parametrize(
    ("target", "value", "doubted"),
    [
        ({"form": "at_least", "value": 8}, "80", True),
        ({"form": "at_least", "value": 8}, "79", False),
        ({"form": "at_most", "value": 1}, "19", False),
        ({"form": "range", "value": 2, "upper_value": 8}, "79", False),
        ({"form": "range", "value": 2, "upper_value": 8}, "80", True),
        ({"form": "change", "change_percent": -50, "baseline_value": 16}, "80", True),
        ({"form": "change", "change_percent": -50}, "5000", False),
        ({"form": "at_least", "is_confirmed": False}, "5000", False),
        ({"form": "at_least", "value": 8, "period": Period.financial_year(2010)}, "80", False),
    ],
)
def test_without_an_earlier_figure_a_value_is_held_to_the_target(
    make, check, target, value, doubted
):
    make("Closures", "closures", "counted", target=dict(target))

    made = check(["Closures", "Cornwall", Q1, value])

    assert found(made) == ([("warning", "beyond_target", "D2")] if doubted else [])
    if doubted:
        assert "ten times the target for 2011/12 (8) or more" in made.findings.get().message


def test_a_change_is_held_to_the_figure_that_it_is_against(make, check):
    last = Period.financial_year(2010)
    target = {"form": "change", "change_percent": -6, "baseline_start": last.start,
              "baseline_end": last.end}  # fmt: skip
    violence = make("Violence", "offences", "counted", target=target)
    put(violence, last, 1000)

    made = check(["Violence", "Cornwall", Q1, "9,399"], ["Violence", "Cornwall", Q2, "9,400"])

    assert found(made) == [("warning", "beyond_target", "D3")]
    assert "2011/12 (940)" in made.findings.get().message


def test_targets_are_fetched_at_once(make, check, django_assert_max_num_queries):
    target = {"form": "at_least", "value": 8}
    for name in ("One", "Two", "Three"):
        make(name, "closures", "counted", target=dict(target))
    rows = [[name, "Cornwall", Q1, "5000"] for name in ("One", "Two", "Three")]
    with django_assert_max_num_queries(60):
        assert len(found(check(*rows))) == 3


# The seeded plan


@pytest.mark.usefixtures("seeded_db")
@pytest.mark.parametrize(
    ("slug", "period", "value", "code"),
    [
        # 4 closures in the first quarter, against 8 a year.
        ("premises-closures", Q2, "1,234", "jump"),
        ("premises-closures", Q2, "5,000,000", "jump"),
        ("premises-closures", Q2, "39", None),
        ("premises-closures", Q1, "1,234", "beyond_target"),
        ("premises-closures", Q2, "-3", "below_zero"),
        ("sarc-follow-up", Q2, "101", "over_the_whole"),
        ("deliberate-fires-secondary", Q2, "28", "jump"),
        ("youth-custody", "2011/12", "350", "over_the_whole"),
        # Only whole years stand there, or nothing.
        ("first-time-entrants", "2011/12", "9,000", "jump"),
        ("alcohol-hospital-admissions", "April to December 2011", "12,940", "jump"),
        ("serious-acquisitive-crime", "2011/12", "-15.5", None),
        ("dwelling-burglary", Q2, "-5", None),
    ],
)
def test_in_the_seeded_plan(check, slug, period, value, code):
    made = check([slug, "Cornwall", period, value])
    codes = [one.code for one in made.findings.all() if one.code != "period_of_other_length"]
    assert codes == ([code] if code else [])


@pytest.mark.usefixtures("seeded_db")
@pytest.mark.parametrize("value", ["1,234", "5,000,000"])
def test_in_the_seeded_plan_five_figures_are_a_history(check, value):
    closures = Indicator.objects.get(slug="premises-closures")
    for quarter, number in enumerate((2, 3, 1, 5), start=1):
        put(closures, Period.quarter(2010, quarter), number)

    made = check([closures.slug, "Cornwall", Q2, value])

    assert found(made) == [("warning", "outlier", "D2")]
    assert "The 5 earlier figures" in made.findings.get().message
    assert "from 1 to 5" in made.findings.get().message


# Files without a column of values


PARTS = ("Indicator", "Area", "Period", "Numerator", "Denominator")


def test_where_both_parts_are_named_no_column_of_values_is_asked_for(make, check):
    make("Repeats", "%", "share", q1=70)

    made = check(
        ["Repeats", "Cornwall", Q1, "154", "200"],
        ["Repeats", "Cornwall", Q2, "150", "200"],
        ["Repeats", "Cornwall", "Q3 2011/12", "", ""],
        headings=PARTS,
    )

    assert made.stage == Upload.Stage.CHECKED
    assert found(made) == [("warning", "worked_out", "D2")], "said once for them all"
    assert "here 77% from 154 over 200" in made.findings.get().message
    rows = made.rows.order_by("row").values_list("cell", "value", "verdict")
    assert list(rows) == [("D2", 77, "new"), ("D3", 75, "new"), ("D4", None, "left")]


def test_there_too_each_cell_says_what_is_wrong(make, check):
    make("Repeats", "%", "share", q1=70)
    make("Closures", "closures", "counted")

    made = check(
        ["Repeats", "Cornwall", Q1, "154", "0"],
        ["Repeats", "Cornwall", Q2, "154", ""],
        ["Closures", "Cornwall", Q1, "154", "200"],
        ["Repeats", "Cornwall", "Q3 2010/11", "200", "154"],
        headings=PARTS,
    )

    assert sorted(found(made)) == [
        ("error", "denominator_not_above_zero", "E2"),
        ("error", "no_value", "D3"),
        ("error", "no_value", "D4"),
        ("warning", "over_the_whole", "D5"),
        ("warning", "worked_out", "D5"),
    ]


def test_where_the_value_may_stand_under_another_heading_somebody_is_asked(make, check):
    make("Repeats", "%", "share")
    made = check(["Repeats", "Cornwall", Q1, "154", "200", "77"], headings=(*PARTS, "Outcome"))
    assert made.stage == Upload.Stage.MAPPING
