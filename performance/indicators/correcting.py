"""Correcting what an indicator is, and retiring it: with a reason once the board has seen a figure of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from core.records.versions import Change, edit
from performance.figures.small_numbers import withhold_small_numbers
from performance.models import ClosedPeriod, Figure, Indicator

# In the order in which pages show them.
CORRECTED = (
    *("name", "short_name", "unit", "polarity", "decimal_places", "area", "definition"),
    *("live_from", "retired_on", "small_numbers_shown_because"),
)


def board_has_seen_figures(indicator: Indicator) -> bool:
    """Whether any figure of it was printed in an assessment, or is of a period that is closed."""
    closed = ClosedPeriod.objects.standing_around(OuterRef("period_end"))
    seen = Q(measurement__isnull=False) | Q(Exists(closed))
    return Figure.objects.filter(seen, indicator=indicator).exists()


@transaction.atomic
def correct_indicator(
    indicator: Indicator, *, by: User, version: int, reason: str, **facts: Any
) -> list[Change]:
    """Write what differs, with its trace; no change leaves none. `facts` are of CORRECTED, `version` the one that was seen.

    Raises EditedSince where somebody changed any of these since, and ValidationError where a reason is lacking.
    """
    if not reason and board_has_seen_figures(indicator):
        raise ValidationError({"reason": "The board has seen figures of it. Say why it is changed"})
    if "polarity" in facts and facts["polarity"] != indicator.polarity:
        # Whoever changes it says so.
        facts["polarity_is_judgement"] = False
    changes = edit(indicator, version=version, by=by, reason=reason or None, **facts)
    if changes:
        withhold_small_numbers([indicator.pk])
    return changes
