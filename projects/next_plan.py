"""Beginning the next plan: the plan itself, with the projects that go on and the indicators of its themes."""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core.documents.actions import changing
from core.periods import Period
from performance.models import Indicator, Target
from priorities.models import (
    Decision,
    Evidence,
    PerformanceStatement,
    Plan,
    PriorityArea,
    ScopeItem,
)
from priorities.next_plan import Copied, NextPlan, begun_from, copy_plan, open_gaps, open_threats
from projects.models import Project, ProjectListing, ProjectScopeItem, ProjectStatus

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class NextPlanPreview:
    """How much the next plan would take over, and how much stays behind with the plan that it is begun from."""

    themes: int
    scope_items: int
    projects: int
    indicators: list[Indicator]
    without_target: list[Indicator]
    gaps: int
    threats: int
    left_projects: int
    evidence: int
    statements: int
    priority_areas: int
    decisions: int


def preview(source: Plan, wanted: NextPlan) -> NextPlanPreview:
    year = wanted.financial_year
    themes = source.themes.values("pk")
    indicators = list(indicators_going_on(source, year))
    with_target = set(
        _targets_in(year).filter(indicator__in=indicators).values_list("indicator", flat=True)
    )
    projects = projects_going_on(source, year).count()
    listed = Project.objects.filter(listings__theme__in=themes).distinct().count()
    return NextPlanPreview(
        themes=source.themes.count(),
        scope_items=ScopeItem.objects.filter(theme__in=themes).count(),
        projects=projects,
        indicators=indicators,
        without_target=[one for one in indicators if one.pk not in with_target],
        gaps=_stated_under(themes, open_gaps(source)) if wanted.with_gaps else 0,
        threats=_stated_under(themes, open_threats(source)) if wanted.with_threats else 0,
        left_projects=listed - projects,
        evidence=Evidence.objects.filter(theme__in=themes).count(),
        statements=PerformanceStatement.objects.filter(theme__in=themes).count(),
        priority_areas=PriorityArea.objects.filter(theme__in=themes).count(),
        decisions=Decision.objects.filter(plan=source).count(),
    )


@transaction.atomic
def begin_next_plan(source: Plan, wanted: NextPlan, *, by: User) -> Plan:
    """A draft that continues `source`: all of it, or nothing. Raises AlreadyBegun."""
    copied = copy_plan(source, wanted, by=by)
    _list_projects(source, copied, wanted.financial_year, by)
    _measure_with(indicators_going_on(source, wanted.financial_year), copied)
    logger.info("%s began %s from %s", by, copied.plan.slug, source.slug)
    return copied.plan


def projects_going_on(source: Plan, year: int) -> Any:
    """The projects that a theme of the plan lists, and that are neither closed nor over when the year begins."""
    starts_on = Period.financial_year(year).start
    found: Any = Project.objects.filter(pk__in=_open_listings(source).values("project"))
    return found.exclude(status=ProjectStatus.CLOSED).exclude(ends_on__lt=starts_on)


def indicators_going_on(source: Plan, year: int) -> Any:
    """The indicators of the plan's themes that are still live when the year begins."""
    starts_on = Period.financial_year(year).start
    links = Indicator.themes.through.objects.filter(theme__in=source.themes.values("pk"))
    found = Indicator.objects.counting().filter(pk__in=links.values("indicator"))
    return found.filter(Q(retired_on=None) | Q(retired_on__gt=starts_on)).order_by("order")


def _targets_in(year: int) -> Any:
    """The targets whose period has a day of the year."""
    period = Period.financial_year(year)
    return Target.objects.filter(
        is_confirmed=True, period_start__lte=period.end, period_end__gte=period.start
    )


def _stated_under(themes: Any, statements: Any) -> int:
    return int(statements.filter(wordings__theme__in=themes).distinct().count())


def _open_listings(source: Plan) -> Any:
    listings = ProjectListing.objects.filter(theme__in=source.themes.values("pk"))
    return listings.exclude(status=ProjectStatus.CLOSED)


def _list_projects(source: Plan, copied: Copied, year: int, by: User) -> None:
    """Each project's listings, and what it addresses, under the new themes: the next version of the project."""
    projects = list(
        projects_going_on(source, year).order_by("pk").prefetch_related("gaps", "threats")
    )
    listings, links = defaultdict(list), defaultdict(list)
    for listing in _open_listings(source).filter(project__in=projects):
        listings[listing.project_id].append(listing)
    for link in ProjectScopeItem.objects.filter(
        project__in=projects, scope_item__in=copied.scope_items
    ):
        links[link.project_id].append(link)
    for project in projects:
        with changing(project, by=by, reason=begun_from(source)):
            ProjectListing.objects.bulk_create(
                _listed_again(row, copied) for row in listings[project.pk]
            )
            ProjectScopeItem.objects.bulk_create(
                ProjectScopeItem(
                    project=project,
                    scope_item=copied.scope_items[row.scope_item_id],
                    is_judgement=row.is_judgement,
                    reason=row.reason,
                )
                for row in links[project.pk]
            )
            project.gaps.add(
                *(copied.gaps[g.pk] for g in project.gaps.all() if g.pk in copied.gaps)
            )
            project.threats.add(
                *(copied.threats[t.pk] for t in project.threats.all() if t.pk in copied.threats)
            )


def _listed_again(listing: ProjectListing, copied: Copied) -> ProjectListing:
    """In the words that it had. No heading is printed yet: it stands under its status."""
    return ProjectListing(
        project_id=listing.project_id,
        theme=copied.themes[listing.theme_id],
        order=listing.order,
        status=listing.status,
        heading_printed=ProjectStatus(listing.status).label,
        text=listing.text,
    )


def _measure_with(indicators: Any, copied: Copied) -> None:
    """The new themes are measured by the indicators of those that they continue."""
    link: Any = Indicator.themes.through
    rows = link.objects.filter(indicator__in=indicators.order_by().values("pk"))
    link.objects.bulk_create(
        link(indicator_id=row.indicator_id, theme=copied.themes[row.theme_id])
        for row in rows.filter(theme__in=copied.themes)
    )
