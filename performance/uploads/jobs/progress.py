"""How far a job is, and whether its worker has fallen silent, as when it was killed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from performance.models import Job
from performance.uploads.jobs.leases import LEASE, MOST_ATTEMPTS, SECONDS_BETWEEN_BEATS

# Two beats in a row that did not come. A worker that lives may still be too busy writing to beat, on SQLite.
SILENCE = timedelta(seconds=2.5 * SECONDS_BETWEEN_BEATS)


@dataclass(frozen=True)
class Progress:
    """The progress of a job at the moment `now`."""

    job: Job
    now: datetime
    most: int = MOST_ATTEMPTS

    @property
    def heard_at(self) -> datetime | None:
        """When its worker last reported or sent a heartbeat; None when no worker holds it."""
        held_until = self.job.leased_until
        return None if held_until is None else held_until - LEASE

    @property
    def is_silent(self) -> bool:
        return self.heard_at is not None and self.now - self.heard_at > SILENCE

    @property
    def is_free(self) -> bool:
        """Whether its lease has run out, so that any worker can claim it."""
        return self.job.leased_until is not None and self.job.leased_until < self.now

    @property
    def next_attempt(self) -> int | None:
        """The number of the attempt that comes when this one is lost; None after the last."""
        return self.job.attempts + 1 if self.job.attempts < self.most else None
