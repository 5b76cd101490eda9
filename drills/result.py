"""What a drill found, and whether that is within its limit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class DrillResult:
    """`found` may be `most` at the most, in `unit`. Without a limit it is said only."""

    what: str
    found: float
    unit: str = ""
    most: float | None = None

    @property
    def is_within(self) -> bool:
        return self.most is None or self.found <= self.most

    @property
    def limit(self) -> str:
        return "" if self.most is None else f"≤ {self._words(self.most)}"

    @property
    def found_words(self) -> str:
        return self._words(self.found)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def _words(self, number: float) -> str:
        written = f"{number:.2f}" if isinstance(number, float) else f"{number:,}"
        return f"{written} {self.unit}".strip()
