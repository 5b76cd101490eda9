"""A target whose period is over while its final figure is provisional: judged as if it ran, until that figure is due."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.periods import Period
from performance.choices import Aggregation, FigureState, Polarity, TargetForm
from performance.rules.readings import Reading
from performance.rules.status import judge
from performance.rules.targets import TargetValue

YEAR = Period.financial_year(2011)
Q1, Q2, Q3, Q4 = YEAR.quarters()
HIGHER = Polarity.HIGHER
RATIO, LEVEL = Aggregation.RATIO, Aggregation.LATEST
PROVISIONAL, SUPPRESSED = FigureState.PROVISIONAL, FigureState.SUPPRESSED
NOT_APPLICABLE = FigureState.NOT_APPLICABLE
A_DAY = timedelta(days=1)
DUE = date(2012, 4, 30)
NOT_IN = "2011/12 is over but its final figure is not in."
PAST = "2011/12 is over but its final figure, due on 30 April 2012, is not in."
AIM = TargetValue(TargetForm.AT_LEAST, YEAR, Decimal(80))


def figure(period, value, state=FigureState.REPORTED):
    return Reading(period, Decimal(value), state)


@pytest.mark.parametrize(
    ("value", "as_it_ran"), [(85, "on_track"), (80, "on_track"), (77, "at_risk"), (60, "off_track")]
)
@pytest.mark.parametrize(
    ("as_at", "is_overdue", "words"),
    [
        (YEAR.end, False, ""),
        (date(2012, 4, 1), False, NOT_IN),
        (DUE - A_DAY, False, NOT_IN),
        (DUE, False, NOT_IN),
        (DUE + A_DAY, True, PAST),
    ],
)
def test_a_provisional_year_is_judged_as_if_it_ran_until_the_final_one_is_due(
    value, as_it_ran, as_at, is_overdue, words
):
    judged = judge(
        figure(YEAR, value, PROVISIONAL), AIM, polarity=HIGHER, as_at=as_at,
        aggregation=RATIO, final_lag_days=30,
    )  # fmt: skip
    assert judged.status == ("overdue" if is_overdue else as_it_ran)
    assert (judged.value, judged.limit, judged.shortfall) == (value, 80, max(0, 80 - value))
    assert judged.sentence.endswith(words)
    assert f"{value} in 2011/12 (provisional) against a target of at least 80" in judged.sentence
    final = judge(
        figure(YEAR, value), AIM, polarity=HIGHER, as_at=as_at, aggregation=RATIO,
        final_lag_days=30,
    )  # fmt: skip
    settled = as_it_ran if as_at == YEAR.end else "achieved" if value >= 80 else "missed"
    assert final.status == settled


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"final_lag_days": None}, "on_track"),
        ({"final_lag_days": 0}, "overdue"),
        ({"final_lag_days": 0, "final_state": PROVISIONAL}, "overdue"),
        ({"final_lag_days": 0, "final_state": FigureState.REPORTED}, "on_track"),
        ({"final_lag_days": 0, "final_state": SUPPRESSED}, "on_track"),
        ({"final_lag_days": 0, "final_state": NOT_APPLICABLE}, "on_track"),
    ],
)
def test_a_final_figure_is_late_only_where_one_is_waited_for(more, status):
    judged = judge(
        figure(YEAR, 85, PROVISIONAL), AIM, polarity=HIGHER, as_at=DUE,
        aggregation=RATIO, **more,
    )  # fmt: skip
    assert judged.status == status


@pytest.mark.parametrize(
    ("one", "aggregation", "status"),
    [
        (figure(Q4, 85, PROVISIONAL), RATIO, "on_track"),
        (figure(Q4, 85, PROVISIONAL), LEVEL, "overdue"),
        (figure(Q4, 85), RATIO, "on_track"),
        (figure(Q2, 85, PROVISIONAL), LEVEL, "on_track"),
    ],
)
def test_only_what_stands_for_the_whole_period_is_due_as_its_final_figure(one, aggregation, status):
    judged = judge(
        one, AIM, polarity=HIGHER, as_at=DUE + A_DAY, aggregation=aggregation,
        final_lag_days=30,
    )  # fmt: skip
    assert judged.status == status
