"""The rules of what is entered by hand, and that they are those of uploads."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.periods import Period
from performance.cells.doubts.earlier_figures import is_far_outside
from performance.cells.doubts.staged_rows import note_doubts
from performance.cells.doubts.table import doubts_of, summed_up
from performance.cells.findings import FindingList, Wrong
from performance.cells.form_input import Typed, read_typed, typed_of
from performance.cells.lookups import Lookups, Subject
from performance.cells.messages import OUTLIER
from performance.choices import Frequency
from performance.figures.keys import FigureKey, last_over, looked_for
from performance.models import Figure, Indicator, Target, Upload
from performance.uploads.judging import Judge
from performance.uploads.layout.layouts import Layout
from performance.uploads.ledger.compare import compare
from performance.uploads.ledger.staging import stage
from places.models import Area

AS_AT, TODAY = date(2011, 11, 30), date(2011, 12, 15)
PERCENT = Subject(pk=1, slug="i", name="I", unit="%", frequency="quarter", scale=Decimal(100))


@pytest.mark.parametrize(
    ("frequency", "day", "label"),
    [
        (Frequency.MONTH, date(2011, 11, 30), "October 2011"),
        (Frequency.MONTH, date(2011, 1, 1), "December 2010"),
        (Frequency.QUARTER, date(2011, 11, 30), "Q2 2011/12"),
        (Frequency.QUARTER, date(2011, 7, 1), "Q1 2011/12"),
        (Frequency.QUARTER, date(2011, 2, 1), "Q3 2010/11"),
        (Frequency.YEAR, date(2011, 3, 31), "2009/10"),
        (Frequency.YEAR, date(2011, 4, 1), "2010/11"),
        (Frequency.ROLLING_YEAR, date(2011, 1, 31), "12 months to December 2010"),
    ],
)
def test_the_last_period_that_is_over(frequency, day, label):
    assert last_over(frequency, day).label == label
    assert last_over(frequency, day).is_over(day)


@pytest.mark.parametrize(
    ("period", "has_figure", "today", "label"),
    [
        (None, False, TODAY, "Q2 2011/12"),
        (Period.quarter(2011, 1), True, TODAY, "Q2 2011/12"),
        (Period.quarter(2011, 2), False, TODAY, "Q2 2011/12"),
        (Period.quarter(2011, 2), True, TODAY, "Q2 2011/12"),
        (Period.quarter(2011, 2), True, date(2012, 1, 1), "Q3 2011/12"),
        (Period.quarter(2011, 3), False, TODAY, "Q2 2011/12"),
    ],
)
def test_the_period_looked_for_is_never_one_that_still_runs(period, has_figure, today, label):
    standing = SimpleNamespace(
        indicator=SimpleNamespace(frequency="quarter"), period=period, figure=has_figure or None
    )
    assert looked_for(standing, as_at=AS_AT, today=today).label == label


@given(
    value=st.decimals(-(10**11), 10**11, places=6),
    state=st.sampled_from(["reported", "provisional"]),
    comment=st.sampled_from(["", "Early"]),
)
def test_a_figure_is_typed_as_it_is_read(value, state, comment):
    figure = Figure(value=value, state=state, comment=comment)
    typed = typed_of(figure)
    read = read_typed(PERCENT, typed)
    assert read.wrong is None
    assert (read.value, read.state, typed.comment) == (value, state, comment)


@given(
    st.builds(
        Typed,
        value=st.text(max_size=60),
        numerator=st.text(max_size=10),
        denominator=st.text(max_size=10),
        state=st.sampled_from(["final", "provisional", "not_applicable", "suppressed"]),
        comment=st.text(max_size=10),
    )
)
def test_whatever_is_typed_is_a_figure_or_wrong(typed):
    read = read_typed(PERCENT, typed)
    if read.wrong is None:
        assert (read.value is None) == (read.state in ("not_applicable", "suppressed"))
        assert read.state
    else:
        assert read.wrong.in_form


def test_a_form_speaks_of_no_cells_and_uploads():
    wrong = Wrong(OUTLIER, {"value": "7", "earlier": "Bad"}, role="value")
    assert wrong.in_form == "The value is 7. Bad. Check it, and tick the box if it is right."


@pytest.mark.parametrize(
    ("value", "earlier", "far"),
    [
        (95, [69, 70, 71, 72, 70], True),
        (95, [69, 70, 71, 72], False),
        (76, [69, 70, 71, 72, 70], False),
        (70, [70, 70, 70, 70, 70], False),
        (40, [69, 70, 71, 72, 70], True),
        (20, [10, 20, 30, 5, 40], False),
        (76, [75, 75, 75, 75, 75], False),
    ],
)
def test_far_outside_its_series(value, earlier, far):
    assert is_far_outside(Decimal(value), summed_up(list(map(Decimal, earlier)))) is far


numbers_typed = (
    st.decimals(-150, 150, places=2).map(str)
    | st.integers(0, 400).map(str)
    | st.decimals(-1, 1, places=2).map(lambda share: f"{share}%")
    | st.integers(1_000, 2_000_000).map(lambda count: f"{count:,}".replace(",", "."))
    | st.sampled_from(["", "tbc", "*", "n/a", "0.79", "0.79%", "1.234", "1,234", "7.5"])
)
parts = st.just(("", "")) | st.sampled_from(
    [("154", "200"), ("3", "20"), ("400", "100"), ("0", "200"), ("2,000", "100000"), ("3", ""), ("0", "0")]
)  # fmt: skip


targets = st.one_of(
    st.builds(dict, form=st.sampled_from(["at_most", "at_least"]), value=st.integers(0, 30)),
    st.builds(dict, form=st.just("range"), value=st.just(0), upper_value=st.integers(0, 30)),
    st.builds(dict, form=st.just("change"), change_percent=st.sampled_from([-50, 0, 6]),
              baseline_value=st.integers(0, 30) | st.none()),
    st.just({"form": "at_least", "is_confirmed": False}),
)  # fmt: skip


@pytest.mark.django_db
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=numbers_typed | st.sampled_from(["", "0.79", "0.79%"]),
    parts=parts,
    earlier=st.lists(st.integers(0, 100), max_size=8)
    | st.lists(st.integers(-20, 130), max_size=3)
    | st.lists(st.sampled_from([20, 79, 80]) | st.sampled_from([0, 1250]), min_size=1, max_size=4)
    | st.just([Decimal("12.5")]),
    others=st.lists(st.integers(-5, 1000), max_size=3),
    of=st.sampled_from(
        [("%", "ratio"), ("per 1,000 people", "ratio"), ("offences", "sum"), ("£", "sum"), ("%", "none"),
         ("% change", "none"), ("% of cases", "ratio"), ("days", "latest")]
    ),
    goals=st.lists(targets, max_size=2),
)  # fmt: skip
def test_one_figure_is_doubted_as_the_same_figure_of_an_upload_is(
    db, value, parts, earlier, others, of, goals, django_user_model
):
    cells = (value, *parts)
    Figure.objects.all().delete()
    Target.objects.all().delete()
    indicator = _indicator(*of)
    last = Period.quarter(2011, 2)
    for goal, months in zip(goals, (12, 6), strict=False):
        held = Period.whole_months(2011, 4, months)
        baseline = held.same_last_year()
        Target.objects.create(
            indicator=indicator, area=indicator.area, period_start=held.start, period_end=held.end,
            baseline_start=baseline.start, baseline_end=baseline.end, **goal,
        )  # fmt: skip
    for n, one in enumerate(earlier):
        start = last.start
        _figure(indicator, Period.whole_months(start.year, start.month - 3 * (n + 1), 3), one)
    for n, one in enumerate(others):
        _figure(indicator, Period.financial_year(2009 - n), one)

    by_hand = _doubted_by_hand(indicator, last, cells)

    by = django_user_model.objects.first() or django_user_model.objects.create_user("u")
    assert by_hand == _doubted_in_an_upload(indicator, last, cells, by)


def _doubted_by_hand(indicator, period, cells):
    subject = next(s for s in Lookups("figures").subjects if s.pk == indicator.pk)
    measure = read_typed(subject, Typed(*cells))
    if measure.wrong is not None and measure.wrong.code == "none_given":
        # Of an upload it is left alone.
        return []
    wrong, doubts = measure.wrong, []
    if wrong is None:
        wrong, doubts = doubts_of(FigureKey(indicator, indicator.area, period), subject, measure)
    found = [("error", wrong)] if wrong else [("warning", doubt) for doubt in doubts]
    return sorted((severity, one.code, one.message, one.remedy) for severity, one in found)


def _doubted_in_an_upload(indicator, period, cells, by):
    upload = Upload.objects.create(
        kind="figures", file_name="a", size=1, sha256="0", uploaded_by=by, stage="checked"
    )
    findings, lookups = FindingList("F"), Lookups("figures")
    roles = ("indicator", "area", "period", "value", "numerator", "denominator")
    layout = Layout("long", {role: place for place, role in enumerate(roles)})
    judge = Judge(
        layout, roles, lookups, findings, upload=upload.pk, kind="figures", today=TODAY
    )  # fmt: skip
    stage(judge.judge(2, ["I", "C", period.label, *(cell or None for cell in cells)]))
    compare(upload)
    note_doubts(upload, findings, lookups)
    findings.save(upload)
    found = upload.findings.values_list("severity", "code", "message", "remedy")
    return sorted(found)


def _indicator(unit, aggregation):
    area, _ = Area.objects.get_or_create(
        slug="c", defaults={"name": "C", "kind": "county", "level": 0, "path": "/c/"}
    )
    made, _ = Indicator.objects.update_or_create(
        slug="i",
        defaults={
            "order": 1, "name": "I", "unit": unit, "polarity": "higher", "frequency": "quarter",
            "aggregation": aggregation, "area": area,
        },
    )  # fmt: skip
    return made


def _figure(indicator, period, value):
    Figure.objects.create(
        indicator=indicator, area=indicator.area, value=value,
        period_start=period.start, period_end=period.end,
    )  # fmt: skip
