from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.lists.tiles import narrowed_to
from performance.models import Indicator
from performance.standings.standing import current_standing, with_figures
from priorities.clocks import clocks_of
from safercornwall.pages.components.indicator_filters import IndicatorFilters
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.components.status_tiles import noted
from safercornwall.pages.indicators.listing import counts_by_status, in_order, rows_of


@permission_required("performance.view_indicator", raise_exception=True)
@require_safe
def indicator_list(request):
    """Every indicator of the plan, as it stands."""
    plan = current_plan(request)
    clocks = clocks_of(plan)
    themes = themes_of(plan)
    form = IndicatorFilters(request.GET, themes=themes, organisations=_organisations())
    indicators = with_figures(
        form.narrow(_indicators(plan)), clocks.as_at, known_on=clocks.known_on
    )
    rows = rows_of((current_standing(row, clocks.as_at) for row in indicators), themes)
    tiles = noted(
        narrowed_to(request.GET, "status", counts_by_status(rows), drawn=True),
        [row.standing for row in rows],
    )
    if status := form.chosen.get("status"):
        rows = [row for row in rows if row.standing.status == status]
    context = {
        "plan": plan,
        "as_at": clocks.as_at,
        "form": form,
        "rows": in_order(rows, form.chosen.get("order", "")),
        "tiles": tiles,
    }
    return render(request, "indicators/list.html", context)


def _indicators(plan):
    """Those that measure a theme of the plan, and those that measure none yet."""
    links = Indicator.themes.through.objects
    measuring = Q(pk__in=links.filter(theme__plan=plan).values("indicator"))
    unplaced = ~Q(pk__in=links.values("indicator"))
    found = Indicator.objects.counting().filter(measuring | unplaced)
    return found.select_related("provider", "lead_organisation").order_by("order")


def _organisations():
    counting = Indicator.objects.counting().order_by()
    return Organisation.objects.filter(
        Q(pk__in=counting.values("provider")) | Q(pk__in=counting.values("lead_organisation"))
    )
