"""An indicator with all that is known of it."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.flags.catalogue import flags_about
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.indicators.areas_part import AreasPart
from safercornwall.pages.indicators.figures_part import FiguresPart
from safercornwall.pages.indicators.presenter import IndicatorPage
from safercornwall.pages.indicators.read_indicator import read_indicator

AS_REPORTED = "reported"


@permission_required("performance.view_indicator", raise_exception=True)
@require_safe
def indicator(request, slug):
    whole = read_plan(request)
    found = read_indicator(whole, slug, request.user)
    snapshot = whole.about(found.indicator)
    as_reported = request.GET.get("as") == AS_REPORTED
    page = IndicatorPage(
        snapshot,
        found.indicator,
        flags_about(snapshot, found.indicator),
        figures=FiguresPart(found, snapshot.as_at, as_reported=as_reported),
        areas=AreasPart(
            found.indicator, found.elsewhere, snapshot.as_at, request.GET, snapshot.known_on
        ),
    )
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": page,
        "indicator": found.indicator,
        "latest_url": _with(request, None),
        "reported_url": _with(request, AS_REPORTED),
        "areas_url": f"?as={AS_REPORTED}#areas" if as_reported else "?#areas",
    }
    return render(request, "indicators/page.html", context)


def _with(request, shown):
    """The page's address with its figures shown so, and the rest of it kept."""
    query = request.GET.copy()
    query.pop("as", None)
    if shown:
        query["as"] = shown
    return f"?{query.urlencode()}"
