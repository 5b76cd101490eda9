"""The indicators that came with an upload, as its pages name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from performance.models import Indicator, Upload


@dataclass(frozen=True)
class UploadIndicators:
    """Those that count nowhere (yet, or again), and those that count."""

    waiting: list[Indicator]
    counting: list[Indicator]


def knowing_made(uploads: QuerySet[Upload]) -> QuerySet[Any]:
    """Each knows whether any came with it: mostly none did, and its page asks no more."""
    return uploads.annotate(has_made=Exists(Indicator.objects.filter(made_for=OuterRef("pk"))))


def made_of(upload: Any) -> UploadIndicators:
    """In one query, of an upload from `knowing_made`; in none where there are none."""
    made = list(upload.indicators_made.order_by("order", "pk")) if upload.has_made else []
    return UploadIndicators(
        waiting=[one for one in made if one.is_waiting],
        counting=[one for one in made if not one.is_waiting],
    )
