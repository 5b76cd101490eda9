"""What somebody else changed while a person filled in the same form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.records.versions import Change
from safercornwall.pages.indicators.reporting_history import LABELS, RecordNames


@dataclass(frozen=True)
class Clash:
    """One field that somebody else changed. `was` and `who` are empty where nobody knows."""

    field: str
    label: str
    was: str
    now: str
    entered: str
    who: str

    @property
    def is_open(self) -> bool:
        """Whether the person must choose: what they entered is neither what it was nor what it is now."""
        return self.entered not in (self.was, self.now)


def clashes_of(
    changes: Sequence[Change], *, stored: Mapping[str, Any], entered: Mapping[str, Any]
) -> list[Clash]:
    """The fields of `changes`; where nobody knows what they were, those in which `entered` differs from `stored`."""
    fields = [
        name
        for name in LABELS
        if any(c.field == name for c in changes) or (not changes and stored[name] != entered[name])
    ]
    more = [(name, facts[name]) for name in fields for facts in (stored, entered)]
    names = RecordNames.of(changes, more)
    return [_clash(name, changes, stored[name], entered[name], names) for name in fields]


def _clash(
    field: str, changes: Sequence[Change], stored: Any, entered: Any, names: RecordNames
) -> Clash:
    own = [c for c in changes if c.field == field]
    return Clash(
        field=field,
        label=LABELS[field],
        was=names.words(field, own[0].was) if own else "",
        now=names.words(field, stored),
        entered=names.words(field, entered),
        who=names.person(own[-1].by) if own else "",
    )


def merged(
    changes: Sequence[Change], *, stored: Mapping[str, Any], entered: Mapping[str, Any]
) -> dict[str, Any]:
    """What the form holds next: what the person left as it was follows the other; what they changed stays theirs."""
    was = {c.field: c.was for c in reversed(changes)}
    return {
        name: stored[name] if name in was and value == was[name] else value
        for name, value in entered.items()
    }
