"""The list of acronyms, each with where the assessment uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.lists.filters import Choice, Filters, Words
from priorities.clocks import clocks_of
from priorities.models import (
    Acronym,
)
from safercornwall.pages.components.plan_filters import containing
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.records_by_line import Found, RecordsByLine


class AcronymFilters(Filters):
    meaning = Choice(
        "All meanings",
        [("theirs", "Given by the assessment"), ("ours", "Ours")],
        label="Whose meaning",
    )
    q = Words()

    def narrow(self, acronyms: QuerySet[Acronym]) -> QuerySet[Acronym]:
        chosen = self.chosen
        if meaning := chosen.get("meaning"):
            acronyms = acronyms.filter(is_in_text=meaning == "theirs")
        return containing(acronyms, chosen, ["acronym", "expansion"])


@dataclass(frozen=True)
class AcronymEntry:
    acronym: Acronym
    appears_in: list[Found]


def acronym_entries(acronyms: Iterable[Acronym], records: RecordsByLine | None):
    """In the order of a glossary, whatever the capitals."""
    ordered = sorted(acronyms, key=lambda entry: entry.acronym.casefold())
    return [
        AcronymEntry(entry, records.of(entry.source_lines) if records else []) for entry in ordered
    ]


@permission_required("priorities.view_acronym", raise_exception=True)
@require_safe
def acronym_list(request: HttpRequest) -> HttpResponse:
    plan = current_plan(request)
    form = AcronymFilters(request.GET)
    records = RecordsByLine(plan) if plan else None
    entries = acronym_entries(form.narrow(Acronym.objects.all()), records)
    context = {"plan": plan, "as_at": clocks_of(plan).as_at, "form": form, "entries": entries}
    return render(request, "acronyms/list.html", context)
