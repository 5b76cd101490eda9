"""The indicators whose status changed, worked out at both days by the same rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.records.fetching import index_by
from performance.choices import WORST_FIRST, Status
from performance.standings.standing import Standing
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.board.since.interval import TimeBetween

# How good a judged status is. A year that ends off track is missed: that is as bad, not better. One that nothing
# judges, with no figure or no target or a late figure, is neither better nor worse than another.
HOW_GOOD = {
    Status.MISSED: 0, Status.OFF_TRACK: 0, Status.AT_RISK: 1, Status.ON_TRACK: 2, Status.ACHIEVED: 2,
}  # fmt: skip


@dataclass(frozen=True)
class StatusMove:
    """How an indicator stood, and how it stands. `before` is None for one that was not there yet."""

    indicator: Any
    before: Standing | None
    after: Standing

    @property
    def is_worse(self) -> bool:
        return self._step < 0

    @property
    def is_better(self) -> bool:
        return self._step > 0

    @property
    def word(self) -> str:
        if self.is_worse:
            return "Worse"
        if self.is_better:
            return "Better"
        is_first = self.before is not None and self.before.status == Status.NO_FIGURES
        return "First figure" if is_first else ""

    @property
    def owners_line(self) -> str:
        """What the people answering for it say, of the period that it is judged by now."""
        said = self.after.commentary
        return (said.text or said.management_actions) if said else ""

    @property
    def _step(self) -> int:
        """How much nearer to good, where both were judged."""
        if self.before is None:
            return 0
        old, new = self.before.status, self.after.status
        return HOW_GOOD[new] - HOW_GOOD[old] if old in HOW_GOOD and new in HOW_GOOD else 0

    @property
    def turn(self) -> tuple[int, int]:
        """Those that got worse first, and among equals the worst as they stand."""
        return self._step, WORST_FIRST.index(self.after.status)


def status_changes(snapshot: Snapshot, interval: TimeBetween) -> list[StatusMove]:
    """Those that got worse first. One that came since then has no status before."""
    plan, now = snapshot.plan, snapshot.clocks
    before = index_standings(Snapshot(plan, interval.clocks_before(now), keeps=False).standings)
    after = snapshot
    if interval.end is not None:
        after = Snapshot(plan, interval.clocks_after(now), keeps=False)
    changes = [
        StatusMove(standing.indicator, before.get(standing.indicator.pk), standing)
        for standing in after.standings
    ]
    found = [one for one in changes if one.before and one.before.status != one.after.status]
    return sorted(found, key=lambda one: one.turn)


def index_standings(standings: Sequence[Standing]) -> dict[int, Standing]:
    indicators = index_by([standing.indicator for standing in standings])
    return dict(zip(indicators, standings, strict=True))
