"""The history of a figure: all its revisions."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from performance.figures.withholding import may_see_withheld
from performance.indicators.waiting import may_see_waiting
from performance.models import Indicator
from places.models import Area
from priorities.clocks import readable_plans
from safercornwall.pages.components.figure_history import history_of


@require_safe
@permission_required("performance.view_figure", raise_exception=True)
def figure_history(request, slug, area, start, end):
    visible = Indicator.objects.known_under(
        readable_plans(request.user), waiting=may_see_waiting(request.user)
    )
    indicator = get_object_or_404(visible, slug=slug)
    history = history_of(
        indicator,
        get_object_or_404(Area, slug=area),
        start,
        end,
        sees_withheld=may_see_withheld(request.user),
    )
    if history is None:
        raise Http404("There has never been such a figure.")
    return render(request, "figures/history.html", {"history": history})
