"""What the whole plan says of a few words: the records that hold them, by kind, the best first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from priorities.clocks import readable_plans
from safercornwall.lists.day_in_view import clocks_in_view, earlier_day
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.search.finding import Hit, find
from safercornwall.search.marks import fragment, marked
from safercornwall.search.models import SearchEntry
from safercornwall.search.question import SearchQuestion
from safercornwall.search.sources import SOURCE_OF_KIND, SOURCES

ON_A_PAGE = 20


@dataclass(frozen=True)
class KindLink:
    """A kind of record that answers, and how many there are; the first link is of all kinds."""

    name: str
    kind: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class SearchResult:
    """An entry as an answer to a question."""

    entry: SearchEntry
    question: SearchQuestion
    plan_title: str
    day: date | None = None
    """An earlier one, where the plan is seen as at that."""

    @property
    def heading(self) -> SafeString:
        return marked(self.entry.heading, self.question)

    @property
    def about(self) -> list[str]:
        """What it is, under what it stands, and of which plan, where there are several."""
        name = SOURCE_OF_KIND[self.entry.kind].name
        return [fact for fact in (name, self._context, self.plan_title) if fact]

    @property
    def _context(self) -> str:
        """The status of a project is searched as it is now, and says so on an earlier day."""
        is_status = self.day and self.entry.context and self.entry.kind == "projects.project"
        return f"{self.entry.context} now" if is_status else self.entry.context

    @cached_property
    def fragment(self) -> SafeString:
        pieces = [one for one in self.entry.pieces.splitlines() if one != self.entry.context]
        return fragment(pieces, self.question, heading=self.entry.heading)


class SearchPage:
    """The answers to one question, narrowed to a kind where one is chosen. Three queries, whatever is found."""

    def __init__(self, request: HttpRequest, day: date | None = None) -> None:
        self.day = day
        self.question = SearchQuestion(request.GET.get("q", ""))
        self.kind = request.GET.get("kind", "")
        self.number = request.GET.get("page")
        self.kinds = [one.kind for one in SOURCES if request.user.has_perm(one.permission)]
        if not self.kinds:
            raise PermissionDenied
        self.plans = dict(readable_plans(request.user).values_list("pk", "title"))

    @cached_property
    def hits(self) -> list[Hit]:
        return find(self.question, plans=self.plans, kinds=self.kinds)

    @cached_property
    def kind_links(self) -> list[KindLink]:
        counts = Counter(hit.kind for hit in self.hits)
        found = [KindLink("All", "", len(self.hits), not self._is_narrowed)]
        found += [
            KindLink(one.plural, one.kind, counts[one.kind], one.kind == self.kind)
            for one in SOURCES
            if counts[one.kind]
        ]
        return found

    @property
    def _is_narrowed(self) -> bool:
        return any(hit.kind == self.kind for hit in self.hits)

    @cached_property
    def page(self) -> Page:
        chosen = [hit for hit in self.hits if hit.kind == self.kind]
        return Paginator(chosen or self.hits, ON_A_PAGE).get_page(self.number)

    @cached_property
    def results(self) -> list[SearchResult]:
        entries = SearchEntry.objects.in_bulk([hit.entry for hit in self.page])
        # One may have gone since it was found.
        found = [entries[hit.entry] for hit in self.page if hit.entry in entries]
        return [
            SearchResult(entry, self.question, self._plan_title(entry), self.day) for entry in found
        ]

    def _plan_title(self, entry: SearchEntry) -> str:
        several = len(self.plans) > 1 and entry.kind != "priorities.plan"
        return self.plans.get(entry.plan_id, "") if several else ""


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    plan = current_plan(request)
    as_at = clocks_in_view(request, plan).as_at
    found = SearchPage(request, earlier_day(plan, as_at))
    context = {"plan": plan, "as_at": as_at, "search": found}
    return render(request, "search/page.html", context)
