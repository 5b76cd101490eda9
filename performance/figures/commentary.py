"""What people say of an indicator and a period. What was said before is kept beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from core.periods import Period
from performance.figures.ledger import INSTANT
from performance.figures.refusals import CommentaryChanged
from performance.models import Commentary, Indicator


@dataclass(frozen=True)
class Said:
    """What a person says of a period. `override_reason` is there where `status_override` is."""

    text: str = ""
    management_actions: str = ""
    status_override: str = ""
    override_reason: str = ""


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
