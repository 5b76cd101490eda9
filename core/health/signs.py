"""Signs of life: written by what runs by itself, read by the checks. Few writes, and none stops what it is about."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from core.health.models import SignOfLife

logger = logging.getLogger(__name__)

Of = SignOfLife.Of

# A worker that waits says so once in so long. While it works, the lease of its job says it.
BETWEEN_BEATS = timedelta(seconds=20)
# Three beats that did not come.
SILENT_AFTER = timedelta(seconds=65)
# A worker that is gone for so long is forgotten.
FORGOTTEN_AFTER = timedelta(days=1)


def worked(of: SignOfLife.Of, name: str) -> None:
    """It works. Whatever failed before is over."""
    _write(of, name, worked_at=timezone.now())


def failed(of: SignOfLife.Of, name: str, problem: str) -> None:
    _write(of, name, failed_at=timezone.now(), problem=problem[:200])


def sign_of(of: SignOfLife.Of, name: str) -> SignOfLife | None:
    return SignOfLife.objects.filter(of=of, name=name).first()


def gone(of: SignOfLife.Of, name: str) -> None:
    """It was stopped, and nobody need miss it."""
    with _stopping_nothing():
        SignOfLife.objects.filter(of=of, name=name).delete()


def forget_old_workers() -> None:
    with _stopping_nothing():
        before = timezone.now() - FORGOTTEN_AFTER
        SignOfLife.objects.filter(of=Of.WORKER, worked_at__lt=before).delete()


def _write(of: SignOfLife.Of, name: str, **facts: Any) -> None:
    with _stopping_nothing():
        SignOfLife.objects.update_or_create(of=of, name=name, defaults=facts)


@contextmanager
def _stopping_nothing() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, InterfaceError) as why:
        logger.info("A sign of life was not kept: %s", why)


class Beats:
    """The beats of a worker between its jobs."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._next = timezone.now()

    def beat(self) -> None:
        """Say that the worker is there, unless it said so a moment ago."""
        now = timezone.now()
        if now >= self._next:
            self._next = now + BETWEEN_BEATS
            worked(Of.WORKER, self._worker)
