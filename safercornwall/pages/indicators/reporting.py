"""Who provides an indicator's figures, how often, by when, and who sends them in."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.records.versions import EditedMeanwhile
from performance.indicators.reporting_actions import arrange_reporting
from priorities.clocks import clocks_of
from safercornwall.pages.components.known_indicator import known_indicator
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.indicators.reporting_clashes import clashes_of, merged
from safercornwall.pages.indicators.reporting_effects import effects_of
from safercornwall.pages.indicators.reporting_form import ReportingForm, stored_values
from safercornwall.pages.indicators.reporting_history import history_of

MEANWHILE = "This was changed since you opened the page, and nothing of yours is saved yet. Look at what changed, and save again"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("performance.change_indicator", raise_exception=True)
def indicator_reporting(request, slug):
    indicator = known_indicator(request, slug)
    form = ReportingForm(request.POST if request.method == "POST" else None, indicator=indicator)
    if not form.is_bound or not form.is_valid():
        return _page(request, indicator, form)
    if "look" in request.POST:
        as_at = clocks_of(current_plan(request)).as_at
        effects = effects_of(indicator, form.arrangements, as_at)
        return _page(request, indicator, form, effects=effects)
    try:
        changes = arrange_reporting(
            indicator, by=request.user, version=form.version_seen, **form.arrangements
        )
    except EditedMeanwhile as told:
        return _changed_meanwhile(request, form, told)
    said = "saved" if changes else "as they were: nothing was changed"
    messages.success(request, f"The reporting arrangements are {said}.")
    return redirect(f"{indicator.get_absolute_url()}#measured")


def _changed_meanwhile(request, form, told):
    """What this person changed is kept as they entered it, beside what somebody else made of it meanwhile."""
    facts = {"stored": stored_values(told.record), "entered": form.entered}
    clashes = clashes_of(told.changes, **facts)
    again = ReportingForm.holding(merged(told.changes, **facts), indicator=told.record)
    again.add_error(None, MEANWHILE)
    for clash in clashes:
        if clash.is_open:
            again.add_error(
                clash.field, f"Meanwhile this became “{clash.now}”. Choose which should stand"
            )
    return _page(request, told.record, again, clashes=clashes, status=HTTPStatus.CONFLICT)


def _page(request, indicator, form, *, status=200, **shown):
    context = {
        "indicator": indicator,
        "form": form,
        "changes": history_of(indicator),
    }
    return render(request, "indicators/reporting.html", context | shown, status=status)
