"""The status of an earlier day: what is dated decides, and where nothing is, that is said."""

from datetime import date

import pytest

from core.documents.status_then import StatusHistory, status_then

JAN, FEB, MAR, APR = (date(2012, month, 1) for month in (1, 2, 3, 4))
HISTORY = StatusHistory((FEB, "signal"), [(MAR, "assessed"), (APR, "closed")])


@pytest.mark.parametrize(
    ("day", "ended_on", "status", "is_known"),
    [
        (JAN, None, "signal", False),
        (FEB, None, "signal", True),
        (MAR, None, "assessed", True),
        (APR, None, "closed", True),
        # It is said to have ended on a day other than that on which somebody wrote so down.
        (FEB, FEB, "closed", True),
        (APR, date(2012, 4, 2), "assessed", True),
        (JAN, APR, "signal", False),
    ],
)
def test_a_status_on_a_day(day, ended_on, status, is_known):
    found = status_then(HISTORY, day, now="closed", ended_on=ended_on, ends=["closed"])
    assert (found.status, found.is_known) == (status, is_known)
    assert found.is_ended_later == (ended_on is not None and ended_on > day)


def test_what_nothing_tells_is_said():
    found = HISTORY.on(JAN, now="closed")
    assert found.note == (
        "As first recorded, on 1 February 2012. What it was on 1 January 2012 is not recorded."
    )
    assert StatusHistory(None).on(JAN, now="closed").note == (
        "What it was on 1 January 2012 is not recorded."
    )
    assert found.briefly == "As first recorded, on 1 February 2012"
    assert HISTORY.on(FEB, now="closed").note == ""
