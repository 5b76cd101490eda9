"""The records of a plan that the page of one record reads, its flags included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    """A condition for each kind of record. The page reads the records that meet it.

    `has_waiting`: among its projects are all that wait for one of its decisions. `has_series`: it shows how its
    indicators came to where they stand. `has_projects_whole`: more is read of a project than where it is listed.
    """

    themes: Q = ALL
    indicators: Q = NONE
    projects: Q = NONE
    gaps: Q = NONE
    threats: Q = NONE
    decisions: Q = NONE
    priority_areas: Q = NONE
    has_waiting: bool = False
    has_series: bool = True
    has_projects_whole: bool = True


WHOLE_PLAN = Reach(ALL, ALL, ALL, ALL, ALL, ALL, ALL, has_waiting=True, has_series=False)


def reach_of(record: Model) -> Reach:
    """The reach of the page of `record`. The page of a place reads all projects, gaps and priority areas."""
    return _REACHES[type(record)](record)


def reach_of_standings(indicators: Iterable[int]) -> Reach:
    """What the flags of these indicators, and those of their themes, are worked out from."""
    measuring = Indicator.themes.through.objects
    themes = measuring.filter(indicator__in=indicators).values("theme")
    listed = ProjectListing.objects.filter(theme__in=themes).values("project")
    return Reach(
        themes=Q(pk__in=themes),
        indicators=Q(pk__in=measuring.filter(theme__in=themes).values("indicator")),
        projects=Q(pk__in=listed),
        has_series=False,
        has_projects_whole=False,
    )


def _theme(theme: Theme) -> Reach:
    listed = ProjectListing.objects.filter(theme=theme).values("project")
    addressing = ProjectScopeItem.objects.filter(scope_item__theme=theme).values("project")
    awaited = Dependency.objects.filter(project__in=listed, on_decision__isnull=False)
    own, held_up = theme.decisions.values("pk"), awaited.values("on_decision")
    waiting = Dependency.objects.filter(Q(on_decision__in=own) | Q(on_decision__in=held_up))
    return Reach(
        indicators=Q(pk__in=theme.indicators.values("pk")),
        projects=Q(pk__in=listed) | Q(pk__in=addressing) | Q(pk__in=waiting.values("project")),
        gaps=Q(pk__in=DeliveryGapWording.objects.filter(theme=theme).values("gap")),
        threats=Q(pk__in=ThreatWording.objects.filter(theme=theme).values("threat")),
        decisions=Q(pk__in=own) | Q(pk__in=held_up),
        priority_areas=Q(theme=theme),
        has_waiting=True,
    )


def _indicator(indicator: Indicator) -> Reach:
    """Includes its themes, because a flag about a theme names all its failing indicators."""
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
    # This uses the index on figures, which begins with the indicator.
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
