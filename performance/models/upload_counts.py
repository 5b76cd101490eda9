"""What an upload counts: its rows, its findings, and what an apply or an undo met. Kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

VERSION = 1

# Before the kind of area whose codes are unknown.
UNKNOWN_CODES = "unknown_codes_"

_NUMBERS = (
    *("new", "changed", "unchanged", "removed", "left", "rejected", "omitted"),
    *("error", "warning", "restored"),
)


_CAUSES = ("causes", "left_out", "read_as")


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


class KeptStatusChange(NamedTuple):
    """An indicator, by its number, and its status before and after an apply: each its value and its words."""

    indicator: int
    before: str
    before_words: str
    after: str
    after_words: str


class Cause(NamedTuple):
    """Rows of a file that one thing is wrong with.

    `role` says what the file names there (indicator, area or period), and `key` which name, or which of several that
    are taken together; both are "" where only the file itself can be put right. `near` are known names like it, each
    its slug and its name; `is_like` says that it may well be one of them, mistyped.
    """

    role: str = ""
    key: str = ""
    name: str = ""
    rows: int = 0
    names: int = 1
    message: str = ""
    examples: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    is_like: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Cause:
        near = tuple((str(slug), str(name)) for slug, name in stored.get("near", ()))
        return cls(**{**stored, "examples": tuple(stored.get("examples", ())), "near": near})


@dataclass(frozen=True)
class UploadCounts:
    """Rows by verdict, findings by severity, different unknown codes by kind, and what the errors come from.

    `restored` figures came back with an undo; `kept` are the cells whose figures it left, as they were changed since.
    `status_changes` are those that the preview showed when somebody applied it, as at `statuses_as_at` (an ISO date).
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left: int = 0
    rejected: int = 0
    omitted: int = 0
    error: int = 0
    warning: int = 0
    unknown_codes: Mapping[str, int] = field(default_factory=dict)
    restored: int = 0
    kept: tuple[str, ...] = ()
    concurrent_changes: ConcurrentChangeCounts = ConcurrentChangeCounts()
    status_changes: tuple[KeptStatusChange, ...] = ()
    statuses_as_at: str = ""
    causes: tuple[Cause, ...] = ()
    left_out: tuple[Cause, ...] = ()
    """The rows that are left out as a person has answered, and the names that are read as others."""
    read_as: tuple[Cause, ...] = ()

    @property
    def written(self) -> int:
        """How many figures an apply writes or removes."""
        return self.new + self.changed + self.removed

    @property
    def rows_left_out(self) -> int:
        return sum(one.rows for one in self.left_out)

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
            "status_changes": [list(one) for one in self.status_changes],
            "statuses_as_at": self.statuses_as_at,
            **{
                name: [one._asdict() for one in found]
                for name in _CAUSES
                if (found := getattr(self, name))
            },
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
            status_changes=tuple(
                KeptStatusChange(int(pk), *map(str, words))
                for pk, *words in stored.get("status_changes", ())
            ),
            statuses_as_at=str(stored.get("statuses_as_at", "")),
            **{name: tuple(map(Cause.from_json, stored.get(name, ()))) for name in _CAUSES},
        )
