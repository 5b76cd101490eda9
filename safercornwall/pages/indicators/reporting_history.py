"""How an indicator's figures come in, and what changed in that, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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


# More than anybody reads; older ones stay in the database.
MOST_VERSIONS = 200


@dataclass(frozen=True)
class ChangeLine:
    """One fact that changed. `who` and `at` are those of the change."""

    label: str
    was: str
    now: str
    who: str
    at: datetime | None


class RecordNames:
    """Organisations and people by number, as far as the changes name them: two queries, or none."""

    def __init__(self, values: Collection[tuple[str, Any]], authors: Iterable[Any] = ()) -> None:
        people = {value for field, value in values if field in PEOPLE}
        self.people = _found(User, people | set(authors))
        self.organisations = _found(
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
                return str(self.organisations.get(value, "An organisation that is gone"))
            case "owner" | "stand_in":
                return self.person(value)
            case "frequency":
                return Frequency(value).label if value in Frequency else str(value)
            case "reporting_lag_days":
                return f"{value} day{'' if value == 1 else 's'}"
        return str(value)


def history_of(indicator: Indicator) -> list[ChangeLine]:
    """What was changed in how its figures come in, the latest first."""
    newest = indicator.history.order_by("-version", "-history_id")[:MOST_VERSIONS]
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


def _found(model: Any, numbers: set[Any]) -> dict[Any, Any]:
    numbers = numbers - {None}
    return index_by(model.objects.filter(pk__in=numbers)) if numbers else {}
