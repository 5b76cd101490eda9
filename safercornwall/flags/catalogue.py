"""The list of rules, found in the `rules` folder, and the flags that they raise."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from django.db.models import Model

from safercornwall.flags import rules
from safercornwall.flags.registry import Flag, Rule, Severity, registered
from safercornwall.flags.snapshot import Snapshot


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by group and order."""
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return tuple(registered())


def raise_flags(snapshot: Snapshot, *, on: type[Model] | None = None) -> list[Flag]:
    """Every flag of a snapshot, worst first, then in the order of the rules; only those that may show `on` a kind."""
    rules = [rule for rule in all_rules() if on is None or on in rule.shows_on]
    worst_first = list(Severity)
    return sorted(_raised(rules, snapshot), key=lambda flag: worst_first.index(flag.severity))


def flags_about(snapshot: Snapshot, record: Model) -> list[Flag]:
    """Those about `record` or that touch it, in the order of all flags. The snapshot need reach no further than it."""
    return [flag for flag in raise_flags(snapshot, on=type(record)) if flag.is_about(record)]


def _raised(rules: Iterable[Rule], snapshot: Snapshot) -> Iterator[Flag]:
    for rule in rules:
        for flag in rule.find(snapshot):
            yield replace(flag, rule=rule)
