"""What the board was shown of a figure, beside what it says now."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.periods import Period
from performance.models import ClosedPeriod, Figure
from performance.rounds.reported import closing_of, reported_and_latest

Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
MET = datetime(2011, 11, 30, 14, tzinfo=UTC)
DAY = timedelta(days=1)


def revision(number, opened, closed=None, *, value="10", period=Q2, **facts):
    facts = {"indicator_id": 1, "area_id": 1, "state": "reported"} | facts
    return Figure(
        revision=number, known_from=opened, known_to=closed, value=value and Decimal(value),
        period_start=period.start, period_end=period.end, **facts,
    )  # fmt: skip


def closing(period=Q2, closed_at=MET, **facts):
    return ClosedPeriod(
        period_start=period.start, period_end=period.end, closed_at=closed_at, **facts
    )


def said(revisions, closings=None):
    """(reported, latest, differs), the values as written; None where nothing was in."""
    found = reported_and_latest(revisions, [closing()] if closings is None else closings)
    (only,) = found.values()
    values = [row and str(row.value) for row in (only.reported, only.latest)]
    return (*values, only.differs)


def test_a_figure_that_nobody_has_changed_since_is_the_same():
    assert said([revision(1, MET - DAY)]) == ("10", "10", False)


def test_what_counted_at_the_meeting_was_reported():
    first = revision(1, MET - 3 * DAY, MET - DAY, value="8")
    second = revision(2, MET - DAY, MET + DAY, value="10")
    third = revision(3, MET + DAY, value="12", reason_for_change="Two cases came late.")
    assert said([third, first, second]) == ("10", "12", True)


@pytest.mark.parametrize(
    ("opened", "reported"),
    [(MET - DAY, "10"), (MET, "10"), (MET + timedelta(microseconds=1), None)],
)
def test_a_revision_counts_from_the_moment_it_is_known(opened, reported):
    assert said([revision(1, opened)])[0] == reported


def test_a_revision_counts_no_more_at_the_moment_it_is_closed():
    revisions = [revision(1, MET - DAY, MET, value="8"), revision(2, MET, value="10")]
    assert said(revisions) == ("10", "10", False)


def test_what_came_in_after_the_meeting_was_not_reported():
    assert said([revision(1, MET + DAY)]) == (None, "10", True)


def test_what_was_removed_since_is_in_no_more():
    assert said([revision(1, MET - DAY, MET + DAY)]) == ("10", None, True)


def test_a_removal_is_the_last_that_is_known_of_a_figure():
    gone = revision(1, MET - DAY, MET + DAY)
    later = revision(2, MET + 2 * DAY, MET + 3 * DAY, value="12")
    assert [told(rows).last for rows in ([gone], [gone, later])] == [gone, later]


def told(revisions):
    (only,) = reported_and_latest(revisions, [closing()]).values()
    return only


def test_the_later_revisions_are_kept_in_order():
    rows = [
        revision(1, MET - DAY, MET + DAY),
        revision(3, MET + 2 * DAY, value="10"),
        revision(2, MET + DAY, MET + 2 * DAY, value="11"),
    ]
    (only,) = reported_and_latest(rows, [closing()]).values()
    assert [row.revision for row in only.later] == [2, 3]
    assert not only.differs, "it went back to what it was"


@pytest.mark.parametrize(
    ("facts", "differs"),
    [
        ({"value": "10.000000"}, False),
        ({"comment": "Checked again."}, False),
        ({"value": "10.1"}, True),
        ({"state": "provisional"}, True),
        ({"numerator": Decimal(5)}, True),
        ({"is_estimate": True}, True),
        ({"state": "suppressed", "value": None}, True),
    ],
)
def test_a_difference_is_one_in_what_a_reader_is_told(facts, differs):
    rows = [revision(1, MET - DAY, MET + DAY), revision(2, MET + DAY, **facts)]
    assert said(rows)[2] is differs


@pytest.mark.parametrize(
    ("period", "belongs"),
    [
        (Q2, True),
        (Period.month(2011, 7), True),
        (Period.month(2011, 9), True),
        (Period.rolling_year(2011, 8), True),
        (Period.month(2011, 6), False),
        (Q1, False),
        (Period.month(2011, 10), False),
        (Period.financial_year(2011), False),
    ],
)
def test_a_figure_is_of_a_closed_period_when_its_own_ends_in_it(period, belongs):
    assert bool(reported_and_latest([revision(1, MET, period=period)], [closing()])) is belongs


def test_a_period_that_was_opened_again_is_not_closed():
    again = closing(reopened_at=MET + DAY, reopen_reason="Wrong meeting.")
    assert reported_and_latest([revision(1, MET)], [again]) == {}
    assert closing_of(Q2, [again, closing(closed_at=MET + 2 * DAY)]).closed_at == MET + 2 * DAY


def test_of_several_closings_the_shortest_counts():
    year = closing(Period.financial_year(2011), MET - DAY)
    quarter = closing()
    assert closing_of(Q2, [year, quarter]) is quarter
    assert closing_of(Q1, [year, quarter]) is year


def test_figures_of_other_areas_and_indicators_are_kept_apart():
    rows = [
        revision(1, MET),
        revision(1, MET, area_id=2, value="3"),
        revision(1, MET, indicator_id=2, value="4"),
    ]
    found = reported_and_latest(rows, [closing()])
    assert {key[:2]: row.latest.value for key, row in found.items()} == {
        (1, 1): 10, (1, 2): 3, (2, 1): 4,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("opened_again", [False, True])
@pytest.mark.parametrize(
    "end", [Q2.start - timedelta(days=1), Q2.start, Q2.end, Q2.end + timedelta(days=1)]
)
def test_the_database_finds_the_closing_that_a_figure_is_of_too(
    django_user_model, end, opened_again
):
    officer = django_user_model.objects.create_user("officer")
    again = {"reopened_at": MET + DAY, "reopened_by": officer, "reopen_reason": "Too early."}
    row = closing(closed_by=officer, **(again if opened_again else {}))
    row.save()
    expected = end in (Q2.start, Q2.end) and not opened_again
    assert ClosedPeriod.objects.standing_around(end).exists() is expected
    assert (closing_of(Period(Q1.start, end), [row]) is not None) is expected
