"""Flags as lines of a list: by rule and group with counts, and about one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from core.lists.filters import VIEW
from safercornwall.flags.registry import Flag, Rule, Severity
from safercornwall.lists.flags import flags_address, kind_of, themes_touched

# A rule folds its flags of low severity if it has more than this.
MAX_LOW_SHOWN = 8
# So many lines of one rule; the table has the rest, page by page.
MOST_OF_A_RULE = 100


@dataclass(frozen=True)
class FlagLine:
    """A flag for the flags_list component. `title` says what the list around it does not say."""

    severity: str
    subject: str
    url: str
    reason: str
    title: str


@dataclass(frozen=True)
class SharedReason:
    """Flags of one severity with the same reason, which is said once."""

    severity: str
    reason: str
    lines: list[FlagLine]


def by_reason(lines: Iterable[FlagLine]) -> list[SharedReason]:
    """The lines by severity and reason, in the order of the first of each."""
    found: dict[tuple[str, str], list[FlagLine]] = {}
    for line in lines:
        found.setdefault((line.severity, line.reason), []).append(line)
    return [SharedReason(*key, alike) for key, alike in found.items()]


@dataclass(frozen=True)
class Count:
    """The number of flags of one severity that a rule raised, and the address of their list."""

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
        """The flags that are open, at most MOST_OF_A_RULE: all of them, unless many are of low severity."""
        return _lines(self._open_flags[:MOST_OF_A_RULE])

    @property
    def folded(self) -> list[FlagLine]:
        return _lines(self._folded_flags[:MOST_OF_A_RULE])

    @property
    def reasons(self) -> list[SharedReason]:
        """The open lines by what is said of them."""
        return by_reason(self.lines)

    @property
    def folded_reasons(self) -> list[SharedReason]:
        return by_reason(self.folded)

    @property
    def left_out(self) -> int:
        """How many stand in neither."""
        kinds = (self._open_flags, self._folded_flags)
        return sum(max(len(flags) - MOST_OF_A_RULE, 0) for flags in kinds)

    @property
    def table_url(self) -> str:
        return flags_address(rule=self.rule.key, **{VIEW: "table"})

    @property
    def folded_summary(self) -> str:
        return f"{self.rule.title}: {len(self._folded_flags)} of low severity"

    @cached_property
    def _open_flags(self) -> list[Flag]:
        if not self._folded_flags:
            return self.flags
        return [flag for flag in self.flags if flag.severity != Severity.LOW]

    @cached_property
    def _folded_flags(self) -> list[Flag]:
        low = [flag for flag in self.flags if flag.severity == Severity.LOW]
        return low if len(low) > MAX_LOW_SHOWN else []


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
    """Flags of high severity in their own order: one of each rule first, then others, `most` in all."""
    high = [flag for flag in flags if flag.severity == Severity.HIGH]
    earlier_of_rule: Counter[str] = Counter()
    turns = []
    for place, flag in enumerate(high):
        turns.append((earlier_of_rule[flag.rule.key], place))
        earlier_of_rule[flag.rule.key] += 1
    chosen = sorted(place for _, place in sorted(turns)[:most])
    return [high[place] for place in chosen]


@dataclass(frozen=True)
class Attention:
    """The flags of one page: serious ones open, the rest folded under a summary for each severity."""

    serious: list[FlagLine]
    folded: list[tuple[str, list[FlagLine]]]


def attention(flags: Iterable[Flag], most: int) -> Attention:
    flags = list(flags)
    serious = worst(flags, most)
    rest = [flag for flag in flags if flag not in serious]
    folded = []
    for severity in Severity:
        lines = [line_of(flag) for flag in rest if flag.severity == severity]
        more = "more " if severity == Severity.HIGH else ""
        if lines:
            folded.append((f"{len(lines)} {more}of {severity.label.lower()} severity", lines))
    return Attention([line_of(flag) for flag in serious], folded)


def _lines(flags: Iterable[Flag]) -> list[FlagLine]:
    return [line_of(flag, title=themes_of(flag)) for flag in flags]


def line_of(flag: Flag, *, title: str | None = None) -> FlagLine:
    named = flag.title if title is None else title
    return FlagLine(flag.severity.value, flag.subject, flag.url, flag.reason, named)


def themes_of(flag: Flag) -> str:
    """The kind of the record, and the themes on whose pages the flag shows."""
    themes = ", ".join(str(theme) for theme in themes_touched(flag))
    return " · ".join([kind_of(flag), *([f"Under {themes}"] if themes else [])])


def flags_on(record: Model, flags: Iterable[Flag]) -> list[FlagLine]:
    """The flags about `record` or that touch it. Only the latter name their own record."""
    return [
        _own_line(flag, is_own=flag.record == record) for flag in flags if flag.is_about(record)
    ]


def _own_line(flag: Flag, *, is_own: bool) -> FlagLine:
    subject, url = ("", "") if is_own else (flag.subject, flag.url)
    return FlagLine(flag.severity.value, subject, url, flag.reason, flag.title)
