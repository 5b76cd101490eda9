"""The catalogue of rules, and the flags that they raise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from safercornwall.flags.registry import Flag, Rule, Severity
from safercornwall.flags.rules import coverage, delivery, funding, performance
from safercornwall.flags.snapshot import Snapshot
from safercornwall.flags.true_of_all import said_once

RULES: tuple[Rule, ...] = (
    *performance.group.rules,
    *funding.group.rules,
    *delivery.group.rules,
    *coverage.group.rules,
)
WORST_FIRST = {severity: place for place, severity in enumerate(Severity)}
TURN_OF = {rule.key: turn for turn, rule in enumerate(RULES)}


def raise_flags(snapshot: Snapshot, rules: Iterable[Rule] = RULES) -> list[Flag]:
    """The flags of a snapshot worked out now, worst first, then in the order of the rules."""
    return sorted(_raised(rules, snapshot), key=turn)


def turn(flag: Flag) -> tuple[int, int, float]:
    """Where a flag comes among all."""
    return WORST_FIRST[flag.severity], TURN_OF[flag.rule.key if flag.rule else ""], -flag.weight


def _raised(rules: Iterable[Rule], snapshot: Snapshot) -> Iterator[Flag]:
    for rule in rules:
        flags = list(rule.find(snapshot))
        one = said_once(rule, flags, snapshot) if flags and rule.true_of_all else None
        for flag in [one] if one else flags:
            yield replace(flag, rule=rule)
