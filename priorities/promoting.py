"""A threat is promoted: it ends, and what it became takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from core.documents.actions import changing, create
from core.documents.contents import Contents, Shape
from priorities.models import Decision, DeliveryGap, Theme, Threat

LINKS = {Theme: "became_theme", DeliveryGap: "became_gap", Decision: "became_decision"}


class HasEnded(Exception):
    """The threat is promoted or closed already. Nothing was saved."""


@dataclass(frozen=True)
class Promotion:
    """When a threat ends, and why."""

    on: date
    reason: str = ""


@transaction.atomic
def promote_to_new(
    threat: Threat, record: Any, promotion: Promotion, *, contents: Contents, shape: Shape, by: Any
) -> Any:
    """Write `record`, a new gap or decision that says `contents`, in place of the threat.

    Raises HasEnded, and Refused as `create` does.
    """
    _refuse_ended(Threat.with_archived.select_for_update().get(pk=threat.pk))
    made = create(record, contents, shape=shape, by=by)
    promote_to(threat, made, promotion, by=by)
    return made


def promote_to(threat: Threat, record: Any, promotion: Promotion, *, by: Any) -> None:
    """The threat ends, and leads to what it became: a theme, gap or decision of its plan. Raises HasEnded."""
    with changing(threat, by=by, reason=promotion.reason or f"Promoted to “{record}”") as stored:
        _refuse_ended(stored)
        stored.status = Threat.Status.PROMOTED
        stored.ended_on, stored.ended_because = promotion.on, promotion.reason
        link = LINKS[type(record)]
        setattr(stored, link, record)
        stored.save(update_fields=["status", "ended_on", "ended_because", link])


def _refuse_ended(threat: Threat) -> None:
    if not threat.is_open or threat.archived_at is not None:
        raise HasEnded
