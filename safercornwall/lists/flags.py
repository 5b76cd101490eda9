"""The list of flags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from core.lists.columns import Link, ListColumn, exported
from core.lists.filters import Choice, Filters, Words, contains_all, named
from priorities.models import Theme
from safercornwall.flags.catalogue import RULES, TURN_OF
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.registry import Flag, FlagGroup, Rule, Severity
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.noun_list import NounList


class FlagFilters(Filters):
    group = Choice("All groups", FlagGroup.choices)
    rule = Choice("All rules")
    severity = Choice("All severities", Severity.choices)
    theme = Choice("All themes", proper=True)
    kind = Choice("All kinds of record", label="About a")
    q = Words()

    def __init__(self, data, *, themes: Iterable[Theme], flags: Iterable[Flag]):
        super().__init__(data)
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        kinds = sorted({kind_of(flag) for flag in flags})
        self.offer("rule", [(rule.key, rule.title) for rule in RULES])
        self.offer("theme", named(self.theme_by_slug.values()))
        self.offer("kind", [(key_of(kind), kind) for kind in kinds])

    def narrow_to_any_severity(self, flags: Iterable[Flag]) -> list[Flag]:
        """The flags that all other filters leave."""
        chosen = self.chosen
        theme = self.theme_by_slug.get(chosen.get("theme", ""))
        return [
            flag
            for flag in flags
            if chosen.get("group") in (None, rule_of(flag).group)
            and chosen.get("rule") in (None, rule_of(flag).key)
            and chosen.get("kind") in (None, key_of(kind_of(flag)))
            and contains_all(chosen.get("q", ""), flag.subject, flag.reason)
            and (theme is None or flag.is_about(theme))
        ]


def rule_of(flag: Flag) -> Rule:
    return cast(Rule, flag.rule)


def kind_of(flag: Flag) -> str:
    """ "Delivery gap", "Project": the kind of record that a flag is about."""
    return capfirst(str(flag.kind._meta.verbose_name))


def key_of(kind: str) -> str:
    return kind.lower().replace(" ", "-")


def themes_touched(flag: Flag) -> list[Theme]:
    """The themes under which it shows, each once."""
    return list(dict.fromkeys(row for row in flag.touches if isinstance(row, Theme)))


def flags_address(**filters: Any) -> str:
    return f"{reverse('flags:list')}?{urlencode(filters)}"


class FlagList(NounList):
    key = "flags"
    title = "Flags"
    noun, nouns = "flag", "flags"
    permission = "priorities.view_plan"
    needs_a_plan = True
    first_order = "Worst first, then by rule"
    own_look = "By rule"
    is_whole = True
    columns = (
        ListColumn(
            *("subject", "About", lambda flag: Link(flag.subject, flag.url)),
            sort_key=lambda flag: flag.subject,
        ),
        ListColumn(
            *("kind", "Kind of record", kind_of),
            sort_key=kind_of,
        ),
        ListColumn(
            *("rule", "Flag", lambda flag: flag.title),
            sort_key=lambda flag: TURN_OF[rule_of(flag).key],
            orders=("Flag, in the order of the rules", "Flag, the last rule first"),
        ),
        exported("group", "Group", lambda flag: rule_of(flag).group),
        ListColumn(
            *("severity", "Severity", lambda flag: flag.severity),
            sort_key=lambda flag: list(Severity).index(flag.severity),
            orders=("Severity, high first", "Severity, low first"),
            look="severity",
        ),
        ListColumn("reason", "Reason", lambda flag: flag.reason),
        ListColumn("themes", "Themes", themes_touched, none="None"),
    )

    @cached_property
    def all_flags(self) -> list[Flag]:
        return flags_of(self.snapshot)

    @property
    def snapshot(self) -> Snapshot:
        return cast(Snapshot, self.reader.snapshot)

    def filters(self, query: Any) -> FlagFilters:
        return FlagFilters(query, themes=self.snapshot.themes, flags=self.all_flags)

    @cached_property
    def of_any_severity(self) -> list[Flag]:
        return self.form.narrow_to_any_severity(self.all_flags)

    @property
    def counts_by_severity(self) -> list[tuple[Severity, int]]:
        """Each severity that some flag has, worst first, and how many have it."""
        counted = Counter(flag.severity for flag in self.of_any_severity)
        return [(severity, counted[severity]) for severity in Severity if counted[severity]]

    def found(self) -> list[Flag]:
        asked = self.form.chosen.get("severity")
        return [flag for flag in self.of_any_severity if asked in (None, flag.severity)]
