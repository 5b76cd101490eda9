"""A theme, as the assessment's spread and everything known of it since."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from places.shapes import read_shapes
from priorities.models import DeliveryGap, PriorityArea, Theme, Threat
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.flags import flags_address
from safercornwall.lists.stated_changes import first_stated
from safercornwall.lists.theme_topics import TOPICS
from safercornwall.pages.components.comments import comments_of
from safercornwall.pages.components.due_decisions import due_decisions
from safercornwall.pages.components.flag_lines import attention
from safercornwall.pages.components.kept_pages.keeping import kept_page
from safercornwall.pages.components.notes import NotesShownOnce
from safercornwall.pages.components.ownership import ownership_of
from safercornwall.pages.components.place_maps.drawing import PlaceMap, around_of
from safercornwall.pages.components.place_maps.of_ratings import rating_values
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.components.target_bars import bars_of, number_judged
from safercornwall.pages.components.theme_cells import cells_of
from safercornwall.pages.themes.areas import area_entries, area_reasons, criteria_beside_print
from safercornwall.pages.themes.delivery import heading_groups, said_of_all, scope_entries
from safercornwall.pages.themes.evidence import evidence_entries
from safercornwall.pages.themes.fetching import FetchedTheme, fetch_theme
from safercornwall.pages.themes.money import money_of
from safercornwall.pages.themes.performance import performance_rows, printed_groups
from safercornwall.pages.themes.statements import influence_points, theme_statement_entries
from safercornwall.pages.themes.verdict import verdict_of

# How many flags of high severity are open; the others are folded.
MAX_SERIOUS = 3
# So many decisions fit the first screen.
MAX_DECISIONS = 4


def theme_page(snapshot: Snapshot, found: FetchedTheme) -> dict[str, Any]:
    """The context of the page. The parts take their notes in the order in which the page shows them."""
    plan, theme = snapshot.plan, found.theme
    notes = NotesShownOnce(plan, found.notes)
    flags = flags_about(snapshot, theme)
    standings = snapshot.standings_by_theme.get(theme.pk, [])
    rows = [row for row in snapshot.priority_areas if row.theme_id == theme.pk]
    context = {
        **first_screen(snapshot, found, flags),
        "flags": flags,
        "attention": attention(flags, MAX_SERIOUS),
        "flags_url": flags_address(theme=theme.slug),
        "evidence": evidence_entries(found.all_evidence, theme, notes),
        "printed": printed_groups(theme.performance_statements.all(), standings, notes),
        "performance_rows": performance_rows(snapshot, theme),
        "projects": heading_groups(snapshot, theme, flags, notes),
        "gaps": theme_statement_entries(snapshot.gaps, theme, snapshot, flags, notes),
        "threats": theme_statement_entries(snapshot.threats, theme, snapshot, flags, notes),
        "influences": influence_points(found.influences),
        "areas": area_entries(rows, found.reasons, flags, notes),
        "scope": scope_entries(snapshot, theme, notes),
        "criteria": criteria_beside_print(theme),
    }
    own = lines_of(found, snapshot, rows)
    context |= {
        "decisions": decisions_of(snapshot, theme, notes, own),
        "key_dates": [(row, notes.about(row, within=own)) for row in theme.key_dates.all()],
        "map": kept_page(f"map of {theme.slug}", snapshot, lambda: drawn_map(theme, rows)),
        "theme_notes": notes.about(theme),
        "said_of_all": said_of_all(context["projects"], flags),
        "area_reasons": area_reasons(context["areas"]),
    }
    return {**context, "contents": contents(context)}


def first_screen(snapshot: Snapshot, found: FetchedTheme, flags: list[Flag]) -> dict[str, Any]:
    """How the theme stands: its verdict, each topic, its indicators, its money and what must be decided."""
    theme = found.theme
    own = (row for row in found.all_evidence if row.theme_id == theme.pk)
    stated = first_stated(figure for row in own for figure in row.figures.all())
    standings = snapshot.standings_by_theme.get(theme.pk, [])
    decisions = [row for row in due_decisions(snapshot) if theme in row.themes]
    listed = [row.project for row in snapshot.listings_by_theme.get(theme.pk, [])]
    return {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "theme": theme,
        "caption": kind_words(theme),
        "verdict": verdict_of(row.status for row in standings),
        "topics": list(zip(TOPICS, cells_of(snapshot, theme, flags, stated), strict=True)),
        "bars": bars_of(standings),
        "judged": number_judged(standings),
        "unjudged": [row for row in standings if row.judgement.limit is None],
        "money": money_of([row for row in listed if row in snapshot.open_projects], snapshot.as_at),
        "asked": decisions,
        "first_asked": decisions[:MAX_DECISIONS],
    }


def drawn_map(theme: Theme, rows: list[PriorityArea]) -> str:
    """The priority areas on a map, as markup; empty where no place can be drawn."""
    known = rating_values(rows, theme)
    places = [one.area for one in known.values]
    found = PlaceMap(known, read_shapes(places), around_of(places))
    if not found.picture.shown:
        return ""
    return render_to_string("themes/_map.html", {"map": found, "values": known})


def kind_words(theme: Theme) -> str:
    """ "Priority 1", "Focus on people"."""
    number = f" {theme.priority_number}" if theme.priority_number else ""
    return f"{theme.get_kind_display()}{number}"


def lines_of(found: FetchedTheme, snapshot: Snapshot, rows: Iterable[PriorityArea]) -> set[int]:
    """The lines of the assessment that the theme's own records come from."""
    theme = found.theme
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
        theme.evidence.all(),
        theme.performance_statements.all(),
        snapshot.listings_by_theme.get(theme.pk, []),
        wordings,
        rows,
        found.reasons,
    )
    return {line for record in records for line in record.source_lines}


def decisions_of(snapshot: Snapshot, theme: Theme, notes: NotesShownOnce, own: set[int]):
    return [
        (
            decision,
            snapshot.days_to_decide[decision.pk],
            notes.about(decision, within=own),
            decision.status_words_on(snapshot.as_at),
        )
        for decision in snapshot.decisions
        if theme in decision.themes.all()
    ]


def contents(context: dict[str, Any]) -> list[tuple[str, str, int | str]]:
    """The sections of the page, each with the number of its entries."""
    listings = sum(len(group.listings) for group in context["projects"])
    sections = [
        ("Evidence", "evidence", len(context["evidence"])),
        ("Performance", "performance", len(context["performance_rows"])),
        ("Projects", "projects", listings),
        ("Delivery gaps", "gaps", len(context["gaps"])),
        ("Emerging threats", "threats", len(context["threats"])),
        ("Priority areas", "priority-areas", len(context["areas"])),
        ("What the plan says", "scope", len(context["scope"]) or ""),
        ("What needs attention", "attention", len(context["flags"])),
        ("Decisions and key dates", "decisions", len(context["decisions"] + context["key_dates"])),
        ("About this theme", "about", ""),
    ]
    optional = {"priority-areas"}
    return [row for row in sections if row[2] or row[1] not in optional]


@permission_required("priorities.view_theme", raise_exception=True)
@require_safe
def theme(request, plan, slug):
    snapshot = read_plan(request)
    found = fetch_theme(snapshot, slug)
    if found is None:
        raise Http404("There is no such theme in this plan.")
    context = theme_page(snapshot.about(found.theme), found)
    context |= {
        "ownership": ownership_of(request.user, found.theme, has_owners=True),
        "comments": comments_of(request.user, found.theme),
    }
    return render(request, "themes/page.html", context)
