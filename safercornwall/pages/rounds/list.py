"""Rounds: all of them, and the figures of one quarter."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.lists.tiles import Tile, narrowed_to
from performance.figures.withholding import may_see_withheld
from performance.indicators.unreached import unreached_on
from performance.rounds.by_group import COUNTED, Tally, by_provider, by_theme
from performance.rounds.history import RoundHistory
from performance.rounds.quarters import quarter_from
from performance.rounds.round import read_round
from priorities.clocks import clocks_of
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.rounds.filters import RoundFilters
from safercornwall.pages.rounds.presenter import in_state, narrowed, rows_of

ROUNDS_A_PAGE = 20

FIGURES_A_PAGE = 100

reads_rounds = permission_required("performance.view_figure", raise_exception=True)


def quarter_or_404(key):
    """The quarter that an address names."""
    quarter = quarter_from(key)
    if quarter is None:
        raise Http404("There is no such quarter.")
    return quarter


@reads_rounds
@require_safe
def round_list(request):
    """Every quarter, the newest first, with how many of its figures are in."""
    plan = current_plan(request)
    clocks = clocks_of(plan)
    history = RoundHistory(plan, clocks)
    page = Paginator(history.quarters, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "as_at": clocks.as_at,
        "page": page,
        "rounds": history.rounds(list(page.object_list)),
        "places": COUNTED,
        "unreached": _unreached(request),
    }
    return render(request, "rounds/list.html", context)


@reads_rounds
@require_safe
def round_page(request, key):
    """The figures that a quarter looks for: which are in, which are not, who was asked."""
    plan = current_plan(request)
    found = read_round(
        plan,
        quarter_or_404(key),
        clocks_of(plan),
        sees_withheld=may_see_withheld(request.user),
    )
    themes, organisations = by_theme(found.expected, found.themes_of), by_provider(found.expected)
    form = RoundFilters(request.GET, themes=themes, organisations=organisations)
    chosen = form.chosen
    state = chosen.pop("state", "")
    expected = narrowed(found, found.expected, **chosen)
    figures = in_state(expected, state)
    page = Paginator(figures, FIGURES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "as_at": found.clocks.as_at,
        "round": found,
        "key": key,
        "places": COUNTED,
        "tiles": _tiles(request.GET, expected),
        "form": form,
        "count": len(figures),
        "page": page,
        "rows": rows_of(found, page.object_list),
        "beside": rows_of(found, in_state(narrowed(found, found.beside, **chosen), state)),
        "themes": themes,
        "counted_twice": sum(group.tally.expected for group in themes) - len(found.expected),
        "organisations": organisations,
        "contents": _contents(found, len(figures)),
        "changed_count": sum(row.differs for row in found.reported.values()),
        "is_over": found.period.is_over(timezone.localdate()),
        "unreached": _unreached(request),
    }
    return render(request, "rounds/page.html", context)


def _unreached(request):
    """Only for whoever looks after people."""
    may_see = request.user.has_perm("accounts.view_user")
    return unreached_on(timezone.localdate()) if may_see else []


def _tiles(given, expected):
    tally = Tally.of(row.place for row in expected)
    everything = given.copy()
    for name in ("state", "page"):
        everything.pop(name, None)
    first = Tile("Expected", tally.expected, f"?{everything.urlencode()}")
    return [first, *narrowed_to(given, "state", tally.counts.items())]


def _contents(found, count):
    """Where to jump to, and how many figures the list below holds."""
    items = [("Figures", "figures", count)]
    if found.expected:
        items += [("By theme", "themes"), ("By organisation that provides", "organisations")]
    return [*items, *([("Closings", "closings")] if found.closings else [])]
