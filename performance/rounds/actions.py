"""Closing a period when the board has met, and opening it again. Nothing is ever deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.periods import Period, written
from performance.models import ClosedPeriod


class CannotClose(Exception):
    """Says why, in words for whoever wanted to."""


def close_period(period: Period, *, by: Any, at: datetime, note: str = "") -> ClosedPeriod:
    """From `at`, when the board met, the figures of `period` are as reported.

    Raises CannotClose for a moment to come, for a period that is not over by then, and for one that is closed.
    """
    if at > timezone.now():
        raise CannotClose("A period is closed when the board has met, not before.")
    if not period.is_over(timezone.localdate(at)):
        raise CannotClose(f"{period} is over after {written(period.end)}, and not before.")
    try:
        with transaction.atomic():
            return ClosedPeriod.objects.create(
                period_start=period.start,
                period_end=period.end,
                closed_at=at,
                closed_by=by,
                note=note,
            )
    except IntegrityError:
        raise CannotClose(already_closed(period)) from None


def reopen_period(closing: ClosedPeriod, *, by: Any, reason: str) -> None:
    """Corrections need no reason of their own from now on. The closing stays, with who opened it again and why.

    Raises CannotClose when somebody else has opened it again before.
    """
    opened = ClosedPeriod.objects.filter(pk=closing.pk, reopened_at=None).update(
        reopened_at=timezone.now(), reopened_by=by, reopen_reason=reason
    )
    closing.refresh_from_db()
    if not opened:
        who, when = closing.reopened_by, timezone.localtime(closing.reopened_at)
        raise CannotClose(
            f"{closing.period} was opened again by {who} on {written(when.date())} already."
        )


def standing_closing(period: Period) -> ClosedPeriod | None:
    """The closing of the very period that has not been opened again."""
    found = ClosedPeriod.objects.select_related("closed_by", "reopened_by").filter(
        period_start=period.start, period_end=period.end, reopened_at=None
    )
    return found.first()


def already_closed(period: Period) -> str:
    """Why it cannot be closed, for people to read: by whom it was, or that somebody is just at it."""
    closing = standing_closing(period)
    if closing is None:
        return f"{period} cannot be closed just now. Try again."
    met = timezone.localtime(closing.closed_at)
    return f"{period} is closed already, by {closing.closed_by}, as at the meeting of {written(met.date())}."
