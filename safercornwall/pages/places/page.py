"""A place, with everything known of it."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from priorities.notes_by_line import NotesByLine
from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.places.presenter import PlacePage


@permission_required("places.view_area", raise_exception=True)
@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    snapshot = read_plan(request)
    page = PlacePage(snapshot, slug, NotesByLine(snapshot.plan))
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, "page": page, "place": page.place}
    return render(request, "places/page.html", context)
