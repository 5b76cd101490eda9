"""Verbs of what is entered by hand: record and remove a figure, write commentary. Nothing is ever overwritten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from performance.cells.form_input import says_the_same
from performance.cells.values.given import MeasureReading
from performance.choices import FigureState
from performance.figures.board_has_seen import board_has_seen
from performance.figures.destinations import DESTINATIONS
from performance.figures.keys import FigureKey
from performance.figures.refusals import FigureChanged, ReasonNeeded
from performance.models import Figure, UploadKind
from performance.uploads.ledger.apply import lock

# The shortest time that both databases keep.
INSTANT = timedelta(microseconds=1)


def record_figure(
    asked: FigureKey,
    measure: MeasureReading,
    *,
    based_on: int | None,
    by: User,
    comment: str = "",
    reason: str = "",
) -> Figure | None:
    """Keep what was typed as the latest revision. None where the figure says so already, and nothing is written.

    `based_on` is the revision that the person saw, by its number in the database; None where none stood there.
    Raises FigureChanged where another stands there now, and ReasonNeeded.
    """
    with transaction.atomic():
        lock(DESTINATIONS[UploadKind.FIGURES])
        latest = _unchanged(asked, based_on)
        if says_the_same(latest, measure, comment):
            return None
        if latest and not reason and board_has_seen(asked.indicator, asked.area, asked.period):
            raise ReasonNeeded
        moment = _close(latest)
        applies = measure.state != FigureState.NOT_APPLICABLE
        figure = _next(asked, moment, by=by, reason=reason if latest else "")
        figure.state = measure.state
        figure.value = measure.value
        figure.numerator, figure.denominator = measure.numerator, measure.denominator
        figure.comment, figure.reason = (comment, "") if applies else ("", comment)
        _keep_origin(figure, latest)
        figure.save(force_insert=True)
    return figure


def remove_figure(asked: FigureKey, *, based_on: int | None, by: User, reason: str) -> None:
    """Close the figure, which then says who removed it and why.

    Raises FigureChanged where it is not what the person saw, and ReasonNeeded.
    """
    if not reason:
        raise ReasonNeeded
    with transaction.atomic():
        lock(DESTINATIONS[UploadKind.FIGURES])
        latest = _unchanged(asked, based_on)
        if latest is None:
            raise FigureChanged(None)
        _close(latest, closed_by=by, reason_for_closing=reason)


def _unchanged(asked: FigureKey, based_on: int | None) -> Figure | None:
    """What stands there, if it is what the person saw."""
    latest = asked.latest()
    if (latest.pk if latest else None) != based_on:
        raise FigureChanged(latest)
    return latest


def _close(latest: Figure | None, **told: Any) -> datetime:
    """The moment from which it no longer counts; a clock that runs behind does not undo the order.

    `told` is what it says of its own end, where no revision follows that would.
    """
    moment = timezone.now()
    if latest is not None:
        moment = max(moment, latest.known_from + INSTANT)
        Figure.objects.filter(pk=latest.pk).update(known_to=moment, **told)
    return moment


def _next(asked: FigureKey, moment: datetime, *, by: User, reason: str) -> Figure:
    last = asked.revisions().aggregate(last=Max("revision"))["last"] or 0
    return Figure(
        indicator=asked.indicator,
        area=asked.area,
        period_start=asked.period.start,
        period_end=asked.period.end,
        revision=last + 1,
        known_from=moment,
        reason_for_change=reason,
        recorded_by=by,
    )


def _keep_origin(figure: Figure, latest: Figure | None) -> None:
    """A number that stays is from where it was; only what is said of it is new."""
    if latest and figure.value is not None and figure.value == latest.value:
        figure.is_estimate, figure.source = latest.is_estimate, latest.source
        figure.measurement_id = latest.measurement_id
