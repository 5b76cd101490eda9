"""Targets of an indicator are created, edited and archived here. Who changes what one judges by says why."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.documents.contents import Contents
from core.periods import Period, financial_year_of
from core.records.fetching import fetch_with_children
from performance.models import Comparator, Figure, Indicator, Target
from performance.standings.readout import target_sentence
from priorities.clocks import readable_plans
from safercornwall.pages.components.editing.editor import Editor
from safercornwall.pages.components.indicator_in_view import find_indicator
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.targets.form import JUDGING, TargetPageForm


def _may_see(request: HttpRequest) -> QuerySet:
    """With those that are archived."""
    known = Indicator.objects.known_under(readable_plans(request.user))
    targets = Target.with_archived.filter(indicator__in=known.order_by().values("pk"))
    return targets.select_related("indicator__area", "area")


def _of_indicator(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Raises Http404."""
    return {"indicator": find_indicator(request, slug)}


def _suggested(request: HttpRequest, target: Target) -> Contents:
    """Of the indicator's own place, for the year of the plan where no target is there yet."""
    plan = current_plan(request)
    year = plan.financial_year if plan else financial_year_of(timezone.localdate())
    period = Period.financial_year(year)
    indicator = target.indicator
    days = {"period_start": period.start, "period_end": period.end}
    taken = indicator.targets.filter(area=indicator.area, **days).exists()
    return Contents({"area": indicator.area_id} | ({} if taken else days))


def _meaning(request: HttpRequest, target: Target) -> str:
    """What it asks for of the figures of its place, by what is known today."""
    (indicator,) = fetch_with_children(
        Indicator.objects.filter(pk=target.indicator_id),
        figures=Figure.objects.latest_revisions().filter(area=target.area_id),
        comparators=Comparator.objects.latest_revisions(),
    )
    return target_sentence(indicator, target)


def _address(target: Target) -> str:
    return f"{target.indicator.get_absolute_url()}#targets"


EDITOR = Editor(
    noun="target",
    app="targets",
    form=TargetPageForm,
    at="indicators/<slug:slug>/targets/",
    record_at="<int:pk>/",
    found_by={"slug": "indicator__slug"},
    may_see=_may_see,
    starts_with=_of_indicator,
    suggests=_suggested,
    after=_address,
    reasons_for=JUDGING,
    reason_when="the target changes",
    under="indicator",
    means=_meaning,
)
