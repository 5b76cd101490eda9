"""A flag, the rule that raises it, and the group that the rule belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode

from django.db.models import Model, TextChoices
from django.urls import reverse

from priorities.models import Plan
from safercornwall.flags.models import Severity
from safercornwall.flags.parts import kinds_read
from safercornwall.flags.snapshot import Snapshot

FindFlags: TypeAlias = "Callable[[Snapshot], Iterable[Flag]]"


class FlagGroup(TextChoices):
    PERFORMANCE = "performance", "Performance"
    FUNDING = "funding", "Funding"
    DELIVERY = "delivery", "Delivery"
    COVERAGE = "coverage", "Coverage"


@dataclass(frozen=True)
class TrueOfAll:
    """What a rule says once where it flags each of several records: "58 of 58 projects were never costed".

    `among` gives the records of a snapshot that the rule looks at, and `words` and `reason` are said of them all.
    `listing` names the page that lists them.
    """

    among: Callable[[Snapshot], Sequence[Model]]
    words: str
    reason: str
    listing: str
    is_of_plan: bool = False

    def address(self, plan: Plan, rule: str) -> str:
        """The list of the records that the rule flags."""
        names = [plan.slug] if self.is_of_plan else []
        return f"{reverse(self.listing, args=names)}?{urlencode({'flag': rule})}"


@dataclass(frozen=True)
class Rule:
    """A rule. `title` names it in lists, and `explains` says in a sentence when it raises a flag.

    Its flags are about records of the kinds `shows_on`, or touch them. It looks at the parts `reads` of a snapshot,
    besides the themes. A rule `of_each` raises at most one flag of a record, which depends on what that record alone
    leads to. `true_of_all` says how its flags become one where they say the same of every record.
    """

    key: str
    group: FlagGroup
    title: str
    explains: str
    shows_on: tuple[type[Model], ...]
    reads: tuple[str, ...]
    of_each: type[Model] | None
    find: FindFlags = field(repr=False, compare=False)
    true_of_all: TrueOfAll | None = field(default=None, repr=False, compare=False)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of things whose changes may change its flags."""
        return kinds_read(("themes", *self.reads))


@dataclass(frozen=True)
class Flag:
    """`record` needs attention, for `reason`. `touches` are the other records on whose pages it also shows.

    Of the flags of one rule and severity, those of greater `weight` come first. Of one that was kept, `named` and `address` are the record's, which is fetched only when it is looked at.
    """

    record: Model
    reason: str
    severity: Severity
    touches: tuple[Model, ...] = ()
    weight: float = 0
    rule: Rule | None = None
    named: str = field(default="", compare=False)
    address: str = field(default="", compare=False)

    @property
    def subject(self) -> str:
        return self.named or str(self.record)

    @property
    def url(self) -> str:
        return self.address or self.record.get_absolute_url()  # type: ignore[attr-defined]

    @property
    def title(self) -> str:
        return self.rule.title if self.rule else ""

    @property
    def key(self) -> str:
        """Names the flag by its rule and its record."""
        return f"{self.rule.key if self.rule else ''}:{type(self.record).__name__}:{self.record.pk}"

    @property
    def is_of_all(self) -> bool:
        """It counts records of which all are so, and stands for the flag of each."""
        return isinstance(self.record, Plan)

    @property
    def kind(self) -> type[Model]:
        """The kind of record that it is about, or that it counts."""
        return self.rule.shows_on[0] if self.rule and self.is_of_all else type(self.record)

    def is_about(self, record: Model) -> bool:
        return self.record == record or record in self.touches


class RuleGroup:
    """The rules of one group, in the order of their file."""

    def __init__(self, group: FlagGroup):
        self.group = group
        self.rules: list[Rule] = []

    def rule(
        self,
        *,
        title: str,
        explains: str,
        shows_on: tuple[type[Model], ...],
        reads: tuple[str, ...],
        of_each: type[Model] | None = None,
        true_of_all: TrueOfAll | None = None,
    ) -> Callable[[FindFlags], FindFlags]:
        """Add a function that yields the flags of a snapshot. Its name is the key of the rule."""

        def add(find: FindFlags) -> FindFlags:
            key = find.__name__
            self.rules.append(
                Rule(
                    *(key, self.group, title, explains, shows_on, reads, of_each, find),
                    true_of_all=true_of_all,
                )
            )
            return find

        return add
