"""What every page's frame needs: where one can go, and where one is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from priorities.models import Plan
from safercornwall.pages.components.plan_in_view import current_plan

# Label, view name, and whether the page belongs to one plan.
MAIN = (
    ("Board", "board:page", False),
    ("Plan", "plans:page", True),
    ("Themes", "themes:list", True),
    ("Indicators", "indicators:list", False),
    ("Places", "places:list", False),
    ("Indices", "indices:list", False),
    ("Projects", "projects:list", False),
    ("Gaps", "gaps:list", True),
    ("Threats", "threats:list", True),
    ("Decisions", "decisions:list", True),
    ("Flags", "flags:list", False),
    ("Rounds", "rounds:list", False),
    ("Uploads", "uploads:list", False),
)
# Pages that somebody who is signed in, but has no role, may not read.
ASKS_FOR = {
    "rounds:list": "performance.view_figure",
    "uploads:list": "performance.view_upload",
}
MORE = (
    ("External influences", "influences:list", True),
    ("Organisations", "organisations:list", False),
    ("Strategies", "strategies:list", False),
    ("Acronyms", "acronyms:list", False),
    ("Reading notes", "reading_notes:list", True),
)


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    is_current_page: bool
    is_current_section: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: a page that does not show its frame asks the database nothing."""
    if not signed_in(request):
        return {"main_navigation": (), "more_navigation": (), "current_plan": None, "user_role": ""}
    return {
        "main_navigation": SimpleLazyObject(lambda: nav_items(request, MAIN)),
        "more_navigation": SimpleLazyObject(lambda: nav_items(request, MORE)),
        "current_plan": SimpleLazyObject(lambda: plan_or_none(request)),
        "user_role": SimpleLazyObject(lambda: role_of(request)),
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


def role_of(request: HttpRequest) -> str:
    """The names of the signed-in person's groups, as the page header prints them."""
    return ", ".join(group.name for group in request.user.groups.all())


def nav_items(request: HttpRequest, entries) -> list[NavItem]:
    plan = plan_or_none(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    items = []
    for label, view_name, in_plan in entries:
        if in_plan and plan is None:
            continue
        if (needed := ASKS_FOR.get(view_name)) and not request.user.has_perm(needed):
            continue
        url = reverse(view_name, kwargs={"plan": plan.slug} if in_plan else None)
        items.append(
            NavItem(label, url, view_name == here, section_of(view_name) == section_of(here))
        )
    return items


def section_of(view_name: str) -> str:
    """A list and its records are one section: "gaps:list" and "gaps:page" alike."""
    return view_name.partition(":")[0]
