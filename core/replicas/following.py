"""The check of the replicas: whether pages are read from each, and if not, why."""

from __future__ import annotations

from time import sleep

from django.conf import settings
from django.db import Error, connections

from core.health.checks import HealthFinding, ok, warn
from core.replicas.positions import marks, position_of

# A replica that answers is asked this often, so long apart in seconds, before it is called late.
TRIES, BETWEEN_TRIES = 5, 0.1


def replicas_follow() -> list[HealthFinding]:
    """Never a failure: the primary answers instead."""
    if not settings.REPLICAS:
        return [ok("No replica is set up: the primary answers alone.")]
    needed = marks.oldest(settings.REPLICA_MOST_SECONDS_BEHIND)
    return [_follows(alias, needed) for alias in settings.REPLICAS]


def _follows(alias: str, needed: int) -> HealthFinding:
    name, there = alias.capitalize(), 0
    for _ in range(TRIES):
        try:
            position = position_of(alias)
        except Error:
            connections[alias].close()
            return warn(
                f"{name} does not answer: the primary answers instead.",
                "Start it, and see that DATABASE_REPLICA_URLS names it with the right user and password.",
            )
        if position is None:
            return warn(
                f"{name} replays nothing: it is a server of its own, and is not read.",
                "Let DATABASE_REPLICA_URLS name streaming replicas of the primary, and DATABASE_URL the primary.",
            )
        if position >= needed:
            return ok(f"{name} follows.")
        there = position
        sleep(BETWEEN_TRIES)
    return warn(
        f"{name} is more than {settings.REPLICA_MOST_SECONDS_BEHIND} seconds or {(needed - there) / 1e6:.1f} MB behind: the primary"
        " answers instead.",
        "See in the log of the replica whether it still receives what the primary writes.",
    )
