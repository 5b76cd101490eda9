"""Comparators entered by hand: recorded and removed. Nothing is overwritten: each change adds a revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.limits import must_still_be_theirs
from accounts.models import User
from core.periods import Period
from performance.figures.destinations import DESTINATIONS
from performance.figures.ledger import INSTANT, lock
from performance.figures.refusals import ReasonNeeded
from performance.models import ClosedPeriod, Comparator, Indicator, UploadKind


@dataclass(frozen=True)
class ComparatorKey:
    """What tells one comparator from all others; there need not be any."""

    indicator: Indicator
    label: str
    period: Period

    @classmethod
    def of(cls, row: Comparator) -> ComparatorKey:
        return cls(row.indicator, row.label, row.period)

    def latest(self) -> Comparator | None:
        return next((row for row in self.revisions() if row.known_to is None), None)

    def revisions(self) -> list[Comparator]:
        """All that was ever known of it, the latest first."""
        found = Comparator.objects.filter(
            indicator=self.indicator,
            label=self.label,
            period_start=self.period.start,
            period_end=self.period.end,
        )
        return list(found.select_related("recorded_by", "closed_by").order_by("-revision"))


@dataclass(frozen=True)
class ComparatorContent:
    """What a comparator says: its value in the indicator's unit, or the words that stand in its place."""

    kind: str
    value: Decimal | None = None
    value_printed: str = ""
    source: str = ""

    @classmethod
    def of(cls, row: Comparator) -> ComparatorContent:
        return cls(row.kind, row.value, row.value_printed, row.source)


class ComparatorChanged(Exception):
    """Somebody changed it since the person looked. `latest` is what stands there now, if anything."""

    def __init__(self, latest: Comparator | None) -> None:
        super().__init__("The comparator was changed by somebody else.")
        self.latest = latest


def board_has_seen_comparator(row: Comparator) -> bool:
    """Whether it is of a period that is closed, or the assessment printed it: changing it needs a reason."""
    return bool(row.source_lines) or ClosedPeriod.objects.standing_around(row.period_end).exists()


def record_comparator(
    key: ComparatorKey,
    content: ComparatorContent,
    *,
    based_on: int | None,
    by: User,
    reason: str = "",
) -> Comparator | None:
    """Keep what was typed as the latest revision. None where it says so already, and nothing is written.

    `based_on` is the revision that the person saw; None where none stood there. Raises ComparatorChanged, ReasonNeeded.
    """
    with transaction.atomic():
        lock(DESTINATIONS[UploadKind.COMPARATORS])
        must_still_be_theirs(by, key.indicator)
        revisions = key.revisions()
        latest = _unchanged(revisions, based_on)
        if latest is not None and ComparatorContent.of(latest) == content:
            return None
        if latest is not None and not reason and board_has_seen_comparator(latest):
            raise ReasonNeeded
        moment = _moment_after(latest)
        if latest is not None:
            Comparator.objects.filter(pk=latest.pk).update(known_to=moment)
        made: Comparator = Comparator.objects.create(
            indicator=key.indicator,
            label=key.label,
            period_start=key.period.start,
            period_end=key.period.end,
            kind=content.kind,
            value=content.value,
            value_printed=content.value_printed,
            source=content.source,
            note=latest.note if latest else "",
            source_lines=latest.source_lines if latest else [],
            revision=revisions[0].revision + 1 if revisions else 1,
            known_from=moment,
            reason_for_change=reason if latest else "",
            recorded_by=by,
        )
        return made


def remove_comparator(key: ComparatorKey, *, based_on: int | None, by: User, reason: str) -> None:
    """Close it; it then says who removed it and why. Raises ComparatorChanged, and ReasonNeeded."""
    if not reason:
        raise ReasonNeeded
    with transaction.atomic():
        lock(DESTINATIONS[UploadKind.COMPARATORS])
        must_still_be_theirs(by, key.indicator)
        latest = _unchanged(key.revisions(), based_on)
        if latest is None:
            raise ComparatorChanged(None)
        Comparator.objects.filter(pk=latest.pk).update(
            known_to=_moment_after(latest), closed_by=by, reason_for_closing=reason
        )


def _unchanged(revisions: list[Comparator], based_on: int | None) -> Comparator | None:
    """What stands there, if it is what the person saw."""
    latest = next((row for row in revisions if row.known_to is None), None)
    if (latest.pk if latest else None) != based_on:
        raise ComparatorChanged(latest)
    return latest


def _moment_after(latest: Comparator | None) -> datetime:
    """Now, or just after what it closes, as a clock may run behind."""
    now = timezone.now()
    return now if latest is None else max(now, latest.known_from + INSTANT)
