"""Money and time: when funding ends, and by when a tender for what follows must start."""

from datetime import date
from decimal import Decimal

import pytest

from projects.funding import (
    State,
    by_year,
    last_secured_day,
    last_tender_start,
    money_by_year,
    money_in_all,
    paid_until,
    tender_of,
    totals_by_state,
    years_without_money,
)
from projects.models import FundingLine, ProjectSpend


def line(state="secured", **facts):
    return FundingLine(source=facts.pop("source", "Home Office"), state=state, **facts)


@pytest.mark.parametrize(
    ("ends_on", "months", "start_by"),
    [
        # The assessment's own: IDVA funding ends on 31 March 2012 and a tender takes six months.
        (date(2012, 3, 31), 6, date(2011, 10, 1)),
        (date(2012, 3, 31), 0, date(2012, 4, 1)),
        (date(2012, 2, 29), 3, date(2011, 12, 1)),
        (date(2012, 5, 30), 3, date(2012, 2, 29)),
        (date(2011, 12, 31), 12, date(2011, 1, 1)),
    ],
)
def test_a_tender_that_starts_on_the_last_day_is_in_place_the_day_after_the_money_ends(
    ends_on, months, start_by
):
    assert last_tender_start(ends_on, months) == start_by


def test_a_line_pays_until_the_day_given_or_else_the_end_of_its_year():
    assert paid_until(line(financial_year=2011, ends_on=date(2011, 9, 30))) == date(2011, 9, 30)
    assert paid_until(line(financial_year=2011)) == date(2012, 3, 31)
    assert paid_until(line()) is None


def test_only_secured_money_counts_and_the_last_of_it():
    lines = [
        line(financial_year=2011),
        line(financial_year=2012),
        line("sought", financial_year=2014),
        line("no_source", financial_year=2015),
    ]
    assert last_secured_day(lines) == date(2013, 3, 31)


def test_secured_money_without_an_end_has_no_last_day():
    assert last_secured_day([line(financial_year=2011), line()]) is None
    assert last_secured_day([line("sought", financial_year=2011)]) is None
    assert last_secured_day([]) is None


def test_on_the_last_day_itself_a_tender_can_still_start():
    tender = tender_of([line(ends_on=date(2012, 3, 31))], 6)
    assert tender.start_by == date(2011, 10, 1)
    assert not tender.is_too_late(date(2011, 10, 1))
    assert tender.is_too_late(date(2011, 10, 2))
    assert not tender.has_ended(date(2012, 3, 31))
    assert tender.has_ended(date(2012, 4, 1))


def test_without_a_known_end_there_is_no_tender_date():
    assert tender_of([], 6) is None
    assert tender_of([line("sought", financial_year=2011)], 6) is None


def test_totals_are_by_state_in_a_fixed_order():
    lines = [
        line("no_source", amount=Decimal(500)),
        line("secured", amount=Decimal(1000)),
        line("secured", amount=Decimal("2500.50")),
    ]
    totals = totals_by_state(lines)
    assert [(total.state, total.amount) for total in totals] == [
        (State.SECURED, Decimal("3500.50")),
        (State.NO_SOURCE, Decimal(500)),
    ]
    assert [total.words for total in totals] == ["£3,500.50", "£500"]


def test_an_amount_that_is_not_stated_is_never_nothing():
    (none_stated,) = totals_by_state([line("sought"), line("sought")])
    assert none_stated.amount is None
    assert none_stated.words == "Amount not stated"
    (some,) = totals_by_state([line(amount=Decimal(100)), line(), line()])
    assert some.words == "£100 and 2 amounts not stated"
    (one,) = totals_by_state([line(amount=Decimal(100)), line()])
    assert one.words == "£100 and 1 amount not stated"
    (nought,) = totals_by_state([line(amount=Decimal(0))])
    assert nought.words == "£0"


