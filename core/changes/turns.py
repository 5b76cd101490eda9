"""What is dear to work out: one thread of a process does it, and those who want the same wait for what it found."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from django.db import connection

from core.changes.counting import total

# Seconds. Whoever waited so long works it out beside the other.
LONGEST_WAIT = 20

_TURNS: dict[Hashable, Lock] = {}

T = TypeVar("T")


def in_turn(what: Hashable, work_out: Callable[[], T], found_since: Callable[[int], T | None]) -> T:
    """What `work_out` gives, with no other thread of this process at work on `what`.

    Whoever had to wait is given what `found_since` says was worked out at the count of changes at which they asked, or at
    a later one: nothing that was written before they asked is missing in it. Where that is None it is their turn.
    Within a transaction nobody waits: the other might be waiting for what the transaction holds.
    """
    if connection.in_atomic_block:
        return work_out()
    turn = _TURNS.setdefault(what, Lock())
    if turn.acquire(blocking=False):
        asked = None
    else:
        asked = total()
        if not turn.acquire(timeout=LONGEST_WAIT):
            return work_out()
    try:
        found = None if asked is None else found_since(asked)
        return work_out() if found is None else found
    finally:
        turn.release()
