"""The indicators that came with an upload, as its pages name them."""

from __future__ import annotations

from dataclasses import dataclass

from performance.models import Indicator, Upload


@dataclass(frozen=True)
class Made:
    """Those that count nowhere (yet, or again), and those that count."""

    waiting: list[Indicator]
    counting: list[Indicator]


def made_of(upload: Upload) -> Made:
    """In one query."""
    made = list(upload.indicators_made.order_by("order", "pk"))
    return Made(
        waiting=[one for one in made if one.is_waiting],
        counting=[one for one in made if not one.is_waiting],
    )
