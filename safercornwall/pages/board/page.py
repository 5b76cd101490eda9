"""The board's home page: pictures of what needs attention, flags, funding that ends, decisions, and performance."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from priorities.models import Decision
from safercornwall.flags.catalogue import RULES
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.funding_ends import funding_cliff, funding_ends
from safercornwall.lists.performance_table import columns_of, performance_table, worst_of_each
from safercornwall.lists.theme_topics import TOPICS
from safercornwall.pages.board.areas_beyond import with_areas_beyond
from safercornwall.pages.board.freshness import freshness
from safercornwall.pages.board.gaps import biggest_gaps
from safercornwall.pages.board.matrix import matrix
from safercornwall.pages.board.since.interval import usual_interval
from safercornwall.pages.board.small_map import small_map
from safercornwall.pages.board.tiles import indicator_tiles, plan_tiles, project_tiles
from safercornwall.pages.components.due_decisions import due_decisions
from safercornwall.pages.components.flag_lines import by_group, line_of, worst
from safercornwall.pages.components.kept_pages.keeping import kept_page
from safercornwall.pages.components.open_records import open_gaps
from safercornwall.pages.components.plan_in_view import current_plan, read_plan
from safercornwall.pages.components.ranked_places import places_under_most_themes
from safercornwall.pages.components.target_bars import bars_of, number_judged

MAX_SERIOUS = 8
MAX_DECISIONS = 5
# So many of each the page lists; the lists have the rest.
MOST_ROWS, MOST_DECISIONS, MOST_ENDS = 75, 10, 10
# So many fit the first screen.
MAX_PLACES = 5


@permission_required("priorities.view_plan", raise_exception=True)
@require_safe
def board(request):
    if current_plan(request) is None:
        return render(request, "board/page.html")
    snapshot = read_plan(request)
    content = kept_page(
        "board",
        snapshot,
        lambda: render_to_string("board/_content.html", board_of(snapshot), request),
    )
    context = {"plan": snapshot.plan, "as_at": snapshot.as_at, "content": content}
    return render(request, "board/page.html", context)


def board_of(snapshot: Snapshot) -> dict[str, Any]:
    """What the board says of a plan."""
    flags = flags_of(snapshot)
    ends = funding_ends(snapshot, flags)
    decisions = due_decisions(snapshot)
    own = [row for row in decisions if row.decision.kind == Decision.Kind.BOARD]
    table = with_areas_beyond(worst_of_each(performance_table(snapshot), MOST_ROWS), snapshot)
    places = places_under_most_themes(snapshot)
    return {
        "plan": snapshot.plan,
        "as_at": snapshot.as_at,
        "indicator_tiles": indicator_tiles(snapshot),
        "project_tiles": project_tiles(snapshot),
        "plan_tiles": plan_tiles(snapshot, flags),
        "flag_count": len(flags),
        "flag_groups": by_group(flags, RULES),
        "worst_flags": [line_of(flag) for flag in worst(flags, MAX_SERIOUS)],
        "funding_ends": ends[:MOST_ENDS],
        "funding_end_count": len(ends),
        "cliff": funding_cliff(ends),
        "decisions": decisions[:MOST_DECISIONS],
        "decision_count": len(decisions),
        "first_decisions": own[:MAX_DECISIONS],
        "own_decision_count": len(own),
        "others_decision_count": len(decisions) - len(own),
        "table": table,
        "columns": columns_of(table),
        "topics": TOPICS,
        "matrix": matrix(snapshot, flags),
        "of_all": [line_of(flag) for flag in flags if flag.is_of_all],
        "bars": bars_of(snapshot.standings),
        "judged": number_judged(snapshot.standings),
        "places": places[:MAX_PLACES],
        "map": small_map(places),
        "biggest_gaps": biggest_gaps(snapshot),
        "open_gap_count": len(open_gaps(snapshot)),
        "freshness": freshness(snapshot),
        "since": usual_interval(snapshot.plan),
    }
