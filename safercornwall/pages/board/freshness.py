"""How fresh the board's figures are: the newest, and those that are late or not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.periods import Period
from performance.choices import Status
from performance.models import Indicator
from performance.rules.wording import lag_words
from safercornwall.flags.snapshot import Snapshot

# In days.
A_QUARTER = 92


@dataclass(frozen=True)
class Freshness:
    """`newest` is None where no figure is in. `late` counts the indicators whose figure is overdue, `without` those that have none.

    `slowest` is the indicator whose figures come longest after their period, where that is more than a quarter.
    """

    newest: Period | None
    number: int
    late: int
    without: int
    slowest: Indicator | None = None

    @property
    def slowest_after(self) -> str:
        return lag_words(self.slowest.reporting_lag_days) if self.slowest else ""


def freshness(snapshot: Snapshot) -> Freshness:
    periods = [row.period for row in snapshot.standings if row.period and row.figure]
    newest = max(periods, key=lambda period: period.end, default=None)
    return Freshness(
        newest,
        len(snapshot.standings),
        sum(row.status == Status.OVERDUE for row in snapshot.standings),
        sum(row.status == Status.NO_FIGURES for row in snapshot.standings),
        _slowest(snapshot.indicators),
    )


def _slowest(indicators: Iterable[Indicator]) -> Indicator | None:
    slow = [row for row in indicators if (row.reporting_lag_days or 0) > A_QUARTER]
    return max(slow, key=lambda row: row.reporting_lag_days, default=None)
