"""The day as at which somebody sees plans, on pages and in what is taken away alike."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from priorities.clocks import Clocks, clocks_of
from priorities.models import Plan

# In the session: the day as at which its person sees plans.
SEEN_AS_AT = "seen_as_at"


def clocks_in_view(request: HttpRequest, plan: Plan | None) -> Clocks:
    """Those of the plan, or the earlier day as at which this person chose to see it, by what is known now."""
    own = clocks_of(plan)
    session = getattr(request, "session", {})
    chosen = parse_date(session.get(SEEN_AS_AT, ""))
    return Clocks(chosen) if plan and chosen and chosen < own.as_at else own


def earlier_day(plan: Plan | None, as_at: date) -> date | None:
    """`as_at`, where it is before the plan's own day; of what changes by periods, those that ended by then count."""
    return as_at if plan and as_at < clocks_of(plan).as_at else None
