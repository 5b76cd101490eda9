"""What the pages of a plan, its themes and its influences have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from priorities.clocks import clocks_of
from priorities.models import (
    Plan,
    PlanStatement,
    Theme,
)
from safercornwall.pages.components.notes import Noted, NotesOnce

LEAD_IN = "external influences lead-in"


@dataclass(frozen=True)
class ThemeEntry:
    """A theme in a list, with the notes on its reading."""

    theme: Theme
    noted: Noted | None


@dataclass(frozen=True)
class KindGroup:
    """The themes of one kind."""

    kind: str
    label: str
    themes: list[ThemeEntry]


def influences_lead_in(statements: Iterable[PlanStatement]) -> PlanStatement | None:
    return next((row for row in statements if row.kind == LEAD_IN), None)


def by_kind(themes: Iterable[Theme], notes: NotesOnce | None = None) -> list[KindGroup]:
    """Themes under their kinds, the kinds in the order of the assessment, none empty."""
    entries: dict[str, list[ThemeEntry]] = {}
    for theme in themes:
        about = notes.about(theme, *theme.scope_items.all()) if notes else None
        entries.setdefault(theme.kind, []).append(ThemeEntry(theme, about))
    return [
        KindGroup(str(kind.value), str(kind.label), entries[kind.value])
        for kind in Theme.Kind
        if kind.value in entries
    ]


def frame(plan: Plan) -> dict[str, object]:
    return {"plan": plan, "as_at": clocks_of(plan).as_at}


def of_plan(plan: Plan):
    """The plan's themes, each knowing its plan, so that its address costs no query."""
    return plan.themes.order_by("order")


def count_of(model, relation: str, **only) -> Coalesce:
    """How many of `relation` a record has: counted apart, so that no count multiplies another."""
    same = model.objects.filter(pk=OuterRef("pk")).order_by()
    number = same.annotate(
        number=Count(relation, filter=Q(**only) if only else None, distinct=True)
    )
    return Coalesce(Subquery(number.values("number")), 0)
