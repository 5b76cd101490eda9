"""An indicator with all that is known of it."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.dashboards.flags.catalogue import raise_flags
from safercornwall.dashboards.presenters.indicators import IndicatorPage, find_indicator
from safercornwall.dashboards.reading import read_plan


@permission_required("performance.view_indicator", raise_exception=True)
@require_safe
def indicator(request, slug):
    snapshot = read_plan(request)
    found = find_indicator(snapshot, slug, request.user)
    page = IndicatorPage(snapshot, found, raise_flags(snapshot))
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": page,
        "indicator": found,
    }
    return render(request, "dashboards/indicator.html", context)
