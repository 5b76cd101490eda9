"""The list of external influences, with the themes that their consequences touch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.records.fetching import fetch_with_children
from priorities.models import (
    ExternalInfluence,
    ExternalInfluencePoint,
    Theme,
)
from safercornwall.pages.components.notes import Noted, NotesOnce
from safercornwall.pages.components.plan_frame import frame, influences_lead_in, of_plan
from safercornwall.pages.components.plan_in_view import current_plan


class Influence:
    """An external influence with its consequences, the themes they touch and the notes on each."""

    def __init__(
        self,
        influence: ExternalInfluence,
        points: Iterable[ExternalInfluencePoint],
        themes: dict[int, Theme],
        notes: NotesOnce,
    ):
        self.influence = influence
        self.noted = notes.about(influence)
        self.points = [
            InfluenceConsequence(
                point,
                f"{influence.slug}-{point.order}",
                [themes[theme.pk] for theme in point.themes.all() if theme.pk in themes],
                notes.about(point),
            )
            for point in points
        ]


@dataclass(frozen=True)
class InfluenceConsequence:
    """One consequence of an influence, and where it stands on the page."""

    point: ExternalInfluencePoint
    anchor: str
    themes: list[Theme]
    noted: Noted | None


@permission_required("priorities.view_externalinfluence", raise_exception=True)
@require_safe
def influence_list(request, plan):
    found = current_plan(request)
    points = ExternalInfluencePoint.objects.filter(influence__plan=found).order_by("order")
    themes = {theme.pk: theme for theme in of_plan(found)}
    notes = NotesOnce(found)
    points_by_influence: dict[int, list] = {}
    for point in fetch_with_children(points, "themes"):
        points_by_influence.setdefault(point.influence_id, []).append(point)
    context = {
        **frame(found),
        "lead_in": influences_lead_in(found.statements.order_by("order")),
        "influences": [
            Influence(influence, points_by_influence.get(influence.pk, []), themes, notes)
            for influence in found.external_influences.order_by("order")
        ],
    }
    return render(request, "influences/list.html", context)
