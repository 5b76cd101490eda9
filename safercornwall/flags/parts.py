"""The parts of a snapshot, and what each is read from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps

from accounts.models import Organisation
from core.changes.watching import kind_of
from performance.models import Indicator
from places.models import Area
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Plan,
    PriorityArea,
    ScopeItem,
    Theme,
    Threat,
    ThreatWording,
)


def _models() -> dict[str, tuple[Any, ...]]:
    projects = tuple(apps.get_app_config("projects").get_models(include_auto_created=True))
    return {
        "themes": (Plan, Theme, ScopeItem),
        # Whatever an indicator's standing is worked out from counts as a change of the indicator.
        "standings": (Indicator, Indicator.themes.through),
        "projects": (*projects, Area, Organisation),
        "gaps": (
            *(DeliveryGap, DeliveryGapWording, DeliveryGap.areas.through),
            *(Threat, Area, Organisation),
        ),
        "threats": (Threat, ThreatWording, Organisation),
        "decisions": (
            *(Decision, Decision.themes.through, Decision.gaps.through, DeliveryGap),
            *(Threat, Organisation),
        ),
        "priority_areas": (PriorityArea, PriorityArea.parts.through, Area),
    }


@cache
def kinds_read(parts: Iterable[str]) -> frozenset[str]:
    """The kinds of things whose changes are changes of these parts."""
    models = _models()
    return frozenset(kind_of(model) for part in parts for model in models[part])
