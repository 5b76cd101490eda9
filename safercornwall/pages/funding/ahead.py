"""Money ahead: what is secured, sought or without a source in the next twelve months, and what then has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.periods import financial_year_label, financial_year_of, months_after, written
from projects.funding import AddedUp, in_pounds, last_secured_day, paid_until, tender_of
from projects.models import FundingLine, Post, Project
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.pictures.amounts import StackedAmounts, YearAmounts
from safercornwall.pages.components.pictures.timeline import Segment, Timeline, TimelineRow
from safercornwall.pages.components.plan_in_view import read_plan

State = FundingLine.State
SOON, LATER = 6, 12
# As long as the money of most projects reaches, drawn in years.
YEARS_AHEAD = 2


@dataclass(frozen=True)
class ProjectCover:
    """Until when a project has secured money: `None` where none is secured, or where it is not stated until when."""

    project: Project
    lines: list[FundingLine]
    as_at: date

    @cached_property
    def ends_on(self) -> date | None:
        return last_secured_day(self.lines)

    def is_covered_on(self, day: date) -> bool:
        """Secured money of which nobody says when it ends does not run out."""
        has_secured = any(line.state == State.SECURED for line in self.lines)
        return has_secured and (self.ends_on is None or self.ends_on >= day)

    def loses_cover_by(self, day: date) -> bool:
        """It is covered at the day of the view, and no more on `day`."""
        return self.is_covered_on(self.as_at) and not self.is_covered_on(day)


@dataclass(frozen=True)
class CoverOf:
    """How many of the open projects of a theme or place are covered at the day of the view, and lose it by when."""

    whose: Any
    number: int
    covered: int
    by_soon: int
    by_later: int

    @property
    def share(self) -> str:
        """Of those covered, the share that is not in twelve months."""
        return f"{round(100 * self.by_later / self.covered)}%" if self.covered else ""


@dataclass(frozen=True)
class SharedCover:
    """Places with the same numbers, in one row."""

    names: list[Any]
    cover: CoverOf


@dataclass(frozen=True)
class UnsecuredLine:
    """Money of an open project that is sought, or has no source."""

    project: Project
    line: FundingLine
    as_at: date

    @property
    def amount(self) -> str:
        return in_pounds(self.line.amount) if self.line.amount is not None else "Not stated"

    @property
    def decided(self) -> str:
        """When a bid is decided; nothing of money that nobody is asked for."""
        if self.line.state != State.SOUGHT:
            return ""
        day = self.line.decision_due_on
        if day is None:
            return "No day stated"
        return f"{written(day)}{', past' if day < self.as_at else ''}"


class MoneyAhead:
    """What a page says of a plan's money in the year after the day of the view."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.as_at = snapshot.as_at
        self.soon = months_after(self.as_at, SOON)
        self.later = months_after(self.as_at, LATER)
        self.projects = [
            ProjectCover(project, list(project.funding_lines.all()), self.as_at)
            for project in snapshot.open_projects
        ]

    @cached_property
    def ending_soon(self) -> list[ProjectCover]:
        return self._losing(self.soon)

    @cached_property
    def ending_later(self) -> list[ProjectCover]:
        soon = {one.project.pk for one in self.ending_soon}
        return [one for one in self._losing(self.later) if one.project.pk not in soon]

    @cached_property
    def uncovered(self) -> list[ProjectCover]:
        """Open projects for which no money is secured on the day of the view."""
        return [one for one in self.projects if not one.is_covered_on(self.as_at)]

    @cached_property
    def sought(self) -> list[UnsecuredLine]:
        """Bids, those first that are decided first; without a day last."""
        found = self._lines(State.SOUGHT)
        return sorted(found, key=lambda one: one.line.decision_due_on or date.max)

    @cached_property
    def without_source(self) -> list[UnsecuredLine]:
        return self._lines(State.NO_SOURCE)

    @cached_property
    def undated(self) -> int:
        """How many lines the timeline cannot draw."""
        return sum(paid_until(line) is None for one in self.projects for line in one.lines)

    @cached_property
    def timeline(self) -> Timeline:
        return timeline_of(self.projects, self.as_at)

    @cached_property
    def years(self) -> StackedAmounts:
        lines = [line for one in self.projects for line in one.lines]
        known = sorted({year for line in lines if (year := _year_of(line)) is not None})
        return StackedAmounts("All projects", tuple(_amounts(lines, year) for year in known))

    @cached_property
    def has_amounts(self) -> bool:
        return any(year.total for year in self.years.years)

    @cached_property
    def themes(self) -> list[CoverOf]:
        by_id = {one.project.pk: one for one in self.projects}
        return [
            self._cover(theme, (by_id.get(row.project_id) for row in self._listings(theme)))
            for theme in self.snapshot.themes
        ]

    @cached_property
    def places(self) -> list[CoverOf]:
        """The places that projects name, those that lose most first."""
        named: dict[Any, list[ProjectCover]] = {}
        for one in self.projects:
            for area in one.project.areas.all():
                named.setdefault(area, []).append(one)
        found = [self._cover(area, rows) for area, rows in named.items()]
        return sorted(found, key=lambda one: (-one.by_later, one.whose.name))

    @cached_property
    def merged_places(self) -> list[SharedCover]:
        found: dict[tuple[int, ...], SharedCover] = {}
        for row in self.places:
            key = (row.number, row.covered, row.by_soon, row.by_later)
            found.setdefault(key, SharedCover([], row)).names.append(row.whose)
        return list(found.values())

    @property
    def rows_of_themes(self) -> list[SharedCover]:
        return [SharedCover([row.whose], row) for row in self.themes]

    @cached_property
    def unfunded_posts(self) -> list[tuple[Post, ProjectCover]]:
        """The posts of projects that no secured money covers in twelve months."""
        without = {
            one.project.pk: one for one in self.projects if not one.is_covered_on(self.later)
        }
        posts = Post.objects.filter(project__in=without).order_by("project__order", "id")
        return [(post, without[post.project_id]) for post in posts]

    def _lines(self, state: str) -> list[UnsecuredLine]:
        return [
            UnsecuredLine(one.project, line, self.as_at)
            for one in self.projects
            for line in one.lines
            if line.state == state
        ]

    def _losing(self, day: date) -> list[ProjectCover]:
        found = [one for one in self.projects if one.loses_cover_by(day)]
        return sorted(found, key=lambda one: (one.ends_on or date.max, one.project.name))

    def _listings(self, theme: Any) -> Iterable[Any]:
        return self.snapshot.listings_by_theme.get(theme.pk, [])

    def _cover(self, whose: Any, rows: Iterable[ProjectCover | None]) -> CoverOf:
        found = list({one.project.pk: one for one in rows if one}.values())

        def number(holds: Callable[[ProjectCover], bool]) -> int:
            return sum(holds(one) for one in found)

        return CoverOf(
            whose,
            len(found),
            number(lambda one: one.is_covered_on(self.as_at)),
            number(lambda one: one.loses_cover_by(self.soon)),
            number(lambda one: one.loses_cover_by(self.later)),
        )


