"""Flags in lines: by rule and by group with counts by severity, and those of one record on its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from priorities.models import Theme
from safercornwall.flags.registry import Flag, Rule, Severity

# More flags of low severity than this stand folded under their rule.
MOST_MILD = 8


@dataclass(frozen=True)
class FlagLine:
    """A flag as the flags_list component takes it: `title` says what the list around it does not."""

    severity: str
    subject: str
    url: str
    reason: str
    title: str


@dataclass(frozen=True)
class Count:
    """How many flags of one severity a rule raised, and where they are listed."""

    severity: str
    label: str
    number: int
    url: str


@dataclass(frozen=True)
class RuleFlags:
    """A rule with the flags it raised, worst first."""

    rule: Rule
    flags: list[Flag]
    url: str

    @property
    def anchor(self) -> str:
        return self.rule.key.replace("_", "-")

    @property
    def counts(self) -> list[Count]:
        return [
            Count(
                severity.value,
                severity.label,
                sum(flag.severity == severity for flag in self.flags),
                flags_address(rule=self.rule.key, severity=severity.value),
            )
            for severity in Severity
        ]

    @property
    def lines(self) -> list[FlagLine]:
        """The flags that are read at once: all of them, unless many are of low severity."""
        return _lines(flag for flag in self.flags if flag not in self._many_mild)

    @property
    def folded(self) -> list[FlagLine]:
        return _lines(self._many_mild)

    @property
    def folded_summary(self) -> str:
        return f"{self.rule.title}: {len(self._many_mild)} of low severity"

    @property
    def _many_mild(self) -> list[Flag]:
        mild = [flag for flag in self.flags if flag.severity == Severity.LOW]
        return mild if len(mild) > MOST_MILD else []


@dataclass(frozen=True)
class GroupFlags:
    """The rules of a group that raised something."""

    key: str
    label: str
    rules: list[RuleFlags]

    @property
    def number(self) -> int:
        return sum(len(found.flags) for found in self.rules)


def by_group(flags: Iterable[Flag], rules: Iterable[Rule]) -> list[GroupFlags]:
    """Flags under their rules, rules under their groups, in the order of the list of rules."""
    raised: dict[str, list[Flag]] = {}
    for flag in flags:
        raised.setdefault(flag.rule.key, []).append(flag)
    groups: dict[str, GroupFlags] = {}
    for rule in rules:
        if rule.key in raised:
            group = groups.setdefault(
                rule.group, GroupFlags(rule.group.value, str(rule.group.label), [])
            )
            group.rules.append(RuleFlags(rule, raised[rule.key], flags_address(rule=rule.key)))
    return list(groups.values())


def worst(flags: Iterable[Flag], most: int) -> list[Flag]:
    """Flags of high severity in their own order: one of each rule first, then the others as far as `most` goes."""
    grave = [flag for flag in flags if flag.severity == Severity.HIGH]
    seen: Counter[str] = Counter()
    turns = []
    for place, flag in enumerate(grave):
        turns.append((seen[flag.rule.key], place))
        seen[flag.rule.key] += 1
    chosen = sorted(place for _, place in sorted(turns)[:most])
    return [grave[place] for place in chosen]


@dataclass(frozen=True)
class Attention:
    """What needs attention on one page: the gravest at once, the rest under a summary for each severity."""

    grave: list[FlagLine]
    folded: list[tuple[str, list[FlagLine]]]


def attention(flags: Iterable[Flag], most: int) -> Attention:
    flags = list(flags)
    grave = worst(flags, most)
    rest = [flag for flag in flags if flag not in grave]
    folded = []
    for severity in Severity:
        lines = [line_of(flag) for flag in rest if flag.severity == severity]
        more = "more " if severity == Severity.HIGH else ""
        if lines:
            folded.append((f"{len(lines)} {more}of {severity.label.lower()} severity", lines))
    return Attention([line_of(flag) for flag in grave], folded)


def _lines(flags: Iterable[Flag]) -> list[FlagLine]:
    return [line_of(flag, title=themes_of(flag)) for flag in flags]


def line_of(flag: Flag, *, title: str | None = None) -> FlagLine:
    named = flag.title if title is None else title
    return FlagLine(flag.severity.value, flag.subject, flag.url, flag.reason, named)


def themes_of(flag: Flag) -> str:
    """What kind of record it is about, and under which themes it shows."""
    themes = dict.fromkeys(str(row) for row in flag.touches if isinstance(row, Theme))
    return " · ".join([kind_of(flag), *(["Under " + ", ".join(themes)] if themes else [])])


def kind_of(flag: Flag) -> str:
    """ "Delivery gap", "Project": the kind of record that a flag is about."""
    words = str(type(flag.record)._meta.verbose_name)
    return words[:1].upper() + words[1:]


def flags_address(**filters: Any) -> str:
    return f"{reverse('flags:list')}?{urlencode(filters)}"


def flags_on(record: Model, flags: Iterable[Flag]) -> list[FlagLine]:
    """Those about `record` or that touch it, in their own order; only the others name what they are about."""
    return [
        _own_line(flag, is_own=flag.record == record) for flag in flags if flag.is_about(record)
    ]


def _own_line(flag: Flag, *, is_own: bool) -> FlagLine:
    subject, url = ("", "") if is_own else (flag.subject, flag.url)
    return FlagLine(flag.severity.value, subject, url, flag.reason, flag.title)
