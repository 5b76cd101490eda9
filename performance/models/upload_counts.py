"""What an upload counts: its rows, its findings, and what an apply or an undo met. Kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1

# Before the kind of area whose codes are unknown.
UNKNOWN_CODES = "unknown_codes_"

_NUMBERS = (
    *("new", "changed", "unchanged", "removed", "left", "rejected"),
    *("error", "warning", "restored"),
)


@dataclass(frozen=True)
class ConcurrentChangeCounts:
    """The figures that others changed between the preview and the apply: how many, and the first of them.

    Each of the first is a cell, and the numbers of its revisions before, now and last.
    """

    number: int = 0
    first: tuple[tuple[str, int | None, int | None, int], ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ConcurrentChangeCounts:
        first = tuple((cell, was, now, last) for cell, was, now, last in stored.get("first", ()))
        return cls(int(stored.get("number", 0)), first)


@dataclass(frozen=True)
class UploadCounts:
    """Rows by verdict, findings by severity, and different unknown codes by kind.

    `restored` figures came back with an undo; `kept` are the cells whose figures it left, as they were changed since.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left: int = 0
    rejected: int = 0
    error: int = 0
    warning: int = 0
    unknown_codes: Mapping[str, int] = field(default_factory=dict)
    restored: int = 0
    kept: tuple[str, ...] = ()
    concurrent_changes: ConcurrentChangeCounts = ConcurrentChangeCounts()

    @property
    def written(self) -> int:
        """How many figures an apply writes or removes."""
        return self.new + self.changed + self.removed

    def of(self, name: str) -> int:
        """The number for a verdict or a severity."""
        return int(getattr(self, str(name)))

    def as_json(self) -> dict[str, Any]:
        codes = {f"{UNKNOWN_CODES}{kind}": number for kind, number in self.unknown_codes.items()}
        return {
            "version": VERSION,
            **{name: getattr(self, name) for name in _NUMBERS},
            **codes,
            "kept": list(self.kept),
            "concurrent_changes": asdict(self.concurrent_changes),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> UploadCounts:
        """What `as_json` gave. Rows of before version 1 say "meanwhile", and leave out what was not counted yet."""
        stored = stored or {}
        changes = stored.get("concurrent_changes") or stored.get("meanwhile") or {}
        return cls(
            **{name: int(stored.get(name, 0)) for name in _NUMBERS},
            unknown_codes={
                name.removeprefix(UNKNOWN_CODES): int(number)
                for name, number in stored.items()
                if name.startswith(UNKNOWN_CODES)
            },
            kept=tuple(map(str, stored.get("kept", ()))),
            concurrent_changes=ConcurrentChangeCounts.from_json(changes),
        )
