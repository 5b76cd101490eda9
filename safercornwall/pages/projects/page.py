"""A project with all that is known of it."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.flags.catalogue import flags_about
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.projects.presenter import ProjectPage, find_project


@permission_required("projects.view_project", raise_exception=True)
@require_safe
def project(request, slug):
    found = find_project(slug, request.user)
    snapshot = read_plan(request).about(found)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "page": ProjectPage(snapshot, found, flags_about(snapshot, found)),
        "project": found,
    }
    return render(request, "projects/page.html", context)
