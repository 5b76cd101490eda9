"""The rules of what is entered by hand, and that they are those of uploads."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period
from performance.cells.cell import Wrong
from performance.cells.doubts.cases import summed_up
from performance.cells.doubts.earlier_figures import OUTLIER, is_far_outside
from performance.cells.form_input import Typed, read_typed, typed_of
from performance.cells.subjects import Subject
from performance.choices import Frequency
from performance.figures.keys import last_over, looked_for
from performance.models import Figure

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
        indicator=SimpleNamespace(frequency="quarter"),
        period=period,
        figure=has_figure or None,
        overdue=(),
        is_late_final=False,
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
