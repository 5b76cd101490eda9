"""The indicators held to a target, as bars on one scale: the furthest off by share of target first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from performance.choices import Polarity, TargetForm
from performance.standings.readout import in_words, number_and_unit
from performance.standings.standing import Standing
from safercornwall.pages.components.pictures.bar_rows import BarsToTarget, furthest_off_first
from safercornwall.pages.components.pictures.bars import BarToTarget, Good

# So many fit the first screen; the table beneath has the rest.
MOST_BARS = 8
BOUNDS: dict[str, tuple[str, Good]] = {
    TargetForm.AT_MOST: ("at most", "lower"),
    TargetForm.AT_LEAST: ("at least", "higher"),
}
BOUND_OF = {"lower": "at most", "higher": "at least"}
BETTER: dict[str, Good] = {Polarity.LOWER: "lower", Polarity.HIGHER: "higher"}


def bars_of(standings: Iterable[Standing]) -> BarsToTarget:
    """Of the indicators that are judged by a target, the furthest off first."""
    return BarsToTarget(furthest_off_first(list(_bars(standings)))[:MOST_BARS])


def number_judged(standings: Iterable[Standing]) -> int:
    """How many are held to a target."""
    return sum(row.judgement.limit is not None for row in standings)


def _bars(standings: Iterable[Standing]) -> Iterator[BarToTarget]:
    for standing in standings:
        judgement, target = standing.judgement, standing.target
        if judgement.value is None or judgement.limit is None or target is None:
            continue
        indicator = standing.indicator
        bound, good = BOUNDS.get(target.form, ("", BETTER.get(indicator.polarity, "")))
        if target.form == TargetForm.CHANGE:
            bound = BOUND_OF.get(good, "")
        limit = in_words(indicator, judgement.limit, judgement.value)
        yield BarToTarget(
            label=indicator.short_name or indicator.name,
            value=judgement.value,
            target=judgement.limit,
            amber=judgement.amber,
            good=good,
            status=standing.status.value,
            # The target names the unit.
            value_words=number_and_unit(indicator, judgement.value, judgement.limit)[0],
            target_words=f"{bound} {limit}".strip(),
            amber_words=""
            if judgement.amber is None
            else number_and_unit(indicator, judgement.amber, judgement.value)[0],
            href=indicator.get_absolute_url(),
        )
