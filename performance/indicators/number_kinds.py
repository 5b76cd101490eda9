"""Changing what kind of number an indicator is, which decides how its figures are summed and judged."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core.records.versions import Change, edit
from performance.choices import NumberKind
from performance.figures.small_numbers import withhold_small_numbers
from performance.models import Indicator


@transaction.atomic
def change_number_kind(
    indicator: Indicator, *, by: User, version: int, number_kind: NumberKind, reason: str
) -> list[Change]:
    """Write it with its trace and the reason; the same kind again leaves none. `version` is the one that the person saw.

    Raises EditedSince where somebody changed the kind since, and saves nothing then.
    """
    changes = edit(indicator, version=version, by=by, reason=reason, number_kind=number_kind.value)
    if changes:
        withhold_small_numbers([indicator.pk])
    return changes
