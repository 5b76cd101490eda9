"""The verbs of hand entry: record a figure, and remove one. Nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.limits import must_still_be_theirs
from accounts.models import User
from performance.choices import FigureState
from performance.figures.board_has_seen import board_has_seen
from performance.figures.complete_sets import SetKey
from performance.figures.destinations import DESTINATIONS
from performance.figures.keys import FigureKey
from performance.figures.ledger import INSTANT, Ledger, as_stored, lock, one_row
from performance.figures.refusals import FigureChanged, ReasonNeeded
from performance.figures.small_numbers import withhold_around
from performance.figures.totals import keep_totals
from performance.models import Figure, UploadKind
from performance.standings.rows import comment_or_reason

FIGURES = DESTINATIONS[UploadKind.FIGURES]


@dataclass(frozen=True)
class FigureContent:
    """What a figure says: its state, its numbers in the indicator's unit, and the comment beside it."""

    state: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    comment: str = ""

    @classmethod
    def of(cls, figure: Figure) -> FigureContent:
        numbers = (figure.value, figure.numerator, figure.denominator)
        return cls(figure.state, *numbers, comment=comment_or_reason(figure))


def record_figure(
    key: FigureKey, content: FigureContent, *, based_on: int | None, by: User, reason: str = ""
) -> Figure | None:
    """Keep what was typed as the latest revision. None where the figure says so already, and nothing is written.

    `based_on` is the revision that the person saw, by its number in the database; None where none stood there.
    Raises FigureChanged where another stands there now, and ReasonNeeded.
    """
    with transaction.atomic():
        lock(FIGURES)
        must_still_be_theirs(by, key.indicator)
        latest = _unchanged(key, based_on)
        # One that was added up says the same as what is typed, and is nobody's own yet.
        is_given = latest is not None and latest.added_up_from is None
        if latest is not None and is_given and FigureContent.of(latest) == content:
            return None
        if latest and not reason and board_has_seen(key.indicator, key.area, key.period):
            raise ReasonNeeded
        facts = _facts_of(key, content, latest) | {"why": reason if latest else ""}
        ledger = _ledger(latest, by=by, reason=reason, **facts)
        if latest:
            ledger.close("%(base)s")
        ledger.add(one_row(_ROW), _COLUMNS)
        keep_totals([_set_key(key)], by=by)
        withhold_around([_set_key(key)])
        return key.latest()


def remove_figure(key: FigureKey, *, based_on: int | None, by: User, reason: str) -> None:
    """Close the figure, which then says who removed it and why.

    Raises FigureChanged where it is not what the person saw, and ReasonNeeded.
    """
    if not reason:
        raise ReasonNeeded
    with transaction.atomic():
        lock(FIGURES)
        must_still_be_theirs(by, key.indicator)
        latest = _unchanged(key, based_on)
        if latest is None:
            raise FigureChanged(None)
        _ledger(latest, by=by, reason=reason).remove("%(base)s")
        keep_totals([_set_key(key)], by=by)
        withhold_around([_set_key(key)])


def _set_key(key: FigureKey) -> SetKey:
    return key.indicator.pk, key.period.start, key.period.end


def _unchanged(key: FigureKey, based_on: int | None) -> Figure | None:
    """What stands there, if it is what the person saw."""
    latest = key.latest()
    if (latest.pk if latest else None) != based_on:
        raise FigureChanged(latest)
    return latest


# A batch of one: the columns of its source, and what its revision says besides.
_ROW = (
    *("subject", "area", "period_start", "period_end"),
    *("state", "value", "numerator", "denominator", "added_up_from"),
)
_COLUMNS = [
    *((name, f"%({name})s") for name in ("comment", "is_estimate", "source")),
    ("reason", "%(why_none)s"),
    ("measurement_id", "%(measurement)s"),
    ("reason_for_change", "%(why)s"),
    ("recorded_by_id", "%(by)s"),
    ("cell", "''"),
]


def _ledger(latest: Figure | None, *, by: User, reason: str, **facts: Any) -> Ledger:
    """Counts from now, or from just after what it closes, as a clock may run behind."""
    moment: datetime = timezone.now()
    if latest is not None:
        moment = max(moment, latest.known_from + INSTANT)
    own = {
        "moment": as_stored(moment),
        "base": latest.pk if latest else None,
        "by": by.pk,
        "upload": None,
        "reason": reason,
    }
    return Ledger(FIGURES, own | facts)


def _facts_of(key: FigureKey, content: FigureContent, latest: Figure | None) -> dict[str, Any]:
    applies = content.state != FigureState.NOT_APPLICABLE
    same = latest is not None and content.value is not None and content.value == latest.value
    # A number that stays is from where it was; only what is said of it is new.
    origin = latest if same else None
    return {
        "subject": key.indicator.pk,
        "area": key.area.pk,
        "period_start": key.period.start,
        "period_end": key.period.end,
        "state": str(content.state),
        "value": _number(content.value),
        "numerator": _number(content.numerator),
        "denominator": _number(content.denominator),
        "added_up_from": None,
        "comment": content.comment if applies else "",
        "why_none": "" if applies else content.comment,
        "is_estimate": origin.is_estimate if origin else False,
        "source": origin.source if origin else "",
        "measurement": origin.measurement_id if origin else None,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
