"""A row whose names were read before is staged, and found fault with, exactly as the rules would have it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from performance.cells.findings import FindingList
from performance.cells.lookups import Lookups
from performance.models import Indicator, UploadKind
from performance.uploads.files import CellProblem
from performance.uploads.judging import Judge
from performance.uploads.judging import judge as by_the_rules
from performance.uploads.judging.known_rows import KnownRows
from performance.uploads.layout.layouts import Layout
from places.models import Area, AreaCode, IndexComponent, PlaceIndex

TODAY = date(2011, 11, 30)
QUARTER, YEAR, NOT_OVER = "Q1 2011/12", "2010/11", "Q4 2011/12"
NAMES = ["Count", "count", "Share", "Shares", "Old", "County only", "Violence", "Fraud"]
INDICES = ["Harm", "Hurt", None, "Other"]
PLACES = ["Cornwall", "cornwall", "Truro", "E1", "E2", "Nowhere"]
LABELS = ["England", "england", "x" * 151]
PERIODS = [
    *(QUARTER, "2011Q1", "Q2 2010/11", YEAR, NOT_OVER, "Spring", 2010, 2010.0),
    *(date(2010, 4, 1), datetime.fromisoformat("2010-04-01T00:00"), True, 1),
]
ODD = [None, None, "", " ", 1, 1.0, True, 0, 0.0, False, CellProblem("error", "#N/A")]
NUMBERS = st.one_of(
    st.integers(0, 120),
    st.integers(0, 240).map(lambda number: number / 2),
    st.sampled_from([33.3, 33.33, 0.5, -0.0, 0.1 + 0.2, 1e15, 1e12, -5, 12345678.25, 1e-7]),
    st.sampled_from(["5", "33.3%", "n/a", "*", "-", "remove", "lots", "0.5%", 2**70]),
    st.sampled_from([*ODD, date(2011, 6, 30), float("nan"), float("inf")]),
)
STATES = st.sampled_from(
    [None, None, None, "final", "provisional", "n/a", "*", "remove", "hm", 3, ""]
)
COMMENTS = st.sampled_from([None, None, "Recounted", " a\r\nb ", 3.0, "x" * 2001, ODD[-1]])
EXTRAS = {"numerator": NUMBERS, "denominator": NUMBERS, "state": STATES, "comment": COMMENTS}


def names(usual):
    """Mostly the first, so that they come again."""
    return st.one_of(
        st.sampled_from(usual[:2]), st.sampled_from(usual[:4]), st.sampled_from(usual + ODD)
    )


NAMED = {
    "indicator": names(NAMES), "period": names(PERIODS), "area": names(PLACES),
    "label": names(LABELS), "index": names(INDICES),
}  # fmt: skip


@st.composite
def sheets(draw):
    """A kind of file, how its columns are read, its headings and some rows."""
    kind = draw(st.sampled_from(list(UploadKind)))
    shape = draw(st.sampled_from(["long", "long", "by period", "by subject"]))
    roles = [role for role in ("area", "label", "index") if draw(st.booleans())]
    values = 1 if shape == "long" else draw(st.integers(1, 3))
    roles += [
        role for role in ("indicator", "period") if shape == "long" or shape[3:] != _said(role)
    ]
    roles += (
        draw(st.lists(st.sampled_from(list(EXTRAS)), unique=True)) if draw(st.booleans()) else []
    )
    columns = {role: place for place, role in enumerate(roles)}
    heads = tuple(range(len(roles), len(roles) + values))
    headings = [*roles, *draw(st.lists(st.sampled_from(PERIODS), min_size=values, max_size=values))]
    facts = {"columns": columns}
    match shape:
        case "long":
            columns["value"] = heads[0]
        case "by period":
            facts["periods"] = heads
        case _:
            slugs = draw(st.lists(st.sampled_from(NAMES), min_size=values, max_size=values))
            facts["subjects"] = tuple(zip(heads, slugs, strict=True))
    if draw(st.booleans()):
        facts["constants"] = {"area": "Truro", "label": "Wales", "index": "Harm"}
    layout = Layout("long" if shape == "long" else "wide", convention="financial", **facts)
    cells = [{**NAMED, **EXTRAS}[role] for role in roles] + [NUMBERS] * values
    rows = draw(st.lists(st.tuples(*cells), min_size=1, max_size=12))
    repeated = draw(st.lists(st.sampled_from(rows), max_size=4))
    return kind, layout, headings, rows + repeated


def _said(role):
    return "subject" if role == "indicator" else role


@pytest.fixture
def lookups(db):
    county = Area.objects.create(
        name="Cornwall", slug="cornwall", kind="county", level=0, path="/c/"
    )
    town = Area.objects.create(
        name="Truro", slug="truro", kind="town", level=1, parent=county, path="/c/t/"
    )
    AreaCode.objects.create(area=town, system="ons", code="E1", valid_from=date(2001, 1, 1))
    AreaCode.objects.create(
        area=county, system="ons", code="E2", valid_from=date(2001, 1, 1), valid_to=date(2010, 6, 1)
    )
    for order, (slug, unit, number_kind, facts) in enumerate(
        [
            ("count", "incidents", "counted", {}),
            ("share", "%", "share", {"short_name": "Shares"}),
            ("old", "days", "level", {"retired_on": TODAY - timedelta(days=365)}),
            ("county-only", "incidents", "counted", {"area": county, "frequency": "year"}),
        ]
    ):
        facts = {"area": town, "frequency": "quarter", **facts}
        Indicator.objects.create(
            slug=slug, order=order, name=slug.replace("-", " ").capitalize(), unit=unit,
            number_kind=number_kind, polarity="lower", **facts,
        )  # fmt: skip
    for name in ("Harm", "Hurt"):
        index = PlaceIndex.objects.create(name=name, slug=name.lower(), source="A study")
        for key in ("Violence", "Fraud"):
            IndexComponent.objects.create(
                index=index, key=key.lower(), order=len(key), name=key, short_name=key
            )
    # Names that are numbers: 1 is true to Python, and not to anybody else.
    Area.objects.create(name="1", slug="one", kind="town", level=1, parent=county, path="/c/1/")
    Indicator.objects.create(
        slug="first", order=9, name="1", unit="days", number_kind="level", polarity="lower",
        frequency="quarter", area=town,
    )  # fmt: skip
    return {kind: Lookups(kind) for kind in UploadKind}


def judged(lookups, sheet, *, a_batch=0):
    kind, layout, headings, rows = sheet
    found = FindingList("Figures")
    judge = Judge(layout, headings, lookups[kind], found, upload=1, kind=kind, today=TODAY)
    staged = []
    for first in range(0, len(rows), a_batch) if a_batch else ():
        some = rows[first : first + a_batch]
        numbers = range(first + 2, first + 2 + len(some))
        staged += judge.judge_batch(list(numbers), list(zip(*some, strict=True)))
    for number, row in enumerate(() if a_batch else rows, start=2):
        staged += judge.judge(number, row)
    judge.finish(is_all=True)
    said = [
        (one.severity, one.code, one.cell, one.row, one.column, one.found, one.message, one.remedy)
        for kept in found._kept.values()
        for one in kept
    ]
    return staged, found.counts, said, dict(found._remarked)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheet=sheets())
def test_what_is_known_makes_no_difference(lookups, sheet):
    assert_same(lookups, sheet)


def assert_same(lookups, sheet):
    found = judged(lookups, sheet)
    for a_batch in (2, 100):
        assert repr(judged(lookups, sheet, a_batch=a_batch)) == repr(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KnownRows, "figure", lambda *facts: None)
        patch.setattr(by_the_rules, "read_plain_numbers", lambda *facts: None)
        expected = judged(lookups, sheet)
    assert repr(found) == repr(expected)


LONG = Layout("long", {"indicator": 0, "area": 1, "period": 2, "value": 3, "comment": 4})
WIDE = Layout(
    "wide", {"area": 0}, subjects=((1, "count"), (2, "share")), constants={"period": QUARTER}
)


@pytest.mark.parametrize(
    ("kind", "said", "rows"),
    [
        ("figures", "comment", [("Count", "E2", "Q1 2010/11", 5, None),
                                ("Count", "Truro", QUARTER, 5, None), ("Count", "E2", QUARTER, 5, None)]),
        ("figures", "comment", [("Share", 1, "Q1 2010/11", 5, None), ("Share", "Truro", QUARTER, 5, None),
                                ("Share", True, QUARTER, 5, None)]),
        ("figures", "comment", [(1, "Truro", QUARTER, 5, None), ("Count", "Cornwall", QUARTER, 5, None),
                                (True, "Cornwall", QUARTER, 5, None)]),
        ("figures", "state", [("Count", "Truro", QUARTER, 5, None), ("Share", "Cornwall", QUARTER, 5, None),
                              ("Count", "Cornwall", QUARTER, None, "*")]),
        ("figures", "state", [("Count", "Truro", QUARTER, 5, "final"), ("Share", "Cornwall", QUARTER, 5, None),
                              ("Count", "Cornwall", QUARTER, 6, "x")]),
        ("index_scores", "index", [("Violence", "Truro", YEAR, 5, "Harm"),
                                   ("Violence", "Truro", YEAR, None, "Hurt")]),
    ],
)  # fmt: skip
def test_names_that_look_the_same_are_told_apart(lookups, kind, said, rows):
    layout = Layout("long", {"indicator": 0, "area": 1, "period": 2, "value": 3, said: 4})
    assert_same(lookups, (kind, layout, [""] * 5, rows))


@pytest.mark.parametrize(
    ("layout", "rows", "row"),
    [
        (LONG, [("Share", "Truro", QUARTER, 5, None), ("Count", "Cornwall", QUARTER, 5, None)],
         ("Share", "Cornwall", QUARTER, 5.5, "Why")),
        (LONG, [("Share", "Truro", QUARTER, 5, None)], ("Share", "Truro", QUARTER, None, None)),
        (WIDE, [("Truro", 5, 5), ("Cornwall", None, 1)], ("Cornwall", 5, None)),
    ],
)  # fmt: skip
def test_what_files_are_full_of_is_known(lookups, layout, rows, row, monkeypatch):
    """Otherwise the two would agree because one of them never runs."""
    judge = Judge(
        layout, [""] * 5, lookups["figures"], FindingList("Figures"),
        upload=1, kind="figures", today=TODAY,
    )  # fmt: skip
    for number, one in enumerate(rows, start=2):
        judge.judge(number, one)
    monkeypatch.setattr(Judge, "_by_the_rules", lambda *facts: pytest.fail("It was not known."))
    assert all(judge.judge(9, row))
    monkeypatch.setattr(Judge, "judge", lambda *facts: pytest.fail("It was not known in a batch."))
    for _, known in judge._columns:
        for named in known._named.values():
            named.firsts.clear()
    assert all(judge.judge_batch([9], [(cell,) for cell in row]))


def test_what_is_known_of_one_column_is_not_taken_for_another(lookups):
    """A name in the cell of an indicator says nothing of the cell of an area."""
    rows = [
        ("Truro", "Truro", QUARTER, 5),
        ("Share", "Truro", QUARTER, 5),
        ("Share", "Share", QUARTER, 5),
    ]
    staged, counts, *_ = judged(
        lookups, ("figures", LONG, [""] * 5, [(*row, None) for row in rows])
    )
    assert [row[-1] for row in staged] == ["rejected", "", "rejected"]
    assert counts["error"] == 2
