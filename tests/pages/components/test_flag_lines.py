"""Which flags are shown first, and how figures of a statement are worded: plain rules on plain values."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from safercornwall.flags.registry import Flag, FlagGroup, Rule, Severity
from safercornwall.pages.components.flag_lines import FlagLine, attention, by_reason, worst
from safercornwall.pages.themes.evidence import with_unit


def raised(key, number, severity=Severity.HIGH):
    rule = Rule(key, FlagGroup.DELIVERY, key, f"When {key}.", (), (), None, find=list)
    record = SimpleNamespace(get_absolute_url=lambda: f"/{key}/{number}/")
    return Flag(record, f"{key} {number}", severity, rule=rule)


def test_no_rule_hides_another_among_the_most_serious():
    flags = [*(raised("late", n) for n in range(5)), raised("poor", 1), raised("stuck", 1)]
    assert [flag.reason for flag in worst(flags, 4)] == ["late 0", "late 1", "poor 1", "stuck 1"]


def test_with_room_left_every_serious_flag_is_shown_in_its_own_order():
    flags = [raised("late", 1), raised("late", 2), raised("poor", 1)]
    assert worst(flags, 9) == flags


def test_only_the_most_serious_are_open_and_no_flag_is_lost_or_shown_twice():
    flags = [
        *(raised("late", n) for n in range(3)),
        raised("poor", 1, Severity.MEDIUM),
        *(raised("dull", n, Severity.LOW) for n in range(2)),
    ]
    shown = attention(flags, 2)
    assert [line.reason for line in shown.serious] == ["late 0", "late 1"]
    assert [(summary, len(lines)) for summary, lines in shown.folded] == [
        ("1 more of high severity", 1),
        ("1 of medium severity", 1),
        ("2 of low severity", 2),
    ]


def test_what_several_share_is_said_once_and_none_is_lost():
    lines = [
        FlagLine("high", name, f"/{name}/", reason, "")
        for name, reason in (("a", "No owner."), ("b", "Late."), ("c", "No owner."))
    ]
    lines.append(FlagLine("low", "d", "/d/", "No owner.", ""))
    found = [
        (one.severity, one.reason, [line.subject for line in one.lines]) for one in by_reason(lines)
    ]
    assert found == [
        ("high", "No owner.", ["a", "c"]),
        ("high", "Late.", ["b"]),
        ("low", "No owner.", ["d"]),
    ]


@pytest.mark.parametrize(
    ("value", "printed", "unit", "words"),
    [
        ("7300", "7300", "incidents", "7,300 incidents"),
        ("1", "1", "beats", "1 beat"),
        ("900", "900", "", "900"),
        ("-14.5", "-14.5", "% change", "−14.5% change"),
        ("800000", "800000", "GBP per year", "£800,000 per year"),
        ("70", "70", "GBP million", "£70 million"),
        ("4.5", "4.5", "GBP net benefit per 1 GBP", "£4.5 net benefit per £1"),
        (None, "higher than average", "qualitative", "higher than average"),
        (None, "April 2010", "date", "April 2010"),
        (None, "TBC", "people", "TBC people"),
    ],
)
def test_a_figure_of_a_statement_is_worded_with_its_unit(value, printed, unit, words):
    number = Decimal(value) if value else None
    assert with_unit(SimpleNamespace(value=number, value_printed=printed, unit=unit)) == words
