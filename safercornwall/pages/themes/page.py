"""A theme, as the assessment's spread and everything known of it since."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.pages.components.plan_in_view import read_plan
from safercornwall.pages.themes.presenter import theme_page


@permission_required("priorities.view_theme", raise_exception=True)
@require_safe
def theme(request, plan, slug):
    whole = read_plan(request)
    found = next((row for row in whole.themes if row.slug == slug), None)
    if found is None:
        raise Http404("There is no such theme in this plan.")
    return render(request, "themes/page.html", theme_page(whole.about(found), found))
