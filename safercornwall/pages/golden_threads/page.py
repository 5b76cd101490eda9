"""A theme's golden thread: what it must address, who delivers it, what pays for it, what it moves; and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.periods import written
from priorities.models import ScopeItem, Theme
from projects.funding import last_secured_day, totals_by_state
from projects.models import FundingLine, Project, ProjectIndicator
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.pictures.cells import CellMark
from safercornwall.pages.components.pictures.flow.data import THREAD, Flow, FlowNode, holes_of
from safercornwall.pages.components.plan_in_view import read_plan

THEME, SCOPE, PROJECT, FUNDING, INDICATOR = range(5)


@dataclass(frozen=True)
class ThreadHole:
    """One link that is missing: what is missing, and for which record."""

    missing: str
    text: str
    href: str


@dataclass(frozen=True)
class ThreadRow:
    """A project with what it addresses, its money and what it is to move; or what has no project."""

    items: list[ScopeItem]
    project: Project | None
    funding: FlowNode | None
    standings: list[Any]


class GoldenThread:
    """The thread of one theme, through the open projects that are listed under it or deliver what it must address."""

    def __init__(self, snapshot: Snapshot, theme: Theme) -> None:
        self.snapshot, self.theme = snapshot, theme

    @cached_property
    def items(self) -> list[ScopeItem]:
        return list(self.theme.scope_items.all())

    @cached_property
    def projects(self) -> list[Project]:
        own = {item.pk for item in self.items}
        listed = {row.project_id for row in self.snapshot.listings_by_theme.get(self.theme.pk, [])}
        return [
            project
            for project in self.snapshot.open_projects
            if project.pk in listed
            or any(link.scope_item_id in own for link in project.scope_links.all())
        ]

    @cached_property
    def standings(self) -> list[Any]:
        return self.snapshot.standings_by_theme.get(self.theme.pk, [])

    @cached_property
    def flow(self) -> Flow:
        nodes = (
            *self._theme(), *self._scope(), *self._projects(), *self._funding(), *self._indicators(),
        )  # fmt: skip
        return Flow(str(self.theme), nodes, tuple(self._links()))

    @cached_property
    def holes(self) -> list[ThreadHole]:
        return [ThreadHole(hole.text, node.text, node.href) for hole, node in holes_of(self.flow)]

    @cached_property
    def missing(self) -> list[str]:
        """How many links of each kind are missing, in words, the most first."""
        found = Counter((hole.column, node.column) for hole, node in holes_of(self.flow))
        return [self._counted(*kind, number) for kind, number in found.most_common()]

    @cached_property
    def rows(self) -> list[ThreadRow]:
        """The whole thread as a table: projects, then what no project delivers or moves."""
        funding = {node.key: node for node in self._funding()}
        led_to = set(self.flow.links)

        def row(project: Project) -> ThreadRow:
            key = f"project {project.pk}"
            return ThreadRow(
                [item for item in self.items if (f"scope {item.pk}", key) in led_to],
                project,
                funding.get(f"funding {project.pk}"),
                [one for one in self.standings if (key, _key_of(one)) in led_to],
            )

        rows = [row(project) for project in self.projects]
        delivered = {item.pk for each in rows for item in each.items}
        moved = {_key_of(one) for each in rows for one in each.standings}
        rows += [ThreadRow([one], None, None, []) for one in self.items if one.pk not in delivered]
        alone = (one for one in self.standings if _key_of(one) not in moved)
        return rows + [ThreadRow([], None, None, [one]) for one in alone]

    def _counted(self, hole: int, column: int, number: int) -> str:
        if hole == SCOPE:
            return "The plan does not state what the theme must address"
        noun = {SCOPE: "item", PROJECT: "project", INDICATOR: "indicator"}[column]
        total = sum(node.column == column for node in self.flow.nodes)
        of = f"{number} of {total} {noun}{'' if total == 1 else 's'}"
        return f"{of} {'has' if number == 1 else 'have'} {THREAD[hole].missing.lower()}"

    def _theme(self) -> Iterator[FlowNode]:
        yield FlowNode("theme", THEME, self.theme.name, self.theme.get_absolute_url())

    def _scope(self) -> Iterator[FlowNode]:
        for item in self.items:
            yield FlowNode(f"scope {item.pk}", SCOPE, item.text, item.get_absolute_url())

    def _projects(self) -> Iterator[FlowNode]:
        for project in self.projects:
            mark = CellMark("project_status", project.status)
            key = f"project {project.pk}"
            yield FlowNode(key, PROJECT, project.name, project.get_absolute_url(), mark)

    def _funding(self) -> Iterator[FlowNode]:
        for project in self.projects:
            lines = list(project.funding_lines.all())
            if lines:
                state = totals_by_state(lines)[0].state
                key, mark = f"funding {project.pk}", CellMark("funding", state)
                address = f"{project.get_absolute_url()}#funding"
                yield FlowNode(key, FUNDING, _funded(lines), address, mark)

    def _indicators(self) -> Iterator[FlowNode]:
        for standing in self.standings:
            indicator = standing.indicator
            mark = CellMark("status", standing.status)
            name = indicator.short_name or indicator.name
            address = indicator.get_absolute_url()
            yield FlowNode(_key_of(standing), INDICATOR, name, address, mark)

    def _links(self) -> Iterator[tuple[str, str]]:
        own = {item.pk for item in self.items}
        for item in self.items:
            yield "theme", f"scope {item.pk}"
        for project in self.projects:
            key = f"project {project.pk}"
            addressed = [row for row in project.scope_links.all() if row.scope_item_id in own]
            for link in addressed:
                yield f"scope {link.scope_item_id}", key
            if not addressed:
                yield "theme", key
            if project.funding_lines.all():
                yield key, f"funding {project.pk}"
        measured = {standing.indicator.pk for standing in self.standings}
        moves = ProjectIndicator.objects.filter(project__in=self.projects, indicator__in=measured)
        for row in moves:
            yield f"project {row.project_id}", f"indicator {row.indicator_id}"


def _key_of(standing: Any) -> str:
    return f"indicator {standing.indicator.pk}"


def _funded(lines: list[FundingLine]) -> str:
    """What its money comes to, in the best state that it has: "Secured: £12,500, to 31 March 2012"."""
    first = totals_by_state(lines)[0]
    end = last_secured_day(lines)
    until = f", to {written(end)}" if end else ""
    return f"{first.words}{until}"


@permission_required("priorities.view_theme", raise_exception=True)
@require_safe
def golden_thread(request: HttpRequest, plan: str, slug: str) -> HttpResponse:
    whole = read_plan(request)
    theme = next((row for row in whole.themes if row.slug == slug), None)
    if theme is None:
        raise Http404("There is no such theme in this plan.")
    snapshot = whole.about(theme)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "theme": theme,
        "page": GoldenThread(snapshot, theme),
        "themes": whole.themes,
    }
    return render(request, "golden_threads/page.html", context)
