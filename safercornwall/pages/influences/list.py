"""The list of external influences, with the themes that their consequences touch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.models import ExternalInfluence, ExternalInfluencePoint, Theme
from safercornwall.lists.influences import ConsequenceRow, InfluenceList
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.components.notes import NotesShownOnce, RecordNotes
from safercornwall.pages.components.plan_frame import influences_lead_in


class Influence:
    """An external influence with its consequences, the themes they touch and the notes on each."""

    def __init__(
        self,
        influence: ExternalInfluence,
        rows: Iterable[ConsequenceRow],
        notes: NotesShownOnce,
    ):
        self.influence = influence
        self.record_notes = notes.about(influence)
        self.points = [
            InfluenceConsequence(
                row.point,
                f"{influence.slug}-{row.point.order}",
                row.themes,
                notes.about(row.point),
            )
            for row in rows
        ]


@dataclass(frozen=True)
class InfluenceConsequence:
    """One consequence of an influence, and its anchor on the page."""

    point: ExternalInfluencePoint
    anchor: str
    themes: list[Theme]
    record_notes: RecordNotes | None


@require_safe
def influence_list(request: HttpRequest, plan: str) -> HttpResponse:
    context = list_context(request, InfluenceList)
    found = context["plan"]
    notes = NotesShownOnce(found)
    rows: dict[int, list[ConsequenceRow]] = defaultdict(list)
    for row in context["page"].object_list:
        rows[row.point.influence_id].append(row)
    is_narrowed = bool(context["form"].chosen_filters)
    context |= {
        "lead_in": influences_lead_in(found.statements.order_by("order")),
        "influences": [
            Influence(influence, rows[influence.pk], notes)
            for influence in found.external_influences.order_by("order")
            if rows[influence.pk] or not is_narrowed
        ],
    }
    return render(request, "influences/list.html", context)