def test_lines_are_by_year_then_source_and_a_year_not_stated_comes_last():
    lines = [
        line(source="Police", order=1),
        line(source="Trust", financial_year=2012, order=2),
        line(source="Council", financial_year=2012, order=3),
        line(source="Lottery", financial_year=2011, order=4),
    ]
    assert [row.source for row in by_year(lines)] == ["Lottery", "Council", "Trust", "Police"]


def spend(year, amount, up_to):
    return ProjectSpend(financial_year=year, amount=Decimal(amount), up_to=up_to)


def words_by_year(lines, spending=()):
    return {
        row.label: (row.secured.words, row.sought.words, row.no_source.words, row.match.words)
        for row in money_by_year(lines, spending)
    }


def test_a_year_is_added_up_from_its_lines():
    lines = [
        line(financial_year=2011, amount=Decimal(1000)),
        line(financial_year=2011, amount=Decimal(250), is_match=True),
        line("sought", financial_year=2011, amount=Decimal(40)),
        line("no_source", financial_year=2012, amount=Decimal(7)),
    ]
    assert words_by_year(lines) == {
        "2011/12": ("£1,250", "£40", "None recorded", "£250"),
        "2012/13": ("None recorded", "None recorded", "£7", "None recorded"),
    }
    total = money_in_all(lines, [])
    assert (total.secured.amount, total.no_source.amount, total.match.amount) == (
        Decimal(1250), Decimal(7), Decimal(250),
    )  # fmt: skip


def test_an_amount_not_stated_in_a_year_is_never_read_as_nothing():
    lines = [
        line(financial_year=2011),
        line("sought", financial_year=2011, amount=Decimal(40)),
        line("sought", financial_year=2011),
        line("no_source", amount=Decimal(0)),
    ]
    assert words_by_year(lines) == {
        "2011/12": (
            "Amount not stated", "£40 and 1 amount not stated", "None recorded", "None recorded",
        ),
        "Year not stated": ("None recorded", "None recorded", "£0", "None recorded"),
    }  # fmt: skip


def test_a_year_between_without_a_line_stands_in_the_table():
    lines = [line(financial_year=2011), line(financial_year=2013)]
    assert list(words_by_year(lines)) == ["2011/12", "2012/13", "2013/14"]
    assert words_by_year(lines)["2012/13"] == ("None recorded",) * 4


def test_what_is_spent_says_up_to_which_day_and_may_be_of_a_year_without_lines():
    lines = [line(financial_year=2011, amount=Decimal(1000))]
    spending = [
        spend(2010, "99.50", date(2011, 3, 31)),
        spend(2011, 400, date(2011, 9, 30)),
    ]
    rows = money_by_year(lines, spending)
    assert [row.spent_words for row in rows] == [
        "£99.50 up to 31 March 2011", "£400 up to 30 September 2011",
    ]  # fmt: skip
    assert money_in_all(lines, spending).spent_words == "£499.50 up to 30 September 2011"
    assert money_in_all(lines, []).spent_words == "None recorded"


def test_without_lines_or_spending_there_are_no_years():
    assert money_by_year([], []) == []


@pytest.mark.parametrize(
    ("lines", "years"),
    [
        ([], []),
        ([line(financial_year=2011)], []),
        ([line(financial_year=2011), line(financial_year=2012)], []),
        ([line(financial_year=2011), line(financial_year=2014)], [2012, 2013]),
        # Money that lasts over the year between.
        ([line(financial_year=2011, ends_on=date(2013, 3, 31)), line(financial_year=2013)], []),
        # Part of the year between is paid for.
        ([line(financial_year=2011, ends_on=date(2012, 6, 30)), line(financial_year=2013)], []),
        # A bid is not money.
        ([line(financial_year=2011), line("sought", financial_year=2012), line(financial_year=2013)],
         [2012]),
        ([line(financial_year=2011), line("sought", financial_year=2013)], []),
        # It may pay for any year.
        ([line(financial_year=2011), line(financial_year=2013), line()], []),
    ],
)  # fmt: skip
def test_a_year_without_money_lies_between_two_secured_ones(lines, years):
    assert years_without_money(lines) == years
