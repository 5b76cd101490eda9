"""What a gathering page reads: the plan of its address, by its clocks."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from priorities.current import clocks_of, current_plan
from safercornwall.dashboards.snapshot import Snapshot


def read_plan(request: HttpRequest) -> Snapshot:
    """The plan that the page is about, as at its reporting date. Raises Http404 where there is none."""
    plan = current_plan(request)
    if plan is None:
        raise Http404("There is no plan yet.")
    return Snapshot(plan, clocks_of(plan))
