"""The day by which a decision must be taken: the stated day, else one worked out from what waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from core.periods import written
from core.records.fetching import fetch_with_children
from priorities.clocks import clocks_of
from priorities.models import Decision, DeliveryGap, Plan
from projects.funding import tender_of
from projects.models import Dependency, Project, ProjectListing


@dataclass(frozen=True)
class TurningPoint:
    """Something that cannot wait longer than a day: "the tender for Refuge must start then"."""

    day: date
    because: str


@dataclass(frozen=True)
class DecideBy:
    """`because` says what the day is worked out from; it is empty where the day is stated."""

    day: date
    because: str = ""
    is_past: bool = False

    @property
    def words(self) -> str:
        """ "1 May 2012", "By 1 May 2012, worked out: the tender for Refuge must start then"."""
        day = written(self.day)
        return f"By {day}, worked out: {self.because}" if self.because else day

    @property
    def within_a_sentence(self) -> str:
        """ "1 May 2012", "1 May 2012 (worked out: the tender for Refuge must start then)"."""
        day = written(self.day)
        return f"{day} (worked out: {self.because})" if self.because else day


def decide_by(
    stated: date | None, turning_points: Iterable[TurningPoint], *, as_at: date
) -> DecideBy | None:
    """The stated day, else the earliest on which something turns; None where there is neither.

    On the day itself it is not past.
    """
    if stated is not None:
        return DecideBy(stated, is_past=stated < as_at)
    first = min(turning_points, key=lambda point: point.day, default=None)
    return DecideBy(first.day, first.because, first.day < as_at) if first else None


def turning_points_of(project: Project, *, as_at: date) -> Iterator[TurningPoint]:
    """The last day that its tender can start, and the day that it starts. One that is being delivered has started."""
    tender = tender_of(project.funding_lines.all(), project.procurement_lead_months)
    if tender is not None:
        yield TurningPoint(tender.start_by, f"the tender for {project} must start then")
    if project.starts_on is not None and not project.is_active(as_at):
        yield TurningPoint(project.starts_on, f"{project} starts then")


def turning_points_of_gaps(gaps: Iterable[DeliveryGap], *, as_at: date) -> Iterator[TurningPoint]:
    for gap in gaps:
        if gap.is_open_on(as_at) and gap.due_on is not None:
            yield TurningPoint(gap.due_on, f"the delivery gap “{gap}” is due then")


def days_to_decide(
    decisions: Iterable[Decision], projects: Iterable[Project], *, as_at: date
) -> dict[int, DecideBy | None]:
    """The day by which each decision must be taken, by its id.

    The decisions know their gaps, and `projects` has every project of the plan that waits for one of them. A decision that
    is taken keeps its stated day, which is never past.
    """
    points: dict[int, list[TurningPoint]] = {}
    for project in projects:
        if project.is_open_on(as_at):
            rows = project.dependencies.all()
            for pk in {row.on_decision_id or 0 for row in rows if not row.is_met(as_at)}:
                points.setdefault(pk, []).extend(turning_points_of(project, as_at=as_at))
    found: dict[int, DecideBy | None] = {}
    for row in decisions:
        if row.is_outstanding_on(as_at):
            turns = [*points.get(row.pk, ()), *turning_points_of_gaps(row.gaps.all(), as_at=as_at)]
            found[row.pk] = decide_by(row.due_on, turns, as_at=as_at)
        else:
            found[row.pk] = DecideBy(row.due_on) if row.due_on else None
    return found


def days_by_plan(decisions: Iterable[Decision]) -> dict[int, DecideBy | None]:
    """By id of each decision, which knows its plan and its gaps, as at the date of its plan."""
    by_plan: dict[Plan, list[Decision]] = {}
    for row in decisions:
        by_plan.setdefault(row.plan, []).append(row)
    days = {plan: clocks_of(plan).as_at for plan in by_plan}
    projects = projects_waiting(*by_plan, as_at=min(days.values(), default=date.max))
    found: dict[int, DecideBy | None] = {}
    for plan, rows in by_plan.items():
        found |= days_to_decide(rows, projects, as_at=days[plan])
    return found


def projects_waiting(*plans: Plan, as_at: date) -> list[Project]:
    """The projects that on that day wait for a decision whose day is not stated, of a plan that lists them."""
    listed = ProjectListing.objects.filter(theme__plan__in=plans).values("project")
    awaited = (
        Dependency.objects.exclude(met_on__lte=as_at)
        .filter(
            on_decision__plan__in=plans,
            on_decision__plan=F("project__listings__theme__plan"),
            on_decision__due_on=None,
        )
        .values("project")
    )
    return fetch_with_children(
        Project.objects.filter(pk__in=listed).filter(pk__in=awaited).order_by("order"),
        "funding_lines",
        "dependencies",
    )
