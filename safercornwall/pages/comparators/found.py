"""A comparator that an address names, and what it comes to in sentences."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from performance.models import Comparator, Figure, Indicator, Target
from performance.standings.readout import comparator_words
from safercornwall.pages.components.indicator_in_view import find_indicator


def find_comparator(request: HttpRequest, slug: str, pk: int) -> Comparator:
    """One revision of it, be it closed. Raises Http404, also for what this person may not know of."""
    indicator = find_indicator(request, slug)
    row = Comparator.objects.filter(indicator=indicator, pk=pk).first()
    if row is None:
        raise Http404("There is no such comparator.")
    row.indicator = indicator
    return row


def meaning_of(row: Comparator) -> str:
    """ "National benchmark: 28% (better) in 2010/11." beside the figure of its period, if that is in."""
    figure = (
        Figure.objects.latest_revisions()
        .filter(
            indicator=row.indicator,
            area=row.indicator.area_id,
            period_start=row.period_start,
            period_end=row.period_end,
        )
        .first()
    )
    said = f"{comparator_words(row.indicator, row, figure)} {row.period.when}."
    return said if figure else f"{said} There is no figure of the indicator for it to stand beside."


def no_longer_compared(row: Comparator) -> list[str]:
    """What goes with it: the comparison with a figure, and the targets that are a change on it."""
    return [
        f"Nothing of {row.period} is compared with “{row.label}” any more.",
        *(
            f"The target for {target.period} is a change on it, and is judged no more."
            for target in _targets_on(row.indicator, row)
        ),
    ]


def _targets_on(indicator: Indicator, row: Comparator) -> list[Target]:
    named = indicator.targets.filter(baseline_label=row.label, baseline_value=None)
    ends = (row.period_start, row.period_end)
    return [
        target
        for target in named
        if (target.baseline_start or target.period_start, target.baseline_end or target.period_end)
        == ends
    ]
