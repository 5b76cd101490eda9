"""Verbs of what is entered by hand: record and remove a figure, write commentary. Nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from performance.by_hand.asked import Asked
from performance.by_hand.reading import says_the_same
from performance.by_hand.refusals import CommentaryChanged, FigureChanged, ReasonNeeded
from performance.choices import FigureState
from performance.models import Commentary, Figure, Indicator, UploadKind
from performance.uploads.apply import lock
from performance.uploads.destinations import DESTINATIONS
from performance.uploads.reporting import board_has_seen
from performance.uploads.values.given import Measure
from safercornwall.accounts.models import User
from safercornwall.periods import Period

# The shortest time that both databases keep.
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Said:
    """What a person says of a period. `override_reason` is there where `status_override` is."""

    text: str = ""
    management_actions: str = ""
    status_override: str = ""
    override_reason: str = ""


def record_figure(
    asked: Asked,
    measure: Measure,
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


def remove_figure(asked: Asked, *, based_on: int | None, by: User, reason: str) -> None:
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


def write_commentary(
    indicator: Indicator, period: Period, said: Said, *, based_on: int | None, by: User
) -> Commentary | None:
    """Say it, beside all that was said before. None where the same is said already, and nothing is written.

    `based_on` is the commentary that the person saw; None where there was none. Raises CommentaryChanged.
    """
    with transaction.atomic():
        # Whoever writes about the same indicator waits here. SQLite lets one write at a time anyway.
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        latest = latest_commentary(indicator, period)
        if (latest.pk if latest else None) != based_on:
            raise CommentaryChanged(latest)
        if latest and said == said_in(latest):
            return None
        moment = timezone.now()
        if latest:
            moment = max(moment, latest.written_at + INSTANT)
        return Commentary.objects.create(
            indicator=indicator,
            period_start=period.start,
            period_end=period.end,
            written_at=moment,
            written_by=by,
            text=said.text,
            management_actions=said.management_actions,
            status_override=said.status_override,
            override_reason=said.override_reason,
        )


def commentaries_on(indicator: Indicator, period: Period) -> QuerySet[Commentary]:
    """All that was ever said of the period, the latest first."""
    own = Commentary.objects.filter(
        indicator=indicator, period_start=period.start, period_end=period.end
    )
    return own.order_by("-written_at")


def latest_commentary(indicator: Indicator, period: Period) -> Commentary | None:
    """What counts, with who wrote it."""
    return commentaries_on(indicator, period).select_related("written_by").first()


def said_in(commentary: Commentary) -> Said:
    """What somebody would have to say again for nothing to change."""
    return Said(
        commentary.text,
        commentary.management_actions,
        commentary.status_override,
        commentary.override_reason,
    )


def _unchanged(asked: Asked, based_on: int | None) -> Figure | None:
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


def _next(asked: Asked, moment: datetime, *, by: User, reason: str) -> Figure:
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
