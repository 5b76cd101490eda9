"""What a flag is, and how a rule that raises it is put on the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, TextChoices

from safercornwall.flags.snapshot import Snapshot


class FlagGroup(TextChoices):
    PERFORMANCE = "performance", "Performance"
    FUNDING = "funding", "Funding"
    DELIVERY = "delivery", "Delivery"
    COVERAGE = "coverage", "Coverage"


class Severity(TextChoices):
    """Worst first."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


@dataclass(frozen=True)
class Rule:
    """A unit of attention: `title` names it in lists, `explains` says in a sentence when it is raised.

    Its flags are about records of the kinds `shows_on`, or touch them.
    """

    key: str
    group: FlagGroup
    title: str
    explains: str
    order: int
    shows_on: tuple[type[Model], ...]
    find: Callable[[Snapshot], Iterable[Flag]] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Flag:
    """`record` needs attention, for `reason`. `touches` are the other records on whose pages it also shows."""

    record: Model
    reason: str
    severity: Severity
    touches: tuple[Model, ...] = ()
    rule: Rule | None = None

    @property
    def subject(self) -> str:
        return str(self.record)

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()  # type: ignore[attr-defined]

    @property
    def title(self) -> str:
        return self.rule.title if self.rule else ""

    @property
    def key(self) -> str:
        """The same as long as the same rule is raised about the same record."""
        return f"{self.rule.key if self.rule else ''}:{type(self.record).__name__}:{self.record.pk}"

    def is_about(self, record: Model) -> bool:
        return self.record == record or record in self.touches


_rules: dict[str, Rule] = {}


def rule(
    *, group: FlagGroup, title: str, explains: str, order: int, shows_on: tuple[type[Model], ...]
) -> Callable[..., Any]:
    """Put a function of a snapshot, which yields flags, on the list. `order` is its place in its group."""

    def register(
        find: Callable[[Snapshot], Iterable[Flag]],
    ) -> Callable[[Snapshot], Iterable[Flag]]:
        key = find.__name__
        if key in _rules:
            raise ValueError(f"Two flags are called {key}.")
        _rules[key] = Rule(key, group, title, explains, order, shows_on, find)
        return find

    return register


def registered() -> list[Rule]:
    """The rules met so far, by group and order."""
    groups = list(FlagGroup)
    return sorted(_rules.values(), key=lambda found: (groups.index(found.group), found.order))
