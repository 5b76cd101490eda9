"""A figure in words."""

from __future__ import annotations

from django.utils import timezone

from core.periods import written
from performance.cells.values.figure_cells import MeasureReading
from performance.choices import FigureState
from performance.figures.keys import FigureKey
from performance.models import Figure
from performance.rules.wording import counts_in_words, show_change_from
from performance.standings.readout import in_words


def measure_in_words(
    figure_key: FigureKey,
    one: MeasureReading | Figure,
    other: MeasureReading | Figure | None = None,
) -> str:
    """ "77% (154 of 200), provisional", or the state if there is no value. It has the digits to differ from `other`."""
    if one.value is None:
        return str(FigureState(one.state).label)
    counts = counts_in_words(one.numerator, one.denominator)
    others = [other.value] if other and other.value is not None else []
    words = in_words(figure_key.indicator, one.value, *others) + (f" ({counts})" if counts else "")
    return f"{words}, provisional" if one.state == FigureState.PROVISIONAL else words


def changed_figure_words(figure_key: FigureKey, latest: Figure | None) -> str:
    """The figure after somebody else's change: "It is now 82%, entered by Aled on 22 November 2026 at 16:40."."""
    if latest is None:
        return "It has been removed."
    moment = timezone.localtime(latest.known_from)
    source = f"from {latest.upload.file_name} " if latest.upload else ""
    by = f"by {latest.recorded_by} " if latest.recorded_by else ""
    when = f"on {written(moment.date())} at {moment:%H:%M}"
    return f"It is now {measure_in_words(figure_key, latest)}, entered {source}{by}{when}."


def difference(figure_key: FigureKey, old: Figure | None, new: MeasureReading) -> str:
    """The difference of the values, never rounded to zero. Empty if one of them is missing."""
    if old is None or old.value is None or new.value is None or old.value == new.value:
        return ""
    indicator = figure_key.indicator
    return show_change_from(old.value, new.value, indicator.unit, indicator.decimal_places)
