"""What a break in a series parts: what is no longer compared across its day, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from core.periods import Period, in_order, written
from performance.choices import Profile, TargetForm
from performance.models import Target
from performance.rules.signal import FEWEST_POINTS

MOST_NAMED = 3


def parted_words(starts_on: date, *, periods: Collection[Period], targets: Sequence[Target]) -> str:
    """`periods` are those of the figures that are in, `targets` those of the same place."""
    return " ".join(
        [f"Nothing is compared across {written(starts_on)}.", *_parted(starts_on, periods, targets)]
    )


def _parted(on: date, periods: Collection[Period], targets: Sequence[Target]) -> Iterator[str]:
    before = [row for row in periods if row.end < on]
    after = [row for row in periods if row.start >= on]
    inside = in_order(row for row in periods if row.start < on <= row.end)
    if before and after:
        yield f"{_figures(len(before))} before it {_are(before)} not compared with the {len(after)} from then on."
    elif before or after:
        side = "from then on" if after else "before it"
        other = "before it" if after else "from then on yet"
        yield f"{_figures(len(before or after))} {_are(before or after)} in {side}, and none {other}."
    else:
        yield "No figure is in yet."
    if inside:
        yield f"It falls inside {_listed([row.label for row in inside])}, which stand alone."
    if changed := [row for row in targets if _is_parted(row, on)]:
        names = _listed([str(row.period) for row in changed])
        yield f"The target for {names} is against figures from before it, and is not judged."
    if 0 < len(after) < FEWEST_POINTS:
        yield f"Limits of ordinary variation begin again: {len(after)} of {FEWEST_POINTS} points are in."


def _is_parted(target: Target, on: date) -> bool:
    """Whether the day lies between what a target is worked out from and its end."""
    if target.form == TargetForm.CHANGE and target.baseline_start and target.baseline_value is None:
        return bool(not target.baseline_label and target.baseline_start < on <= target.period_end)
    if target.profile == Profile.LAST_YEAR:
        return bool(target.period.same_last_year().start < on <= target.period_end)
    return False


def _figures(count: int) -> str:
    return f"{count} figure{'' if count == 1 else 's'}"


def _are(rows: Collection[Period]) -> str:
    return "is" if len(rows) == 1 else "are"


def _listed(names: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    *firsts, last = names
    return f"{', '.join(firsts)} and {last}" if firsts else last