def timeline_of(projects: Iterable[ProjectCover], as_at: date) -> Timeline:
    """The projects whose money has a last day, the first to end first."""
    rows = [one for one in projects if any(paid_until(line) for line in one.lines)]
    rows.sort(key=lambda one: (one.ends_on or date.max, one.project.name))
    last = months_after(as_at, 12 * YEARS_AHEAD)
    return Timeline(tuple(_row(one) for one in rows), first=as_at, last=last, today=as_at)


def _row(one: ProjectCover) -> TimelineRow:
    tender = tender_of(one.lines, one.project.procurement_lead_months)
    return TimelineRow(
        name=one.project.name,
        segments=tuple(_segments(one.lines)),
        href=one.project.get_absolute_url(),
        tender_by=tender.start_by if tender else None,
    )


def _segments(lines: Iterable[FundingLine]) -> Iterator[Segment]:
    """From the start of its financial year to the last day that each line pays for."""
    for line in lines:
        end = paid_until(line)
        if end is None:
            continue
        start = date(line.financial_year or financial_year_of(end), 4, 1)
        amount = f"{in_pounds(line.amount)} from {line.source}" if line.amount else line.source
        yield Segment(min(start, end), end, line.state, amount)


def _year_of(line: FundingLine) -> int | None:
    if line.financial_year:
        return line.financial_year
    return financial_year_of(line.ends_on) if line.ends_on else None


def _amounts(lines: Iterable[FundingLine], year: int) -> YearAmounts:
    of_year = [line for line in lines if _year_of(line) == year]

    def added(state: str) -> Any:
        return AddedUp.of(line.amount for line in of_year if line.state == state).amount

    return YearAmounts(
        financial_year_label(year),
        secured=added(State.SECURED),
        sought=added(State.SOUGHT),
        no_source=added(State.NO_SOURCE),
    )


@permission_required("projects.view_fundingline", raise_exception=True)
@require_safe
def money_ahead(request: HttpRequest) -> HttpResponse:
    snapshot = read_plan(request)
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, "page": MoneyAhead(snapshot)}
    return render(request, "funding/ahead.html", context)
