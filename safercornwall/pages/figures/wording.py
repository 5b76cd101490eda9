"""A figure in words, as it stands and as it would be."""

from __future__ import annotations

from django.utils import timezone

from core.periods import written
from performance.cells.values.given import MeasureReading
from performance.choices import FigureState
from performance.figures.keys import FigureKey
from performance.models import Figure
from performance.rules.wording import counts_in_words, show_change_from
from performance.standings.readout import in_words


def measure_in_words(
    asked: FigureKey, one: MeasureReading | Figure, beside: MeasureReading | Figure | None = None
) -> str:
    """ "77% (154 of 200), provisional", or the state that stands in place of a value; told apart from one `beside` it."""
    if one.value is None:
        return str(FigureState(one.state).label)
    counts = counts_in_words(one.numerator, one.denominator)
    others = [beside.value] if beside and beside.value is not None else []
    words = in_words(asked.indicator, one.value, *others) + (f" ({counts})" if counts else "")
    return f"{words}, provisional" if one.state == FigureState.PROVISIONAL else words


def figure_now(asked: FigureKey, latest: Figure | None) -> str:
    """What somebody else made of a figure: "It is now 82%, entered by Aled on 22 November 2026 at 16:40."."""
    if latest is None:
        return "It has been removed."
    moment = timezone.localtime(latest.known_from)
    how = f"from {latest.upload.file_name} " if latest.upload else ""
    by = f"by {latest.recorded_by} " if latest.recorded_by else ""
    when = f"on {written(moment.date())} at {moment:%H:%M}"
    return f"It is now {measure_in_words(asked, latest)}, entered {how}{by}{when}."


def difference(asked: FigureKey, old: Figure | None, new: MeasureReading) -> str:
    """By how much the value would change, never rounded to nothing; empty where either has none."""
    if old is None or old.value is None or new.value is None or old.value == new.value:
        return ""
    indicator = asked.indicator
    return show_change_from(old.value, new.value, indicator.unit, indicator.decimal_places)
