"""Changing who provides an indicator's figures, how often and by when, and who sends them in."""

from __future__ import annotations

from typing import Any

from accounts.models import Organisation, User
from core.records.versions import Change, edit
from performance.choices import Frequency
from performance.models import Indicator

# In the order in which pages show them.
ARRANGEMENTS = ("provider", "frequency", "reporting_lag_days", "owner", "stand_in", "source")
# How many days after its period a figure may at most be due: two years.
MOST_LAG_DAYS = 730


def arrange_reporting(
    indicator: Indicator,
    *,
    by: User,
    version: int,
    provider: Organisation | None,
    frequency: Frequency | str,
    reporting_lag_days: int | None,
    owner: User | None,
    stand_in: User | None,
    source: str,
) -> list[Change]:
    """Write what differs, with its trace; no change leaves none. `version` is the one that the person saw.

    Raises EditedSince where somebody changed any of these since, and saves nothing then.
    """
    facts: dict[str, Any] = {
        "provider": provider,
        "frequency": frequency,
        "reporting_lag_days": reporting_lag_days,
        "owner": owner,
        "stand_in": stand_in,
        "source": source,
    }
    return edit(indicator, version=version, by=by, **facts)
