"""The first of a list, and how many more there are: for a page that must stay short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Shortened:
    shown: list[Any]
    more: int

    @property
    def total(self) -> int:
        return len(self.shown) + self.more


def shortened(rows: Iterable[Any], most: int) -> Shortened:
    found = list(rows)
    return Shortened(found[:most], max(len(found) - most, 0))
