"""How far a replica has come. A position is how many bytes the primary's log had when something was written (its LSN)."""

from __future__ import annotations

from collections import deque
from random import sample
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

# Seconds. Each process asks the primary for its position as often as this at most, and leaves a replica that does not answer
# alone for a while.
BETWEEN_MARKS, LEFT_ALONE = 1.0, 5.0
# Further than any replica ever comes.
NEVER_REACHED = 2**62


class PositionMarks:
    """What the primary had written at moments of the last seconds.

    A replica that has come to one of these is no older than that moment, whatever the clocks of the two servers say.
    """

    def __init__(self) -> None:
        self._lock, self._marks = Lock(), deque[tuple[float, int]]()

    def oldest(self, seconds: float) -> int:
        """The position that a replica must have come to that is at most so many seconds behind."""
        now = monotonic()
        newest = self._marks[-1][0] if self._marks else 0.0
        if not newest or now - newest >= BETWEEN_MARKS:
            position = primary_position()
            with self._lock:
                self._marks.append((now, position))
        with self._lock:
            while len(self._marks) > 1 and self._marks[0][0] < now - seconds:
                self._marks.popleft()
            return self._marks[0][1]

    def forget(self) -> None:
        with self._lock:
            self._marks.clear()


marks = PositionMarks()
_alone_until: dict[str, float] = {}


def primary_position() -> int:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint")
        return int(cursor.fetchone()[0])


def position_of(alias: str) -> int | None:
    """None for a server that replays nothing: it is no replica, or was made a primary."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint END"
        )
        position = cursor.fetchone()[0]
    return None if position is None else int(position)


def replica_at(position: int) -> str | None:
    """Any replica that has come to `position` and is not too far behind; None where the primary must be asked."""
    try:
        needed = max(position, marks.oldest(settings.REPLICA_MOST_SECONDS_BEHIND))
    except Error:
        return None
    return next((alias for alias in _in_any_order() if _has_come_to(alias, needed)), None)


def _in_any_order() -> list[str]:
    return sample(settings.REPLICAS, len(settings.REPLICAS))


def _has_come_to(alias: str, position: int) -> bool:
    if _alone_until.get(alias, 0.0) > monotonic():
        return False
    try:
        there = position_of(alias)
    except Error:
        leave_alone(alias)
        return False
    return there is not None and there >= position


def leave_alone(alias: str) -> None:
    """It does not answer: nobody waits for it for a while."""
    _alone_until[alias] = monotonic() + LEFT_ALONE
    connections[alias].close()
