"""New indicators that come with a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NewIndicators:
    """Columns (from 0) with the name of the indicator that each is to be, and what they have in common."""

    names: tuple[tuple[int, str], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
