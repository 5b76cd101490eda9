"""Several documents changed alike: what would come of it, and the change itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from core.documents.actions import save
from core.documents.contents import (
    Contents,
    Shape,
    Values,
    contents_of,
    contents_of_several,
    saying,
)
from core.documents.merging import Difference, differences
from core.documents.writing import Refused

ARCHIVED = "It is archived."
CHANGED_SINCE = "It was changed since you looked at it."
ALREADY_SO = "It would stay as it is."
TAKEN = "Something else was saved with the same name or number at the same moment."


class Alike(Protocol):
    """A change to several records of one model. `shape` is what it reads and writes of each."""

    @property
    def shape(self) -> Shape: ...

    def wanted(self, record: Any, now: Contents) -> Contents:
        """What the record should say, where it now says `now`."""
        ...

    def write(self, stored: Any, wanted: Contents, *, by: Any, reason: str) -> None:
        """Write it, with its version. Raises Refused."""
        ...


class EditedAlike:
    """A change that is saved as an edit of each record."""

    shape: Shape

    def write(self, stored: Any, wanted: Contents, *, by: Any, reason: str) -> None:
        save(stored, wanted, shape=self.shape, version=stored.version, by=by, reason=reason)


@dataclass(frozen=True)
class Outcome:
    """What changes in a record, or why nothing does."""

    record: Any
    changes: list[Difference] = field(default_factory=list)
    why_not: str = ""


def of_anybody(record: Any) -> str:
    return ""


def outlook(
    records: list[Any],
    seen: Mapping[int, int],
    change: Alike,
    *,
    kept_from: Callable[[Any], str] = of_anybody,
) -> list[Outcome]:
    """What `change` would do to each record. `seen` has the version of each that the person saw.

    `kept_from` says why the person may not change a record; empty where they may.

    Writes nothing, and takes a few queries however many the records.
    """
    rules = _Rules(change.shape.model)
    found = zip(records, contents_of_several(records, change.shape), strict=True)
    return [
        Outcome(record, why_not=why_not)
        if (why_not := kept_from(record))
        else _foreseen(record, seen[record.pk], now, change, rules)
        for record, now in found
    ]


@transaction.atomic
def change_several(
    model: Any,
    seen: Mapping[int, int],
    change: Alike,
    *,
    by: Any,
    reason: str,
    kept_from: Callable[[Any], str] = of_anybody,
) -> list[Outcome]:
    """Change what can be changed, in one transaction, with a version of each record.

    Each outcome that is left out says why: the person is `kept_from` it, others changed or archived it, it would stay as it is, or
    a rule is broken.
    """
    rows = model.with_archived.select_for_update().filter(pk__in=seen).order_by("pk")
    return [
        Outcome(stored, why_not=why_not)
        if (why_not := kept_from(stored))
        else _changed(stored, seen[stored.pk], change, by=by, reason=reason)
        for stored in rows
    ]


def _foreseen(record: Any, version: int, now: Contents, change: Alike, rules: _Rules) -> Outcome:
    why_not = _why_untouched(record, version)
    if why_not:
        return Outcome(record, why_not=why_not)
    wanted = change.wanted(record, now)
    changes = differences(now, wanted)
    why_not = rules.broken_by(record, wanted.values) if changes else ALREADY_SO
    return Outcome(record, why_not=why_not) if why_not else Outcome(record, changes)


def _changed(stored: Any, version: int, change: Alike, *, by: Any, reason: str) -> Outcome:
    why_not = _why_untouched(stored, version)
    if why_not:
        return Outcome(stored, why_not=why_not)
    now = contents_of(stored, change.shape)
    wanted = change.wanted(stored, now)
    changes = differences(now, wanted)
    if not changes:
        return Outcome(stored, why_not=ALREADY_SO)
    try:
        with transaction.atomic():
            change.write(stored, wanted, by=by, reason=reason)
    except Refused as refused:
        return Outcome(stored, why_not=_first_message(refused.errors.values()))
    except IntegrityError:
        return Outcome(stored, why_not=TAKEN)
    return Outcome(stored, changes)


def _why_untouched(record: Any, version: int) -> str:
    if record.archived_at is not None:
        return ARCHIVED
    return CHANGED_SINCE if record.version != version else ""


def _first_message(errors: Iterable[list[str]]) -> str:
    return next(message for messages in errors for message in messages)


class _Rules:
    """The rules of a model. The database judges the same values once, however many records have them."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.rules = [one for one in model._meta.constraints if _is_rule(one)]
        self.judged: dict[tuple[Any, ...], str] = {}

    def broken_by(self, record: Any, values: Values) -> str:
        """The message of the first rule that the record breaks with these values; empty where it breaks none."""
        changed = saying(record, values)
        return next(filter(None, (self._judge(rule, changed) for rule in self.rules)), "")

    def _judge(self, rule: models.CheckConstraint, record: Any) -> str:
        condition: Any = rule.condition
        names = sorted(condition.referenced_base_fields)
        fields = [self.model._meta.get_field(name).attname for name in names]
        key = (rule.name, *(getattr(record, name) for name in fields))
        if key not in self.judged:
            self.judged[key] = self._message(rule, record)
        return self.judged[key]

    def _message(self, rule: models.CheckConstraint, record: Any) -> str:
        try:
            rule.validate(self.model, record)
        except ValidationError as broken:
            return str(broken.messages[0])
        return ""


def _is_rule(constraint: Any) -> bool:
    return isinstance(constraint, models.CheckConstraint)
