"""What the list of flags can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterable

from core.lists.filters import Choice, Filters, named
from priorities.models import Theme
from safercornwall.flags.catalogue import all_rules
from safercornwall.flags.registry import Flag, FlagGroup, Severity
from safercornwall.pages.components.flag_lines import kind_of


class FlagFilters(Filters):
    group = Choice("All groups", FlagGroup.choices)
    rule = Choice("All rules")
    severity = Choice("All severities", Severity.choices)
    theme = Choice("All themes")
    kind = Choice("All kinds of record", label="About a")

    def __init__(self, data, *, themes: Iterable[Theme], flags: Iterable[Flag]):
        super().__init__(data)
        self.theme_by_slug = {theme.slug: theme for theme in themes}
        kinds = sorted({kind_of(flag) for flag in flags})
        self.offer("rule", [(rule.key, rule.title) for rule in all_rules()])
        self.offer("theme", named(self.theme_by_slug.values()))
        self.offer("kind", [(key_of(kind), kind) for kind in kinds])

    def narrow(self, flags: Iterable[Flag]) -> list[Flag]:
        chosen = self.chosen
        theme = self.theme_by_slug.get(chosen.get("theme", ""))
        return [
            flag
            for flag in flags
            if chosen.get("group") in (None, flag.rule.group)
            and chosen.get("rule") in (None, flag.rule.key)
            and chosen.get("severity") in (None, flag.severity)
            and chosen.get("kind") in (None, key_of(kind_of(flag)))
            and (theme is None or flag.is_about(theme))
        ]


def key_of(kind: str) -> str:
    return kind.lower().replace(" ", "-")
