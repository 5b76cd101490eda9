"""The list of flags, with its filters in the address."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.filters import Choice, Filters, named
from priorities.models import Theme
from safercornwall.flags.catalogue import all_rules, raise_flags
from safercornwall.flags.registry import Flag, FlagGroup, Severity
from safercornwall.pages.components.flag_lines import by_group, kind_of
from safercornwall.pages.components.plan_in_view import read_plan


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


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def flag_list(request):
    snapshot = read_plan(request)
    flags = raise_flags(snapshot)
    filters = FlagFilters(request.GET, themes=snapshot.themes, flags=flags)
    found = filters.narrow(flags)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "form": filters,
        "count": len(found),
        "total": len(flags),
        "narrowed": bool({"rule", "severity"} & filters.chosen.keys()),
        "groups": by_group(found, all_rules()),
    }
    return render(request, "flags/list.html", context)
