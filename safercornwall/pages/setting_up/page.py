"""Setting up a partnership: everything that an empty planner still needs, on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.pages.setting_up.steps import Setup


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def setting_up(request):
    steps = Setup(request).steps
    done = sum(step.is_done for step in steps)
    return render(request, "setting_up/page.html", {"steps": steps, "done": done})
