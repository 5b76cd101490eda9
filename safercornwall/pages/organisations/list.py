"""The list of organisations by kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from safercornwall.lists.organisations import OrganisationList, counts_of
from safercornwall.pages.components.list_page import list_context


def by_kind(organisations: Iterable[Organisation]) -> list[dict[str, Any]]:
    """The kinds in their own order, each organisation with its counts in words. Empty kinds are left out."""
    of_kind: dict[str, list[Organisation]] = {kind.value: [] for kind in Organisation.Kind}
    for organisation in organisations:
        of_kind[organisation.kind].append(organisation)
    return [
        {
            "label": kind.label,
            "slug": kind.value,
            "rows": [(row, counts_of(row)) for row in of_kind[kind]],
        }
        for kind in Organisation.Kind
        if of_kind[kind]
    ]


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    context = list_context(request, OrganisationList)
    context["kinds"] = by_kind(context["page"].object_list)
    return render(request, "organisations/list.html", context)
