"""The board's home: what needs attention, worst first."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safercornwall.flags.catalogue import all_rules, raise_flags
from safercornwall.pages.board.funding_ends import funding_cliff, funding_ends
from safercornwall.pages.board.presenter import (
    due_decisions,
    indicator_tiles,
    plan_tiles,
    project_tiles,
)
from safercornwall.pages.components.flag_lines import by_group, line_of, worst
from safercornwall.pages.components.performance_table import performance_table
from safercornwall.pages.components.plan_in_view import current_plan, read_plan

MOST_WORST = 8


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def board(request):
    if current_plan(request) is None:
        return render(request, "board/page.html")
    snapshot = read_plan(request)
    flags = raise_flags(snapshot)
    ends = funding_ends(snapshot, flags)
    context = {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "indicator_tiles": indicator_tiles(snapshot),
        "project_tiles": project_tiles(snapshot),
        "plan_tiles": plan_tiles(snapshot, flags),
        "flag_count": len(flags),
        "flag_groups": by_group(flags, all_rules()),
        "worst_flags": [line_of(flag) for flag in worst(flags, MOST_WORST)],
        "funding_ends": ends,
        "cliff": funding_cliff(ends),
        "decisions": due_decisions(snapshot),
        "table": performance_table(snapshot),
    }
    return render(request, "board/page.html", context)
