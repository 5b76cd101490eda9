"""What every page's frame needs: where one can go, and where one is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.backends import groups_of
from accounts.partnership import first_partnership
from priorities.clocks import clocks_of
from priorities.models import Plan
from safercornwall.lists.record_kinds import may_change_records
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.sign_in_ends import ends_at, ends_soon

Page: TypeAlias = tuple[str, str, bool]

# Group by group: label, view name, and whether the page belongs to one plan.
GROUPS = {
    "Overview": (
        ("My work", "my_work:page", False),
        ("Board", "board:page", False),
        ("Exceptions", "board:exceptions", False),
        ("What changed", "board:since", False),
        ("Flags", "flags:list", False),
        ("Ownership", "ownership:page", False),
    ),
    "Plan": (
        ("The plan", "plans:page", True),
        ("Themes", "themes:list", True),
        ("Priority areas", "priority_areas:list", True),
        ("Evidence", "evidence:list", True),
        ("Gaps", "gaps:list", True),
        ("Threats", "threats:list", True),
        ("Decisions", "decisions:list", True),
        ("External influences", "influences:list", True),
        ("Strategies", "strategies:list", False),
        ("Groups of people", "people_groups:list", False),
        ("Acronyms", "acronyms:list", False),
        ("Reading notes", "reading_notes:list", True),
    ),
    "Performance": (("Indicators", "indicators:list", False),),
    "Places": (
        ("Places", "places:list", False),
        ("Populations", "populations:list", False),
        ("Indices", "indices:list", False),
        ("Maps", "maps:page", False),
        ("What is delivered where", "places:by_theme", True),
    ),
    "Delivery": (
        ("Projects", "projects:list", False),
        ("Milestones", "milestones:list", False),
        ("Funding", "funding:list", False),
        ("Money ahead", "funding:ahead", False),
    ),
    "Data": (
        ("Rounds", "rounds:list", False),
        ("Uploads", "uploads:list", False),
        ("Downloads", "exports:take_away", True),
        ("Small numbers", "small_numbers:page", False),
        ("Organisations", "organisations:list", False),
        ("People", "people:list", False),
        ("Security log", "people:security_log", False),
        ("Set up your partnership", "setting_up:page", False),
    ),
}
# Pages that stand in no menu, and the page in whose section they are.
SECTION_OF = {
    "commentary": "indicators",
    "figures": "indicators",
    "golden_threads": "themes",
    "targets": "indicators",
    "breaks": "indicators",
    "comparators": "indicators",
    "key_dates": "decisions",
    "maps": "places",
    "performance_statements": "themes",
    "reminders": "rounds",
}
# What every page asks for, and those that ask for something else.
VIEW_PLAN = "priorities.view_plan"
ASKS_FOR = {
    "rounds:list": "performance.view_figure",
    "uploads:list": "performance.view_upload",
    "populations:list": "places.view_populationestimate",
    "small_numbers:page": "performance.view_smallnumberthreshold",
    "people:list": "accounts.change_user",
    "people:security_log": "accounts.change_user",
    "setting_up:page": "accounts.add_organisation",
}
# What those do who send in figures; everybody else comes to Data for its other pages first.
OF_FIGURES = ("rounds:list", "uploads:list")
# Pages for those who may change records.
FOR_EDITORS = ("my_work:page", "ownership:page")


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    is_current_page: bool
    is_current_section: bool


@dataclass(frozen=True)
class NavGroup:
    """Pages that belong together. The group leads to the first of them."""

    label: str
    items: list[NavItem]

    @property
    def url(self) -> str:
        return self.items[0].url

    @property
    def is_current(self) -> bool:
        return any(item.is_current_section for item in self.items)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: a page that does not show its frame asks the database nothing."""
    if not signed_in(request):
        nobody = {"menu": (), "current_plan": None, "own_day": None}
        name = SimpleLazyObject(first_partnership)
        return {**nobody, "partnership_name": name, "user_role": "", "may_search": False}
    return {
        "partnership_name": SimpleLazyObject(lambda: partnership_name(request)),
        "menu": SimpleLazyObject(lambda: menu_of(request)),
        "current_plan": SimpleLazyObject(lambda: plan_or_none(request)),
        "own_day": SimpleLazyObject(lambda: clocks_of(plan_or_none(request)).as_at),
        "user_role": SimpleLazyObject(lambda: role_of(request)),
        "may_search": SimpleLazyObject(lambda: request.user.has_perm(VIEW_PLAN)),
        "sign_in_ends_at": ends_at(request),
        "sign_in_ends_soon": ends_soon(request),
    }


def signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def plan_or_none(request: HttpRequest) -> Plan | None:
    """The page that says "not found" has a frame too, and must not itself end in "not found"."""
    try:
        return current_plan(request)
    except Http404:
        return None


def partnership_name(request: HttpRequest) -> str:
    """Of the page's plan; without one, of the partnership that was named first. Empty before one is named."""
    plan = plan_or_none(request)
    if plan is not None:
        return str(plan.partnership)
    return first_partnership()


def role_of(request: HttpRequest) -> str:
    """The names of the signed-in person's groups, as the page header prints them."""
    return ", ".join(groups_of(request.user))


def menu_of(request: HttpRequest) -> list[NavGroup]:
    """The groups with the pages that this person may open. A group without any is left out."""
    plan = plan_or_none(request)
    groups = [NavGroup(label, _items(request, plan, pages)) for label, pages in GROUPS.items()]
    return [group for group in groups if group.items]


def _items(request: HttpRequest, plan: Plan | None, pages: Iterable[Page]) -> list[NavItem]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    pages = list(pages)
    if not request.user.has_perm("performance.add_figure"):
        pages.sort(key=lambda page: page[1] in OF_FIGURES)
    # A page that stands in the menu itself is no other entry's section.
    stands_here = any(view_name == here for _, view_name, _ in pages)
    # Of several entries of a section the first is where its other pages belong.
    belongs = next((name for _, name, _ in pages if section_of(name) == section_of(here)), "")
    current = here if stands_here else belongs
    return [
        NavItem(
            label,
            reverse(view_name, kwargs={"plan": plan.slug} if plan and in_plan else None),
            view_name == here,
            view_name == current,
        )
        for label, view_name, in_plan in pages
        if (plan or not in_plan) and _may_open(request.user, view_name)
    ]


def _may_open(user: Any, view_name: str) -> bool:
    if not user.has_perm(ASKS_FOR.get(view_name, VIEW_PLAN)):
        return False
    return view_name not in FOR_EDITORS or may_change_records(user)


def section_of(view_name: str) -> str:
    """A list and its records are one section: "gaps:list" and "gaps:page" alike."""
    section = view_name.partition(":")[0]
    return SECTION_OF.get(section, section)
