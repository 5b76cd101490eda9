"""All parts of a theme's page, and its list of contents."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from core.records.fetching import fetch_with_children
from priorities.models import (
    DeliveryGap,
    Evidence,
    ExternalInfluence,
    ExternalInfluencePoint,
    Plan,
    PriorityAreaReason,
    Theme,
    Threat,
)
from safercornwall.flags.catalogue import flags_about
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.flag_lines import attention, flags_address
from safercornwall.pages.components.notes import NotesOnce
from safercornwall.pages.themes.areas import area_entries
from safercornwall.pages.themes.delivery import heading_groups
from safercornwall.pages.themes.evidence import evidence_entries
from safercornwall.pages.themes.performance import printed_groups, worked_out
from safercornwall.pages.themes.scope import scope_entries
from safercornwall.pages.themes.statements import influence_points, theme_statement_entries

# Of high severity; all others are one click away.
MOST_GRAVE = 6
CHILDREN = (
    *("strategies", "people_groups", "areas", "indices"),
    *("key_dates", "performance_statements"),
)


def theme_page(snapshot: Snapshot, theme: Theme) -> dict[str, Any]:
    """The context of the page. Parts ask for their notes in the order in which the page shows them."""
    plan = snapshot.plan
    whole = with_children(snapshot, theme)
    every_evidence, reasons = evidence_of(snapshot), reasons_of(theme)
    notes = NotesOnce(plan)
    flags = flags_about(snapshot, theme)
    standings = snapshot.standings_by_theme.get(theme.pk, [])
    rows = [row for row in snapshot.priority_areas if row.theme_id == theme.pk]
    context = {
        "plan": plan,
        "as_at": snapshot.as_at,
        "theme": whole,
        "caption": kind_words(theme),
        "theme_noted": notes.about(theme),
        "scope": scope_entries(snapshot, theme, notes),
        "flags": flags,
        "attention": attention(flags, MOST_GRAVE),
        "flags_url": flags_address(theme=theme.slug),
        "evidence": evidence_entries(every_evidence, theme, notes),
        "printed": printed_groups(whole.performance_statements.all(), standings, notes),
        "worked_out": worked_out(snapshot, theme),
        "projects": heading_groups(snapshot, theme, flags, notes),
        "gaps": theme_statement_entries(snapshot.gaps, theme, snapshot, flags, notes),
        "threats": theme_statement_entries(snapshot.threats, theme, snapshot, flags, notes),
        "influences": influence_points(influences_of(plan, theme)),
        "areas": area_entries(rows, reasons, flags, notes),
    }
    own = lines_of(theme, every_evidence, whole, snapshot, rows, reasons)
    context |= {
        "decisions": decisions_of(snapshot, theme, notes, own),
        "key_dates": [(row, notes.about(row, within=own)) for row in whole.key_dates.all()],
    }
    return {**context, "contents": contents(context)}


def evidence_of(snapshot: Snapshot) -> list[Evidence]:
    """Of all its themes, since topics lead from one to another."""
    rows = Evidence.objects.filter(theme__plan=snapshot.plan).order_by("theme__order", "order")
    return fetch_with_children(rows, "figures", "topics", at_hand=snapshot.themes)


def reasons_of(theme: Theme) -> list[PriorityAreaReason]:
    rows = PriorityAreaReason.objects.filter(priority_area__theme=theme).order_by("order")
    return fetch_with_children(rows, "figures")


def influences_of(plan: Plan, theme: Theme) -> list[ExternalInfluence]:
    """All of the plan's, each with the points that touch the theme."""
    points = ExternalInfluencePoint.objects.filter(themes=theme).order_by("order")
    return fetch_with_children(plan.external_influences.order_by("order"), points=points)


def with_children(snapshot: Snapshot, theme: Theme) -> Theme:
    """The theme with its own lists, in one query; what they lead to knows the plan."""
    plan = snapshot.plan
    (whole,) = fetch_with_children(plan.themes.filter(pk=theme.pk), *CHILDREN, at_hand=[plan])
    return whole


def kind_words(theme: Theme) -> str:
    """ "Priority 1", "Focus on people"."""
    number = f" {theme.priority_number}" if theme.priority_number else ""
    return f"{theme.get_kind_display()}{number}"


def lines_of(
    theme: Theme,
    every_evidence: list[Evidence],
    whole: Theme,
    snapshot: Snapshot,
    *rows: Iterable[Any],
) -> set[int]:
    """The lines of the assessment that the theme's own records stand on."""
    statements: list[DeliveryGap | Threat] = [*snapshot.gaps, *snapshot.threats]
    wordings = [
        wording
        for statement in statements
        for wording in statement.wordings.all()
        if wording.theme_id == theme.pk
    ]
    records = chain(
        [theme],
        theme.scope_items.all(),
        [row for row in every_evidence if row.theme_id == theme.pk],
        whole.performance_statements.all(),
        snapshot.listings_by_theme.get(theme.pk, []),
        wordings,
        *rows,
    )
    return {line for record in records for line in record.source_lines}


def decisions_of(snapshot: Snapshot, theme: Theme, notes: NotesOnce, own: set[int]):
    return [
        (decision, notes.about(decision, within=own))
        for decision in snapshot.decisions
        if theme in decision.themes.all()
    ]


def contents(context: dict[str, Any]) -> list[tuple[str, str, int | str]]:
    """The sections that the page has, each with how much is in it."""
    listings = sum(len(group.listings) for group in context["projects"])
    sections = [
        ("What needs attention", "attention", len(context["flags"])),
        ("What the plan must address", "scope", len(context["scope"])),
        ("Evidence", "evidence", len(context["evidence"])),
        ("Performance", "performance", len(context["worked_out"])),
        ("Projects", "projects", listings),
        ("Delivery gaps", "gaps", len(context["gaps"])),
        ("Emerging threats", "threats", len(context["threats"])),
        ("Priority areas", "priority-areas", len(context["areas"])),
        ("Decisions and key dates", "decisions", len(context["decisions"] + context["key_dates"])),
    ]
    optional = {"scope", "priority-areas"}
    return [row for row in sections if row[2] or row[1] not in optional]
