"""Which numbers a target of each form has."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from performance.models import Target
from performance.models.target_fields import problems_of

APRIL, MARCH = date(2012, 4, 1), date(2013, 3, 31)
JUNE, SEPTEMBER = date(2012, 6, 30), date(2012, 9, 30)
EIGHT = Decimal(8)
AGAINST_2010 = {"baseline_start": date(2010, 4, 1), "baseline_end": date(2011, 3, 31)}


def target(form="at_most", **facts):
    return Target(form=form, period_start=APRIL, period_end=MARCH, **facts)


COMPLETE = {
    "at most": target(value=EIGHT),
    "at least": target("at_least", value=EIGHT),
    "at least nothing": target("at_least", value=Decimal(0)),
    "range": target("range", value=EIGHT, upper_value=Decimal(10)),
    "range of one value": target("range", value=EIGHT, upper_value=EIGHT),
    "change on a period": target("change", change_percent=Decimal(-6), **AGAINST_2010),
    "no change on a value": target("change", change_percent=Decimal(0), baseline_value=EIGHT),
    "change on a value of a period": target(
        "change", change_percent=Decimal(-6), baseline_value=EIGHT, **AGAINST_2010
    ),
    "change on a comparator": target("change", change_percent=Decimal(5), baseline_label="region"),
    "own shares": target(value=EIGHT, profile="given", profile_values=[1, 2, 0, 5]),
    "own shares of months": target(value=EIGHT, profile="given", profile_values=[1] * 12),
    "to be confirmed": target(is_confirmed=False),
    "change to be confirmed": target("change", is_confirmed=False),
}
INCOMPLETE = [
    (target(), ["value"]),
    (target("at_least"), ["value"]),
    (target("range"), ["upper_value", "value"]),
    (target("range", value=EIGHT), ["upper_value"]),
    (target("range", value=EIGHT, upper_value=Decimal("7.9")), ["upper_value"]),
    (target("change"), ["baseline_value", "change_percent"]),
    (target("change", change_percent=Decimal(1)), ["baseline_value"]),
    (
        target("change", change_percent=EIGHT, baseline_value=EIGHT, baseline_label="region"),
        ["baseline_label"],
    ),
    (target("change", value=EIGHT, change_percent=EIGHT, **AGAINST_2010), ["value"]),
    (target(value=EIGHT, upper_value=EIGHT), ["upper_value"]),
    (target(value=EIGHT, change_percent=EIGHT), ["change_percent"]),
    (target(value=EIGHT, baseline_label="region"), ["baseline_value"]),
    (target(value=EIGHT, **AGAINST_2010), ["baseline_value"]),
    (target(value=EIGHT, profile_values=[1, 1, 1, 1]), ["profile_values"]),
    (target(value=EIGHT, profile="given"), ["profile_values"]),
    (target(value=EIGHT, profile="given", profile_values=[1, 1, 1]), ["profile_values"]),
    (target(value=EIGHT, profile="given", profile_values=[1, 1, 1, -1]), ["profile_values"]),
    (target(value=EIGHT, profile="given", profile_values=[0, 0, 0, 0]), ["profile_values"]),
    (target(is_confirmed=False, upper_value=EIGHT), ["upper_value"]),
    (target(value=EIGHT, tolerance_percent=Decimal("-0.1")), ["tolerance_percent"]),
]


@pytest.mark.parametrize("one", COMPLETE.values(), ids=COMPLETE)
def test_nothing_is_wrong_with_the_numbers_of_its_form(one):
    assert problems_of(one) == {}


@pytest.mark.parametrize(("one", "fields"), INCOMPLETE)
def test_what_is_missing_or_too_much_is_told_at_its_field(one, fields):
    assert sorted(problems_of(one)) == fields


@pytest.mark.parametrize(
    ("end", "shares", "wrong"),
    [(SEPTEMBER, 2, False), (SEPTEMBER, 4, True), (JUNE, 1, False), (date(2012, 5, 31), 1, True),
     (date(2012, 6, 15), 1, True), (date(2014, 3, 31), 8, True)],
)  # fmt: skip
def test_there_are_as_many_shares_as_quarters_in_the_period(end, shares, wrong):
    one = target(value=EIGHT, profile="given", profile_values=[1] * shares)
    one.period_end = end
    assert bool(problems_of(one)) == wrong


def test_the_record_itself_refuses_them():
    with pytest.raises(ValidationError) as refused:
        target("range", value=EIGHT).clean()
    assert refused.value.message_dict == {"upper_value": ["Enter the upper end of the range"]}


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (target(value=Decimal("1213.500000")), "At most 1,213.5 in 2012/13"),
        (target("at_least", value=Decimal(80)), "At least 80 in 2012/13"),
        (target("range", value=EIGHT, upper_value=Decimal(10)), "Between 8 and 10 in 2012/13"),
        (target("change", change_percent=Decimal("-6.000")), "Change of −6% in 2012/13"),
        (target(is_confirmed=False), "A target for 2012/13, to be confirmed"),
    ],
)
def test_a_target_says_what_it_asks_for_and_when(one, words):
    assert str(one) == words
