"""How an index would rank its areas with other weights. A rule on plain values: nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from places.index_tables import IndexLine, rank_of


@dataclass(frozen=True)
class Reweighted:
    """An area with its total and rank by other weights. `moved` is how many ranks it gains, below 0 how many it loses.

    A total, a rank and a move are missing where a score with a weight is.
    """

    line: IndexLine
    total: Decimal | None
    rank: str
    moved: int | None


def reweigh(lines: Sequence[IndexLine], weights: Mapping[str, Decimal]) -> list[Reweighted]:
    """The lines by their weighted sums, the highest first; `weights` are by the key of a measure.

    A measure of weight 0 is left out: a score missing there is no hindrance.
    """
    totals = {line.row.pk: _total(line, weights) for line in lines}
    known = [total for total in totals.values() if total is not None]
    found = [_reweighted(line, totals[line.row.pk], known) for line in lines]
    return sorted(found, key=lambda one: (one.total is None, -(one.total or 0), one.line.row.order))


def _reweighted(line: IndexLine, total: Decimal | None, known: list[Decimal]) -> Reweighted:
    rank = rank_of(total, known)
    moved = _number(line.rank) - _number(rank) if line.rank and rank else None
    return Reweighted(line, total, rank, moved)


def _total(line: IndexLine, weights: Mapping[str, Decimal]) -> Decimal | None:
    total = Decimal(0)
    for cell in line.cells:
        weight = weights[cell.component.key]
        if weight and cell.value is None:
            return None
        total += weight * (cell.value or 0)
    return total


def _number(rank: str) -> int:
    return int(rank.lstrip("="))
