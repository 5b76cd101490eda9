"""Other weights for an index: new sums, new ranks, and how far each area moves."""

from dataclasses import dataclass
from decimal import Decimal

from places.index_tables import IndexCell, IndexLine, rank_of
from places.models import IndexComponent, IndexRow, IndexScore
from places.reweighting import reweigh

KEYS = ("violence", "theft")


@dataclass(frozen=True)
class Scores:
    violence: int | None
    theft: int | None

    @property
    def total(self):
        return None if None in (self.violence, self.theft) else self.violence + self.theft


def lines(*found):
    totals = [Decimal(one.total) for one in found if one.total is not None]
    return [
        IndexLine(
            IndexRow(pk=number, order=number),
            tuple(
                IndexCell(
                    IndexComponent(key=key),
                    None if getattr(one, key) is None else IndexScore(value=Decimal(getattr(one, key))),
                    None,
                )
                for key in KEYS
            ),
            None if one.total is None else Decimal(one.total),
            False,
            rank_of(None if one.total is None else Decimal(one.total), totals),
            len(found),
        )
        for number, one in enumerate(found, start=1)
    ]  # fmt: skip


def outcome(found, violence, theft):
    weights = {"violence": Decimal(str(violence)), "theft": Decimal(str(theft))}
    return [(one.line.row.order, one.total, one.rank, one.moved) for one in reweigh(found, weights)]


def test_with_the_same_weights_nothing_moves():
    assert outcome(lines(Scores(3, 2), Scores(1, 1)), 1, 1) == [(1, 5, "1", 0), (2, 2, "2", 0)]


def test_a_heavier_measure_brings_up_those_that_score_on_it():
    assert outcome(lines(Scores(4, 1), Scores(1, 3)), 1, 4) == [(2, 13, "1", 1), (1, 8, "2", -1)]


def test_equal_sums_share_a_rank():
    found = lines(Scores(3, 0), Scores(1, 1))
    assert outcome(found, "0.5", 1) == [(1, Decimal("1.5"), "=1", 0), (2, Decimal("1.5"), "=1", 1)]


def test_a_missing_score_is_not_a_zero():
    found = lines(Scores(None, 5), Scores(1, 1))
    assert outcome(found, 1, 1) == [(2, 2, "1", 0), (1, None, "", None)]


def test_a_measure_without_weight_hinders_nobody():
    found = lines(Scores(None, 5), Scores(1, 1))
    assert outcome(found, 0, 1) == [(1, 5, "1", None), (2, 1, "2", -1)]
