"""The list of themes, with the number of records under each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.lists.themes import ThemeList
from safercornwall.pages.components.list_page import list_context
from safercornwall.pages.components.plan_frame import by_kind


@require_safe
def theme_list(request: HttpRequest, plan: str) -> HttpResponse:
    context = list_context(request, ThemeList)
    context["kinds"] = by_kind(context["page"].object_list)
    return render(request, "themes/list.html", context)
