"""The list of themes, with how much each holds."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.models import Decision, DeliveryGap, Theme
from safercornwall.pages.components.plan_frame import (
    by_kind,
    count_of,
    frame,
    of_plan,
)
from safercornwall.pages.components.plan_in_view import current_plan


@permission_required("priorities.view_theme", raise_exception=True)
@require_safe
def theme_list(request, plan):
    found = current_plan(request)
    themes = of_plan(found).annotate(
        indicator_count=count_of(Theme, "indicators", indicators__is_waiting=False),
        project_count=count_of(Theme, "projects"),
        gap_count=count_of(Theme, "delivery_gaps", delivery_gaps__status=DeliveryGap.Status.OPEN),
        threat_count=count_of(Theme, "threats", threats__status="open"),
        decision_count=count_of(Theme, "decisions", decisions__status=Decision.Status.OUTSTANDING),
        area_count=count_of(Theme, "priority_areas"),
    )
    context = {**frame(found), "kinds": by_kind(themes)}
    return render(request, "themes/list.html", context)
