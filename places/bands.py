"""The band that a score of an index falls in. A rule on plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol, TypeVar


class Band(Protocol):
    """Starts at a score, or takes the top share (0 to 1) of its column; never both."""

    at_least: Decimal | None
    top_share: Decimal | None


B = TypeVar("B", bound=Band)


def band_of(
    value: Decimal | None, column_values: Iterable[Decimal | None], bands: Iterable[B]
) -> B | None:
    """The highest of `bands` that `value` reaches among the scores of its column; None where it reaches none.

    A score that is not stated has no band, and is left out of its column.
    """
    if value is None:
        return None
    column = [other for other in column_values if other is not None]
    return next((band for band in _highest_first(bands) if _reaches(value, column, band)), None)


def _highest_first(bands: Iterable[B]) -> list[B]:
    return sorted(bands, key=lambda band: (band.top_share or 0, -(band.at_least or 0)))


def _reaches(value: Decimal, column: Sequence[Decimal], band: Band) -> bool:
    if band.at_least is not None:
        return value >= band.at_least
    return band.top_share is not None and in_top_share(value, column, band.top_share)


def in_top_share(value: Decimal, column: Sequence[Decimal], share: Decimal) -> bool:
    """Whether `value` ranks within the highest `share` of `column`: of 18 scores, a fifth is the top 3.

    Equal scores share the best of their ranks, so all of them are in or none. The highest score of a
    short column is in, but where all scores are the same nothing stands out.
    """
    if len(set(column)) == 1 and len(column) > 1:
        return False
    rank = 1 + sum(other > value for other in column)
    return rank <= max(1, int(len(column) * share))
