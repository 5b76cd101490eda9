"""The list of rules itself."""

from pathlib import Path

from priorities.clocks import Clocks
from safercornwall.flags import rules
from safercornwall.flags.catalogue import RULES, raise_flags
from safercornwall.flags.registry import FlagGroup
from safercornwall.flags.snapshot import Snapshot
from tests.world import AS_AT


def test_each_rule_stands_in_the_file_of_its_group():
    for rule in RULES:
        assert rule.find.__module__ == f"{rules.__name__}.{rule.group}"


def test_no_two_rules_share_a_key():
    keys = [rule.key for rule in RULES]
    assert len(keys) == len(set(keys))


def test_groups_come_in_the_order_of_the_choices():
    groups = list(FlagGroup)
    found = [rule.group for rule in RULES]
    assert found == sorted(found, key=groups.index)
    assert set(found) == set(groups)


def test_each_rule_explains_itself_in_a_sentence():
    for rule in RULES:
        assert rule.title
        assert rule.explains.endswith(".")


def test_each_rule_is_tested_by_name():
    here = Path(__file__).parent
    tests = "".join(path.read_text() for path in here.glob("test_*_flags.py"))

    assert [rule.key for rule in RULES if f'"{rule.key}"' not in tests] == []


def test_flags_come_worst_first(world):
    theme = world.theme()
    world.indicator(theme, "10", target=80)
    world.indicator(theme, "90")

    severities = [flag.severity for flag in raise_flags(Snapshot(world.plan, Clocks(AS_AT)))]

    assert severities == sorted(severities, key=["high", "medium", "low"].index)
    assert len(set(severities)) > 1


def test_any_number_of_records_takes_the_same_queries(world, django_assert_num_queries):
    for size in (1, 4):
        for _ in range(size):
            theme = world.theme()
            world.indicator(theme, "10", target=80)
            world.funding(world.project(theme), "sought")
            world.gap(theme)
            world.threat(theme)
            world.decision()
            world.scope_item(theme)
            world.priority_area(theme, world.area(f"Town {world.next()}", within=world.county))
        with django_assert_num_queries(7):
            raise_flags(Snapshot(world.plan, Clocks(AS_AT), keeps=False))
