"""Files to take away: lists, narrowed and ordered as their pages are; the performance table; every figure."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.periods import written
from performance.figures.withholding import may_see_withheld
from priorities.clocks import clocks_of, find_plan
from priorities.models import Plan
from safercornwall.exports.csv_file import csv_of
from safercornwall.exports.downloads import CSV, XLSX, download, file_name
from safercornwall.exports.figures import figure_lines
from safercornwall.exports.performance import performance_workbook
from safercornwall.exports.plan_in_view import plan_or_404
from safercornwall.exports.workbook import workbook_of
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.catalogue import LISTS
from safercornwall.lists.day_in_view import clocks_in_view
from safercornwall.lists.noun_list import NounList, Reader

# How a list is written, and what that is to a browser.
FORMATS = {"xlsx": (workbook_of, XLSX), "csv": (csv_of, CSV)}
LABELS = (("xlsx", "Excel"), ("csv", "CSV"))


class ListToTake(NamedTuple):
    """A list, and where it is in each format."""

    title: str
    nouns: str
    files: list[tuple[str, str]]


@require_safe
def list_export(
    request: HttpRequest, key: str, extension: str, plan: str | None = None
) -> HttpResponseBase:
    """A list as a file. Raises Http404 for one that there is not, or whose plan this person may not know of."""
    listing = _find(request, key, plan)
    if extension not in FORMATS:
        raise Http404("There is no such format.")
    if listing.form.errors:
        # The whole list would pass for the part that was asked for.
        context = {"title": listing.title, "errors": listing.form.errors.values()}
        return render(request, "exports/wrong_filter.html", context, status=400)
    write, content_type = FORMATS[extension]
    name = name_of_list(listing, extension)
    return download(write(listing, timezone.localtime()), content_type, name)


def _find(request: HttpRequest, key: str, slug: str | None) -> NounList:
    kind = LISTS.get(key)
    if kind is None or kind.is_in_plan != (slug is not None):
        raise Http404("There is no such list.")
    if not kind.may_be_read_by(request.user):
        raise PermissionDenied
    plan = find_plan(request.user, slug)
    if plan is None and kind.needs_a_plan:
        raise Http404("There is no such plan.")
    return kind(Reader(request.user, plan, clocks_in_view(request, plan)), request.GET)


def name_of_list(listing: NounList, extension: str) -> str:
    """The noun, the plan, its day if that is another than the plan's own, and what narrows the list."""
    plan, clocks = listing.reader.plan, listing.reader.clocks
    day = "" if clocks == clocks_of(plan) else f"as at {written(clocks.as_at)}"
    filters = [chosen.words for chosen in listing.form.chosen_filters]
    return file_name(listing.title, plan.title if plan else "", day, *filters, extension=extension)


@permission_required("performance.view_indicator", raise_exception=True)
@require_safe
def performance_export(request: HttpRequest, plan: str) -> HttpResponseBase:
    """The performance table as the board's page has it."""
    found = plan_or_404(request.user, plan)
    content = performance_workbook(
        Snapshot(found, clocks_in_view(request, found)), timezone.localtime()
    )
    return download(content, XLSX, file_name("Performance", found.title, extension="xlsx"))


@permission_required("performance.view_figure", raise_exception=True)
@require_safe
def figures_export(request: HttpRequest, plan: str) -> HttpResponseBase:
    """Every figure of the plan's indicators, each line with its definition."""
    found = plan_or_404(request.user, plan)
    lines = figure_lines(found, sees_withheld=may_see_withheld(request.user))
    return download(lines, CSV, file_name("Figures", found.title, extension="csv"))


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def take_away(request: HttpRequest, plan: str) -> HttpResponseBase:
    """What of a plan can be taken away, and where it is."""
    found = plan_or_404(request.user, plan)
    lists = [
        ListToTake(
            kind.title, kind.nouns, [(label, _address(kind, found, e)) for e, label in LABELS]
        )
        for kind in LISTS.values()
        if kind.may_be_read_by(request.user)
    ]
    context = {"plan": found, "as_at": clocks_in_view(request, found).as_at, "lists": lists}
    return render(request, "exports/take_away.html", context)


def _address(kind: type[NounList], plan: Plan, extension: str) -> str:
    if kind.is_in_plan:
        return reverse("exports:list_in_plan", args=[plan.slug, kind.key, extension])
    return reverse("exports:list", args=[kind.key, extension])
