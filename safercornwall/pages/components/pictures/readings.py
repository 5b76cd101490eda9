"""The figures of a series as pictures draw them, and the same in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from safercornwall.pages.components.pictures.elements import Number, number


@dataclass(frozen=True)
class DrawnReading:
    """One figure of a series, in the series' own unit. A value of None is a gap, never zero.

    `when` names its period ("Q1 2011/12") and `words` its value with the unit ("2.8 per 10,000"). `low` and `high`
    are the ends of its interval. `state` says why there is no value: a figure state such as "suppressed" or "late".
    `short` is the value in a few characters ("2.8"), where a chart writes it beside the point.
    """

    when: str
    value: Number | None
    words: str = ""
    provisional: bool = False
    state: str = ""
    low: Number | None = None
    high: Number | None = None
    short: str = ""

    @property
    def known(self) -> float | None:
        return number(self.value)

    @property
    def told(self) -> str:
        aside = ", provisional" if self.provisional else ""
        return f"{self.words or self.value} ({self.when}{aside})"


@dataclass(frozen=True)
class Break:
    """Nothing is compared across it. It stands before the reading with the number `before` (the first is 0)."""

    before: int
    reason: str = ""


def runs(values: Sequence[float | None], breaks: Collection[int]) -> list[list[int]]:
    """The numbers of the values that a line joins: it stops at a gap and at a break."""
    found: list[list[int]] = [[]]
    for place, value in enumerate(values):
        if value is None or place in breaks:
            found.append([])
        if value is not None:
            found[-1].append(place)
    return [run for run in found if run]


def told_in_sentences(readings: Sequence[DrawnReading], breaks: Sequence[Break]) -> Iterator[str]:
    """How many figures there are, the first, the last, the gaps and the breaks."""
    known = [reading for reading in readings if reading.known is not None]
    if not known:
        yield "No figures yet."
    elif len(known) == 1:
        yield f"One figure: {known[0].told}."
    else:
        yield f"{len(known)} figures, from {known[0].told} to {known[-1].told}."
    gaps = [reading.when for reading in readings if reading.known is None]
    if gaps:
        yield f"No figure for {listed(gaps)}."
    for one in breaks:
        if 0 < one.before < len(readings):
            reason = f": {one.reason}" if one.reason else ""
            yield f"The series breaks before {readings[one.before].when}{reason}."


def listed(words: Sequence[str], most: int = 4) -> str:
    """ "a, b and c", or the first ones and how many more."""
    if len(words) > most:
        return f"{', '.join(words[: most - 1])} and {len(words) - most + 1} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
