"""Commentary on an indicator and a period. Earlier commentary is kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.limits import must_be_theirs
from accounts.models import User
from core.periods import Period
from performance.figures.ledger import INSTANT
from performance.figures.refusals import CommentaryChanged
from performance.models import Commentary, Indicator


@dataclass(frozen=True)
class CommentaryContent:
    """What a commentary says. An override has a reason."""

    text: str = ""
    management_actions: str = ""
    status_override: str = ""
    override_reason: str = ""


def write_commentary(
    indicator: Indicator,
    period: Period,
    content: CommentaryContent,
    *,
    based_on: int | None,
    by: User,
) -> Commentary | None:
    """Add a commentary and keep the earlier ones. Returns None, and writes nothing, where the latest says the same.

    `based_on` is the commentary that the person saw; None where there was none. Raises CommentaryChanged.
    """
    with transaction.atomic():
        # Whoever writes about the same indicator waits here. SQLite lets one write at a time anyway.
        stored = Indicator.objects.select_for_update().get(pk=indicator.pk)
        must_be_theirs(by, stored)
        latest = latest_commentary(indicator, period)
        if (latest.pk if latest else None) != based_on:
            raise CommentaryChanged(latest)
        if latest and content == content_of_commentary(latest):
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
            text=content.text,
            management_actions=content.management_actions,
            status_override=content.status_override,
            override_reason=content.override_reason,
        )


def commentaries_on(indicator: Indicator, period: Period) -> QuerySet[Commentary]:
    """All commentary on the period, the latest first."""
    own = Commentary.objects.filter(
        indicator=indicator, period_start=period.start, period_end=period.end
    )
    return own.order_by("-written_at")


def latest_commentary(indicator: Indicator, period: Period) -> Commentary | None:
    """The commentary that counts, with its author."""
    return commentaries_on(indicator, period).select_related("written_by").first()


def content_of_commentary(commentary: Commentary) -> CommentaryContent:
    """What a stored commentary says."""
    return CommentaryContent(
        commentary.text,
        commentary.management_actions,
        commentary.status_override,
        commentary.override_reason,
    )
