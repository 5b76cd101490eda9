"""The headline count as a rate of the people who live in its area."""

from __future__ import annotations

from datetime import datetime

from performance.models import Figure, Indicator
from performance.rules.estimates import rounded_words
from performance.rules.rates import population_year, rate_of
from performance.rules.readings import IN
from performance.standings.readout import in_words
from places.models import PopulationEstimate
from safercornwall.pages.indicators.area_funnel import is_over_populations


def headline_rate(
    indicator: Indicator, figure: Figure | None, known_on: datetime | None = None
) -> str:
    """The rate and what it was worked out from, in a sentence. Empty for what is not counted, and without an estimate."""
    if figure is None or figure.state not in IN or figure.value is None or figure.value < 0:
        return ""
    if not is_over_populations(indicator):
        return ""
    estimate = (
        PopulationEstimate.objects.known_on(known_on)
        .filter(area=figure.area_id, year__lte=population_year(figure.period))
        .order_by("-year")
        .first()
    )
    if estimate is None:
        return ""
    rate = rounded_words(
        rate_of(figure.value, estimate.people), unit=f"{indicator.unit} per 1,000 people"
    )
    count = in_words(indicator, figure.value)
    return (
        f"{rate} {figure.period.when}, worked out from {count} and a population of "
        f"{estimate.people:,} in mid-{estimate.year} ({estimate.source})."
    )
