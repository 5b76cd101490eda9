"""A round: the figures expected for a quarter, and the state of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.lists.filters import Choice, Filters
from core.lists.tiles import Tile, narrowed_to
from core.periods import Period
from performance.choices import FigureState
from performance.figures.withholding import may_see_withheld
from performance.indicators.unreached import unreached_on
from performance.models import Figure, Indicator, Reminder
from performance.rounds.by_group import (
    COUNTED,
    NO_PROVIDER,
    NO_THEME,
    OPEN,
    RoundGroup,
    Tally,
    by_provider,
    by_theme,
    tallied_status,
)
from performance.rounds.changes import deed_of
from performance.rounds.coverage import Coverage
from performance.rounds.expected import Expected, ReturnStatus
from performance.rounds.quarters import quarter_from
from performance.rounds.round import Round, read_round
from priorities.clocks import clocks_of
from safercornwall.pages.components.plan_in_view import current_plan
from safercornwall.pages.components.provenance import Provenance, provenance_of
from safercornwall.pages.components.revisions import counts_of, value_words

FIGURES_PER_PAGE = 100
reads_rounds = permission_required("performance.view_figure", raise_exception=True)


class RoundFilters(Filters):
    state = Choice("All", [(place.value, place.label) for place in COUNTED], label="State")
    theme = Choice("All themes")
    organisation = Choice("All organisations", label="Provided by")

    def __init__(
        self, data: Any, *, themes: Iterable[RoundGroup], organisations: Iterable[RoundGroup]
    ):
        super().__init__(data)
        self.offer("theme", [(group.value, group.name) for group in themes])
        self.offer("organisation", [(group.value, group.name) for group in organisations])


@dataclass(frozen=True)
class RoundChange:
    """A figure as reported to the board and as corrected since, in words."""

    reported: str
    latest: str
    on: date
    by: str
    reason: str


@dataclass(frozen=True)
class RoundRow:
    """One figure of the round. `areas` says how many other areas have one. `change` is None in an open period."""

    expected: Expected
    areas: str = ""
    reminder: Reminder | None = None
    change: RoundChange | None = None

    @property
    def indicator(self) -> Indicator:
        return self.expected.indicator

    @property
    def period(self) -> Period:
        return self.expected.period

    @property
    def figure(self) -> Figure | None:
        return self.expected.figure

    @property
    def state(self) -> str:
        return self.expected.status.value

    @property
    def is_open(self) -> bool:
        return self.expected.status in OPEN

    @property
    def value(self) -> str:
        """The value with its unit, or empty."""
        figure = self.figure
        return value_words(self.indicator, figure) if figure and figure.value is not None else ""

    @cached_property
    def provenance(self) -> Provenance | None:
        return provenance_of(self.figure) if self.figure else None


def rows_of(round_: Round, figures: Sequence[Expected]) -> list[RoundRow]:
    """A row for each figure, in their order. It takes no query, because the round holds everything."""
    return [
        RoundRow(
            expected=row,
            areas=_areas(round_.coverage.get(row.key)),
            reminder=round_.reminders.get(row.key),
            change=_change(round_, row),
        )
        for row in figures
    ]


def narrowed(
    round_: Round, figures: Sequence[Expected], *, theme: str = "", organisation: str = ""
) -> list[Expected]:
    """The figures of a theme and of a provider, each by its slug."""

    def is_of_theme(row: Expected) -> bool:
        slugs = {found.slug for found in round_.themes_of.get(row.indicator.pk, ())}
        return not theme or theme in (slugs or {NO_THEME})

    def is_provided(row: Expected) -> bool:
        provider = row.indicator.provider
        return not organisation or organisation == (provider.slug if provider else NO_PROVIDER)

    return [row for row in figures if is_of_theme(row) and is_provided(row)]


def in_state(figures: Sequence[Expected], state: str = "") -> list[Expected]:
    """The figures that count as the state, or all without one."""
    return [row for row in figures if not state or tallied_status(row.status).value == state]


def open_words(tally: Tally) -> str:
    """The number of figures that are not settled: "4 late and 1 provisional". Empty if all are in."""
    counts = [
        f"{count} {'with no day set' if place == ReturnStatus.NO_DAY_SET else place.label.lower()}"
        for place in OPEN
        if (count := tally.counts[place])
    ]
    return " and ".join([*([", ".join(counts[:-1])] if counts[1:] else []), *counts[-1:]])


def _change(round_: Round, row: Expected) -> RoundChange | None:
    """The change since the figure was reported to the board, if any."""
    found = round_.reported.get(row.key)
    deed = deed_of(found, round_.uploads) if found and found.differs else None
    if found is None or deed is None:
        return None
    return RoundChange(
        reported=_figure_in_words(row.indicator, found.reported, found.latest) or "Not in yet",
        latest=_figure_in_words(row.indicator, found.latest, found.reported) or "Removed",
        on=timezone.localtime(deed.at).date(),
        by=str(deed.by or ""),
        reason=deed.reason,
    )


def _figure_in_words(indicator: Indicator, figure: Figure | None, other: Figure | None) -> str:
    """The value with its state, reason and counts. It has the digits to differ from `other`."""
    if figure is None:
        return ""
    words = [value_words(indicator, figure, other)]
    if figure.state == FigureState.PROVISIONAL:
        words.append("provisional")
    if figure.is_estimate:
        words.append("an estimate")
    if figure.reason:
        words.append(figure.reason)
    if counts := counts_of(figure):
        words.append(counts)
    return ", ".join(words)


def _areas(found: Coverage | None) -> str:
    """The number of other areas with a figure: "12 other areas in, 3 missing that were in for the period before"."""
    if found is None:
        return ""
    areas = f"{found.known:,} other area{'' if found.known == 1 else 's'} in"
    if not found.missing:
        return areas
    was = "was" if found.missing == 1 else "were"
    return f"{areas}, {found.missing:,} missing that {was} in for the period before"


def quarter_or_404(key):
    """The quarter that an address names."""
    quarter = quarter_from(key)
    if quarter is None:
        raise Http404("There is no such quarter.")
    return quarter


@reads_rounds
@require_safe
def round_page(request, key):
    """The expected figures of a quarter, with their states and reminders."""
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
    page = Paginator(figures, FIGURES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "as_at": found.clocks.as_at,
        "round": found,
        "key": key,
        "places": COUNTED,
        "tiles": _tiles(request.GET, expected),
        "missing_words": Tally.of(row.status for row in expected).missing_words,
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
        "unreached": unreached_for(request),
    }
    return render(request, "rounds/page.html", context)


def unreached_for(request):
    """The people whom no reminder reaches, for readers who may see people."""
    may_see = request.user.has_perm("accounts.view_user")
    return unreached_on(timezone.localdate()) if may_see else []


def _tiles(given, expected):
    tally = Tally.of(row.status for row in expected)
    everything = given.copy()
    for name in ("state", "page"):
        everything.pop(name, None)
    first = Tile("Expected", tally.expected, f"?{everything.urlencode()}")
    return [first, *narrowed_to(given, "state", tally.counts.items())]


def _contents(found, count):
    """The sections of the page, with the number of figures."""
    items = [("Figures", "figures", count)]
    if found.expected:
        items += [("By theme", "themes"), ("By organisation that provides", "organisations")]
    return [*items, *([("Closings", "closings")] if found.closings else [])]
