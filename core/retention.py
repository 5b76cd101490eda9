"""How long is kept what is not part of the record, and its removal once that time is over.

The plan, its figures, their histories and the files that figures came from are the record of a partnership: they stay. Of what goes,
each app tells its rules when it is ready. The privacy notice prints the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

# The rows whose time was over before a moment.
Old: TypeAlias = Callable[[datetime], Iterable[QuerySet[Any]]]


@dataclass(frozen=True)
class KeepingRule:
    """What goes, in words that follow "the planner keeps", and its name in `settings.KEEP_DAYS`."""

    what: str
    name: str
    old: Old

    @property
    def days(self) -> int:
        return int(settings.KEEP_DAYS[self.name])

    def count(self, now: datetime) -> int:
        return sum(rows.count() for rows in self._rows(now))

    def remove(self, now: datetime) -> int:
        """Returns how many rows went, without those that hang on them."""
        return sum(rows.delete()[1].get(rows.model._meta.label, 0) for rows in self._rows(now))

    def _rows(self, now: datetime) -> Iterable[QuerySet[Any]]:
        return self.old(now - timedelta(days=self.days))


_rules: dict[str, KeepingRule] = {}


def add_rule(what: str, name: str, old: Old) -> None:
    _rules[name] = KeepingRule(what, name, old)


def rules() -> list[KeepingRule]:
    """In the order in which the settings name them."""
    return [_rules[name] for name in settings.KEEP_DAYS]


def purge(now: datetime) -> list[tuple[KeepingRule, int]]:
    """Remove what is past its time, in one transaction. Returns how many rows went by each rule."""
    with transaction.atomic():
        return [(rule, rule.remove(now)) for rule in rules()]
