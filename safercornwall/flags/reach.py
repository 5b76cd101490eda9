"""Which of a plan's records a page about one record reads, its flags included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from performance.models import Figure, Indicator
from places.models import Area
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import (
    Dependency,
    Project,
    ProjectIndicator,
    ProjectListing,
    ProjectScopeItem,
)

ALL = Q()
NONE = Q(pk__in=())


@dataclass(frozen=True)
class Reach:
    """A condition for each kind of record: those that meet it are read."""

    indicators: Q = NONE
    projects: Q = NONE
    gaps: Q = NONE
    threats: Q = NONE
    decisions: Q = NONE
    priority_areas: Q = NONE


WHOLE_PLAN = Reach(*[ALL] * 6)


def reach_of(record: Model) -> Reach:
    """What the page of `record` reads. A place is near to projects, gaps and priority areas anywhere."""
    return _REACHES[type(record)](record)


def _theme(theme: Theme) -> Reach:
    listed = ProjectListing.objects.filter(theme=theme).values("project")
    addressing = ProjectScopeItem.objects.filter(scope_item__theme=theme).values("project")
    awaited = Dependency.objects.filter(project__in=listed, on_decision__isnull=False)
    return Reach(
        indicators=Q(pk__in=theme.indicators.values("pk")),
        projects=Q(pk__in=listed) | Q(pk__in=addressing),
        gaps=Q(pk__in=DeliveryGapWording.objects.filter(theme=theme).values("gap")),
        threats=Q(pk__in=ThreatWording.objects.filter(theme=theme).values("threat")),
        decisions=Q(pk__in=theme.decisions.values("pk")) | Q(pk__in=awaited.values("on_decision")),
        priority_areas=Q(theme=theme),
    )


def _indicator(indicator: Indicator) -> Reach:
    """Its themes too: they fail where no project is being delivered, on this indicator among others."""
    themes = indicator.themes.values("pk")
    same = Indicator.themes.through.objects.filter(theme__in=themes).values("indicator")
    moving = ProjectIndicator.objects.filter(indicator=indicator).values("project")
    listed = ProjectListing.objects.filter(theme__in=themes).values("project")
    return Reach(indicators=Q(pk__in=same), projects=Q(pk__in=moving) | Q(pk__in=listed))


def _project(project: Project) -> Reach:
    waits = Dependency.objects.filter(project=project)
    moved = ProjectIndicator.objects.filter(project=project).values("indicator")
    on_projects = waits.filter(on_project__isnull=False).values("on_project")
    on_decisions = waits.filter(on_decision__isnull=False).values("on_decision")
    return Reach(
        indicators=Q(pk__in=moved),
        projects=Q(pk=project.pk) | Q(pk__in=on_projects),
        gaps=Q(projects=project),
        threats=Q(projects=project),
        decisions=Q(pk__in=on_decisions),
    )


def _gap(gap: DeliveryGap) -> Reach:
    return Reach(gaps=Q(pk=gap.pk), decisions=Q(gaps=gap))


def _threat(threat: Threat) -> Reach:
    return Reach(threats=Q(pk=threat.pk))


def _decision(decision: Decision) -> Reach:
    waiting = Dependency.objects.filter(on_decision=decision).values("project")
    return Reach(decisions=Q(pk=decision.pk), projects=Q(pk__in=waiting))


def _place(place: Area) -> Reach:
    # By the key of figures, which begins with the indicator.
    measured = Exists(Figure.objects.filter(indicator=OuterRef("pk"), area=place))
    return Reach(
        indicators=Q(area=place) | Q(measured),
        projects=ALL,
        gaps=ALL,
        priority_areas=ALL,
    )


_REACHES: dict[type[Model], Callable[[Any], Reach]] = {
    Theme: _theme,
    Indicator: _indicator,
    Project: _project,
    DeliveryGap: _gap,
    Threat: _threat,
    Decision: _decision,
    Area: _place,
}
