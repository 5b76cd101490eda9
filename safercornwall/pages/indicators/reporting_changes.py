"""Changes to an indicator's reporting arrangements: their history, and conflicts between two people's changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Organisation, User
from core.records.fetching import index_by
from core.records.versions import Change, changes_between
from performance.choices import Frequency
from performance.indicators.reporting_actions import ARRANGEMENTS
from performance.models import Indicator

NOT_STATED = "Not stated"
LABELS = {
    "provider": "Provided by",
    "frequency": "How often",
    "reporting_lag_days": "Due after the period",
    "owner": "Sent in by",
    "stand_in": "Stands in",
    "source": "Source",
}
PEOPLE = ("owner", "stand_in")
# The page leaves older versions out; they stay in the database.
MAX_VERSIONS = 200


@dataclass(frozen=True)
class ChangeLine:
    """One changed field, with the author and the time of the change."""

    label: str
    was: str
    now: str
    who: str
    at: datetime | None


class RecordNames:
    """The names of the organisations and people in some changes, by id. It takes two queries at most."""

    def __init__(self, values: Collection[tuple[str, Any]], authors: Iterable[Any] = ()) -> None:
        people = {value for field, value in values if field in PEOPLE}
        self.people = _by_id(User, people | set(authors))
        self.organisations = _by_id(
            Organisation, {value for field, value in values if field == "provider"}
        )

    @classmethod
    def of(cls, changes: Sequence[Change], more: Iterable[tuple[str, Any]] = ()) -> RecordNames:
        values = [(c.field, value) for c in changes for value in (c.was, c.now)]
        return cls([*values, *more], [c.by for c in changes])

    def person(self, number: Any) -> str:
        return str(self.people.get(number, "Somebody unknown"))

    def words(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return NOT_STATED
        match name:
            case "provider":
                return str(self.organisations.get(value, "An organisation that was deleted"))
            case "owner" | "stand_in":
                return self.person(value)
            case "frequency":
                return Frequency(value).label if value in Frequency else str(value)
            case "reporting_lag_days":
                return f"{value} day{'' if value == 1 else 's'}"
        return str(value)


def history_of(indicator: Indicator) -> list[ChangeLine]:
    """The changes to its reporting arrangements, the latest first."""
    newest = indicator.history.order_by("-version", "-history_id")[:MAX_VERSIONS]
    return lines_of(changes_between(reversed(list(newest)), ARRANGEMENTS))[::-1]


def lines_of(changes: Sequence[Change]) -> list[ChangeLine]:
    names = RecordNames.of(changes)
    return [
        ChangeLine(
            LABELS[c.field],
            names.words(c.field, c.was),
            names.words(c.field, c.now),
            names.person(c.by),
            c.at,
        )
        for c in changes
    ]


def _by_id(model: Any, numbers: set[Any]) -> dict[Any, Any]:
    numbers = numbers - {None}
    return index_by(model.objects.filter(pk__in=numbers)) if numbers else {}


@dataclass(frozen=True)
class FieldConflict:
    """One field that somebody else changed. `was` and `who` are empty if they are not known."""

    field: str
    label: str
    was: str
    now: str
    entered: str
    who: str

    @property
    def needs_choice(self) -> bool:
        """Whether the person must choose, because they changed the field too, to another value."""
        return self.entered not in (self.was, self.now)


def conflicts_of(
    changes: Sequence[Change], *, stored: Mapping[str, Any], entered: Mapping[str, Any]
) -> list[FieldConflict]:
    """The conflicts of `changes`. Without any changes, those in which `entered` differs from `stored`."""
    fields = [
        name
        for name in LABELS
        if any(c.field == name for c in changes) or (not changes and stored[name] != entered[name])
    ]
    more = [(name, facts[name]) for name in fields for facts in (stored, entered)]
    names = RecordNames.of(changes, more)
    return [_conflict(name, changes, stored[name], entered[name], names) for name in fields]


def _conflict(
    field: str, changes: Sequence[Change], stored: Any, entered: Any, names: RecordNames
) -> FieldConflict:
    own = [c for c in changes if c.field == field]
    return FieldConflict(
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
    """The values of the next form: the other person's, except in the fields that this person changed."""
    was = {c.field: c.was for c in reversed(changes)}
    return {
        name: stored[name] if name in was and value == was[name] else value
        for name, value in entered.items()
    }
