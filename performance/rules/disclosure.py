"""Small numbers: which figures are withheld because they count few people, and which others, as they would give one away.

The practice is that of official statistics in the United Kingdom: a count from 1 up to the threshold is withheld, nought is
shown, and so is everything of which none can be worked out (ONS, "Policy on protecting confidentiality in tables of birth
and death statistics"; NHS Digital, disclosure control of Hospital Episode Statistics; secondary suppression).

What is withheld is told from readers in one way, be it small itself or not. Were the two told apart, a reader would know
that one of two withheld figures is below the threshold and the other is not: 1 and 5 could be had from their sum of 6.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, MutableSet, Sequence
from dataclasses import dataclass
from decimal import Decimal

from performance.choices import WhyWithheld

# The count behind each figure. None where it was suppressed by whoever sent it, so that nobody here knows it.
Counts = Mapping[Hashable, Decimal | None]


@dataclass(frozen=True)
class SumOfCells:
    """The `parts` come to the `total`, if they are all there: areas of a larger area, or months of a quarter."""

    total: Hashable
    parts: tuple[Hashable, ...]


def is_small(count: Decimal | None, threshold: int) -> bool:
    """Whether it counts somebody, and fewer than the threshold. Nought counts nobody."""
    return count is not None and 0 < count < threshold


def withheld_among(
    layers: Sequence[Counts], sums: Iterable[SumOfCells], *, threshold: int
) -> dict[Hashable, WhyWithheld]:
    """The figures to withhold, by key, and why.

    A figure has a count in each layer: of a share those in it, those not in it and all of them. It is withheld whole, so
    what gives one of its counts away gives away the figure.
    """
    sums = list(sums)
    small = {
        key for counts in layers for key, count in counts.items() if is_small(count, threshold)
    }
    unknown = {key for counts in layers for key, count in counts.items() if count is None}
    hidden = small | unknown
    before = -1
    # To withhold one may lay open another sum that it is part of.
    while before < len(hidden):
        before = len(hidden)
        for counts in layers:
            for one in sums:
                _protect(one, counts, hidden, threshold)
    return {
        key: WhyWithheld.SMALL if key in small else WhyWithheld.SECONDARY
        for key in hidden - unknown
    }


def _protect(one: SumOfCells, counts: Counts, hidden: MutableSet[Hashable], threshold: int) -> None:
    """Withhold more of a sum, the next smallest part first and the total last, until nothing hidden follows from the rest."""
    parts = [key for key in one.parts if key in counts]
    if one.total not in counts or not parts or not _holds(one.total, parts, counts):
        return
    if one.total not in hidden and hidden.isdisjoint(parts):
        return
    # Nought hides nothing.
    shown = sorted(
        (key for key in parts if key not in hidden and counts[key]),
        key=lambda key: counts[key] or 0,
        reverse=True,
    )
    while not _is_safe(one.total, parts, counts, hidden, threshold):
        if shown:
            hidden.add(shown.pop())
        elif one.total not in hidden:
            hidden.add(one.total)
        else:
            return


def _holds(total: Hashable, parts: Sequence[Hashable], counts: Counts) -> bool:
    """Whether the parts that are known come to the total. Where some are not known, a reader would take it that they do."""
    whole = counts[total]
    known = [count for key in parts if (count := counts[key]) is not None]
    unknown = len(parts) - len(known)
    if whole is None:
        return not unknown
    return sum(known) == whole if not unknown else sum(known) + unknown <= whole


def _is_safe(
    total: Hashable,
    parts: Sequence[Hashable],
    counts: Counts,
    hidden: MutableSet[Hashable],
    threshold: int,
) -> bool:
    """Whether each hidden part could be any number below the threshold, for all that the shown ones tell.

    Hidden parts are at least 1 each. What they come to besides is what a reader cannot place.
    """
    of_hidden = [counts[key] for key in parts if key in hidden]
    known = [count for count in of_hidden if count is not None]
    unknown = len(of_hidden) - len(known)
    whole, is_total_hidden = counts[total], total in hidden
    if unknown and is_total_hidden:
        return True
    come_to = sum(known, Decimal(0))
    if unknown and whole is not None:
        come_to = whole - sum(
            (counts[key] or Decimal(0) for key in parts if key not in hidden), Decimal(0)
        )
    fewest = 1 if is_total_hidden else 2
    return len(of_hidden) >= fewest and come_to - len(of_hidden) >= threshold - 2
