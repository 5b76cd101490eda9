"""The commentary on an indicator by period: the latest, and the earlier ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.periods import Period, written
from performance.choices import Status
from performance.models import Commentary


@dataclass(frozen=True)
class WrittenCommentary:
    """One commentary with its author."""

    commentary: Commentary
    who: Any

    @property
    def by_and_on(self) -> str:
        moment = timezone.localtime(self.commentary.written_at)
        by = f"by {self.who} " if self.who else ""
        at = f" at {moment:%H:%M}" if self.who else ""
        return f"Written {by}on {written(moment.date())}{at}"

    @property
    def override(self) -> str:
        """The status that it sets by hand, in words, or empty."""
        return (
            str(Status(self.commentary.status_override).label)
            if self.commentary.status_override
            else ""
        )


@dataclass(frozen=True)
class PeriodCommentary:
    """The latest commentary on a period, and the earlier ones, newest first."""

    period: Period
    latest: WrittenCommentary
    earlier: tuple[WrittenCommentary, ...] = ()


def by_period(commentaries: Iterable[Commentary]) -> list[PeriodCommentary]:
    """The commentaries by period, in their order (newest first). One query fetches the authors."""
    rows = list(commentaries)
    people = User.objects.in_bulk({row.written_by_id for row in rows if row.written_by_id})
    periods: dict[Period, list[WrittenCommentary]] = {}
    for row in rows:
        who = people.get(row.written_by_id) if row.written_by_id else None
        periods.setdefault(row.period, []).append(WrittenCommentary(row, who))
    return [
        PeriodCommentary(period, words[0], tuple(words[1:])) for period, words in periods.items()
    ]
