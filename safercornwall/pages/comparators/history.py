"""What was ever said of a comparator, by whom, when and why."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from performance.figures.comparators import ComparatorKey
from performance.standings.readout import comparator_words
from safercornwall.pages.comparators.found import find_comparator


@permission_required("performance.view_comparator", raise_exception=True)
@require_safe
def comparator_history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = find_comparator(request, slug, pk)
    revisions = [
        (one, comparator_words(row.indicator, one)) for one in ComparatorKey.of(row).revisions()
    ]
    context = {"indicator": row.indicator, "comparator": row, "revisions": revisions}
    return render(request, "comparators/history.html", context)
