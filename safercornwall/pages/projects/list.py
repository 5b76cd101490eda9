from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from core.lists.tiles import narrowed_to
from core.records.fetching import fetch_with_children
from places.models import Area
from priorities.clocks import clocks_of
from projects.models import Project, ProjectListing
from safercornwall.pages.components.plan_in_view import current_plan, themes_of
from safercornwall.pages.projects.filters import ProjectFilters
from safercornwall.pages.projects.listing import ProjectRow, counts_by_status, in_order

ON_A_PAGE = 100


@permission_required("projects.view_project", raise_exception=True)
@require_safe
def project_list(request):
    """Every project of the plan."""
    plan = current_plan(request)
    as_at = clocks_of(plan).as_at
    themes = themes_of(plan)
    form = ProjectFilters(
        request.GET, themes=themes, areas=_areas(), organisations=_organisations()
    )
    projects = _fetched(form.narrow(_projects(plan)), themes)
    rows = [ProjectRow(project, as_at) for project in projects]
    counts = counts_by_status(row.project.status for row in rows)
    tiles = narrowed_to(request.GET, "status", counts)
    if status := form.chosen.get("status"):
        rows = [row for row in rows if row.project.status == status]
    rows = in_order(rows, form.chosen.get("order", ""))
    context = {
        "plan": plan,
        "as_at": as_at,
        "form": form,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "tiles": tiles,
    }
    return render(request, "projects/list.html", context)


def _projects(plan):
    """Those that a theme of the plan lists, and those that none lists yet."""
    listed = ProjectListing.objects.filter(theme__plan=plan).values("project")
    anywhere = ProjectListing.objects.values("project")
    found = Project.objects.filter(Q(pk__in=listed) | ~Q(pk__in=anywhere))
    return found.select_related("lead_organisation").order_by("order")


def _fetched(projects, themes):
    listings = ProjectListing.objects.filter(theme__in=themes).order_by("theme__order")
    return fetch_with_children(
        projects, "areas", "funding_lines", listings=listings, at_hand=themes
    )


def _areas():
    """Places smaller than the county in which, or around which, some project is."""
    inside = Area.objects.filter(projects__isnull=False, path__startswith=OuterRef("path"))
    return Area.objects.filter(Exists(inside)).exclude(kind=Area.Kind.COUNTY).order_by("name")


def _organisations():
    """Those that lead, deliver or pay for some project."""
    having = Q(projects_led__isnull=False) | Q(projects__isnull=False)
    return Organisation.objects.filter(having | Q(funding_lines__isnull=False)).distinct()
