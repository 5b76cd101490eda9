"""What the page of an indicator says where figures of areas are in, and that of the whole place is not."""

from __future__ import annotations

from core.periods import Period
from performance.choices import FigureState
from performance.figures.complete_sets import complete_set
from performance.models import Figure, Indicator
from safercornwall.pages.indicators.areas import IndicatorAreas


def whole_missing(indicator: Indicator, areas: IndicatorAreas) -> str:
    """ "Q2 2011/12: 326 of 327 LSOAs are in; Cornwall itself is not." Empty where the figure of the whole place is in."""
    period = areas.period
    if period is None or any(row.period == period for row in indicator.figures.all()):
        return ""
    known = _of_set(indicator, areas, period) or _counted(areas.areas[period])
    return f"{period}: {known}; {indicator.area.name} itself is not."


def _counted(number: int) -> str:
    return "1 other area is in" if number == 1 else f"{number:,} other areas are in"


def _of_set(indicator: Indicator, areas: IndicatorAreas, period: Period) -> str:
    """Empty where no complete set is known, or none of its areas is in."""
    found = complete_set()
    if found is None or found.whole.pk != indicator.area_id:
        return ""
    states = (
        Figure.objects.known_on(areas.known_on)
        .filter(indicator=indicator, area__in=found.areas)
        .filter(period_start=period.start, period_end=period.end)
        .values_list("state", flat=True)
    )
    number = len(states)
    if not number:
        return ""
    withheld = sum(state == FigureState.SUPPRESSED for state in states)
    of_all = f"{number:,} of {found.size:,}" if number < found.size else f"all {number:,}"
    suppressed = f", {withheld:,} of them suppressed" if withheld else ""
    return f"{of_all} {found.called} are in{suppressed}"
