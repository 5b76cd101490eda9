"""Only what misses its target or is overdue: how far off, for how long, what is being done, by whom, what is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.choices import Status
from performance.models import Indicator
from performance.standings.standing import Standing, standings_of, with_figures
from projects.models import Project, ProjectIndicator
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.due_decisions import DueDecision, due_decisions
from safercornwall.pages.components.plan_in_view import read_plan

EXCEPTIONS = (Status.OFF_TRACK, Status.MISSED, Status.AT_RISK, Status.OVERDUE)
MOST_PROJECTS = 2


@dataclass(frozen=True)
class BlockingDecision:
    """An outstanding decision, and the projects for an indicator that wait for it."""

    due: DueDecision
    projects: list[Project]


@dataclass(frozen=True)
class PerformanceException:
    """An indicator that needs a decision. `since` are the periods in a row for which it has been so, newest first.

    `projects` are delivered on the day of the view, and are to move it. `unlinked` counts those that are delivered under its themes and linked to none of it.
    `asked` are the decisions that its projects wait for, whether they run or not.
    """

    indicator: Indicator
    standing: Standing
    since: list[Standing]
    projects: list[Project]
    unlinked: int
    asked: list[BlockingDecision]

    @property
    def how_far(self) -> str:
        """As a share of the target."""
        share = self.standing.judgement.missed_by
        return f"{round(100 * share)}% off its target" if share > 0 else ""

    @property
    def how_long(self) -> str:
        number = len(self.since)
        if number < 2:
            period = self.standing.period
            return f"In {period.label}" if period else ""
        first = self.since[-1].period
        return f"{number} periods in a row, since {first.label}" if first else ""

    @property
    def actions(self) -> str:
        said = self.standing.commentary
        return said.management_actions if said else ""

    @property
    def first_projects(self) -> list[Project]:
        return self.projects[:MOST_PROJECTS]

    @property
    def more_projects(self) -> int:
        return max(len(self.projects) - MOST_PROJECTS, 0)

    @property
    def by_whom(self) -> str:
        """Who answers for it, and who leads the projects that are to move it."""
        one = self.indicator
        leads = [project.lead_organisation or project.lead_printed for project in self.projects]
        known = [
            str(who) for who in (one.owner, one.provider or one.lead_organisation, *leads) if who
        ]
        return ", ".join(dict.fromkeys(known))


def exceptions_of(snapshot: Snapshot) -> list[PerformanceException]:
    """Those that miss their target by the greatest share of it first, as the bars of the board."""
    found = [row for row in snapshot.standings_worst_first if row.status in EXCEPTIONS]
    if not found:
        return []
    indicators = Indicator.objects.filter(pk__in=[row.indicator.pk for row in found])
    whole = {
        row.pk: row
        for row in with_figures(
            indicators.select_related("owner", "provider", "lead_organisation"),
            snapshot.as_at,
            known_on=snapshot.known_on,
        )
    }
    moving = _projects(whole, snapshot)
    running = {
        pk: [project for project in projects if project.is_active(snapshot.as_at)]
        for pk, projects in moving.items()
    }
    due = due_decisions(snapshot)
    return [
        PerformanceException(
            indicator=whole[row.indicator.pk],
            standing=row,
            since=list(_since(whole[row.indicator.pk], snapshot)),
            projects=running.get(row.indicator.pk, []),
            unlinked=_unlinked(row.indicator, running.get(row.indicator.pk, []), snapshot),
            asked=_asked(moving.get(row.indicator.pk, []), due, snapshot),
        )
        for row in found
    ]


def _since(indicator: Indicator, snapshot: Snapshot) -> Iterable[Standing]:
    return takewhile(lambda row: row.status in EXCEPTIONS, standings_of(indicator, snapshot.as_at))


def _projects(indicators: Iterable[int], snapshot: Snapshot) -> dict[int, list[Project]]:
    """The open projects that are to move each indicator."""
    still_open = {project.pk: project for project in snapshot.open_projects}
    found: dict[int, list[Project]] = defaultdict(list)
    for row in ProjectIndicator.objects.filter(indicator__in=list(indicators)):
        if row.project_id in still_open:
            found[row.indicator_id].append(still_open[row.project_id])
    return found


def _unlinked(indicator: Indicator, linked: list[Project], snapshot: Snapshot) -> int:
    delivered = {
        project.pk
        for theme in snapshot.themes_of(indicator)
        for project in snapshot.active_projects(theme)
    }
    return len(delivered - {project.pk for project in linked})


def _asked(
    projects: Iterable[Project], due: Iterable[DueDecision], snapshot: Snapshot
) -> list[BlockingDecision]:
    """The decisions that the projects wait for, the most urgent first."""
    waiting: dict[int, dict[int, Project]] = defaultdict(dict)
    for project in projects:
        for dependency in project.dependencies.all():
            if dependency.on_decision_id and not dependency.is_met(snapshot.as_at):
                waiting[dependency.on_decision_id][project.pk] = project
    return [
        BlockingDecision(row, list(waiting[row.decision.pk].values()))
        for row in due
        if row.decision.pk in waiting
    ]


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    snapshot = read_plan(request)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "rows": exceptions_of(snapshot),
        "number": len(snapshot.standings),
    }
    return render(request, "board/exceptions.html", context)
