"""An indicator with figures other than those it was fetched with, for the rules to read."""

from __future__ import annotations

from collections.abc import Iterable

from performance.models import Figure, Indicator
from safercornwall.records.prefetch import with_children


def holding(indicator: Indicator, figures: Iterable[Figure]) -> Indicator:
    """A copy of `indicator` whose figures are these, newest first, and no others. Nothing is written."""
    newest_first = sorted(figures, key=lambda row: row.period_end, reverse=True)
    held: Indicator = with_children(indicator, "figures", newest_first)
    return held
