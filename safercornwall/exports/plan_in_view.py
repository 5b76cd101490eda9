"""The plan that an export is of."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from priorities.clocks import find_plan
from priorities.models import Plan


def plan_or_404(user: Any, slug: str) -> Plan:
    """Raises Http404 for a plan that there is not, or that this person may not know of."""
    plan = find_plan(user, slug)
    if plan is None:
        raise Http404("There is no such plan.")
    return plan
