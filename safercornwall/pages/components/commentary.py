"""What people said of an indicator, period by period: what counts now, and what was said before."""

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
class CommentaryWords:
    """One commentary, and who wrote it when."""

    said: Commentary
    who: Any

    @property
    def by_and_on(self) -> str:
        moment = timezone.localtime(self.said.written_at)
        by = f"by {self.who} " if self.who else ""
        at = f" at {moment:%H:%M}" if self.who else ""
        return f"Written {by}on {written(moment.date())}{at}"

    @property
    def override(self) -> str:
        """The status that it sets by hand, in words; empty where it sets none."""
        return str(Status(self.said.status_override).label) if self.said.status_override else ""


@dataclass(frozen=True)
class SaidOfPeriod:
    """What counts, and what was said before it, newest first."""

    period: Period
    latest: CommentaryWords
    earlier: tuple[CommentaryWords, ...] = ()


def by_period(commentaries: Iterable[Commentary]) -> list[SaidOfPeriod]:
    """`commentaries` come newest first, and stay so. One query, for who wrote them."""
    rows = list(commentaries)
    people = User.objects.in_bulk({row.written_by_id for row in rows if row.written_by_id})
    periods: dict[Period, list[CommentaryWords]] = {}
    for row in rows:
        who = people.get(row.written_by_id) if row.written_by_id else None
        periods.setdefault(row.period, []).append(CommentaryWords(row, who))
    return [SaidOfPeriod(period, words[0], tuple(words[1:])) for period, words in periods.items()]
