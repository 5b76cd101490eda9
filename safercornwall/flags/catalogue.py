"""The list of rules, found in the `rules` folder, and the flags that they raise."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from safercornwall.flags import rules
from safercornwall.flags.registry import Flag, Rule, Severity, registered
from safercornwall.flags.snapshot import Snapshot


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by group and order."""
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return tuple(registered())


def raise_flags(snapshot: Snapshot) -> list[Flag]:
    """Every flag of the plan, worst first, then in the order of the rules."""
    worst_first = list(Severity)
    return sorted(_raised(snapshot), key=lambda flag: worst_first.index(flag.severity))


def _raised(snapshot: Snapshot) -> Iterator[Flag]:
    for rule in all_rules():
        for flag in rule.find(snapshot):
            yield replace(flag, rule=rule)
