"""What a document says, as plain values: its fields, and its parts in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import models
from django.db.models import F

Values = dict[str, Any]
# What the key of a part begins with that was taken out, and comes again as a new one.
AGAIN = "again-"


@dataclass(frozen=True)
class PartShape:
    """The parts that a relation leads to. `back` names the key, or keys, that lead from a part to its whole."""

    model: Any
    back: str
    fields: tuple[str, ...]

    @property
    def holder(self) -> str:
        """The key of a part of a part, to the part that holds it; empty for what is held by the whole itself."""
        near, _, rest = self.back.partition("__")
        return near if rest else ""

    @property
    def is_ordered(self) -> bool:
        """Whether people put these parts in order: they come by what holds them, then by `order`."""
        return list(self.model._meta.ordering or ()) == [self.holder or self.back, "order"]


@dataclass(frozen=True)
class Shape:
    """Which fields of a model, and of its parts, are looked at. Parts go by the name of their relation.

    Parts of parts come after those that hold them, by the path that leads to them ("reasons__figures"). `save` saves a record where `record.save()` is not all: a place moves what lies inside it along. `lasting` relations lead
    to parts that are added and stay: a restore leaves them as they are.
    """

    model: Any
    fields: tuple[str, ...]
    parts: Mapping[str, PartShape] = field(default_factory=dict)
    save: Callable[[Any], None] | None = None
    lasting: tuple[str, ...] = ()

    @classmethod
    def of(cls, model: Any, fields: Iterable[str], parts: Mapping[str, Iterable[str]]) -> Shape:
        return cls(
            model, tuple(fields), {name: _part_of(model, name, parts[name]) for name in parts}
        )

    @classmethod
    def whole(
        cls,
        model: Any,
        parts: Iterable[str],
        save: Callable[[Any], None] | None = None,
        lasting: Iterable[str] = (),
    ) -> Shape:
        """All that people may type in: no keys, no counts of versions."""
        relations = {name: _part_of(model, name, ()) for name in parts}
        return cls(
            model,
            tuple(_typed_fields(model)),
            {
                name: PartShape(part.model, part.back, tuple(_part_fields(part)))
                for name, part in relations.items()
            },
            save,
            tuple(lasting),
        )


@dataclass(frozen=True)
class Part:
    """`key` is the number of a stored part, or the name that a form gave to a new one."""

    key: int | str
    values: Values

    @classmethod
    def again(cls, key: int | str, values: Values) -> Part:
        """A part that was taken out, as a new one."""
        return cls(f"{AGAIN}{key}", values)

    @property
    def known_as(self) -> int | str:
        """What parts that it holds know it by: the number that it has, or had before it was taken out."""
        text = str(self.key).removeprefix(AGAIN)
        return int(text) if text.isdecimal() else self.key

    @property
    def is_new(self) -> bool:
        return isinstance(self.key, str)


@dataclass(frozen=True)
class Contents:
    """The values of a document's fields as stored (a relation by its key or keys), and of its parts."""

    values: Values
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def part(self, relation: str, key: int | str) -> Part | None:
        return next((part for part in self.parts[relation] if part.key == key), None)


def contents_of(record: Any, shape: Shape) -> Contents:
    """What `record` says in the database now: one query for each relation."""
    return Contents(
        stored_values(record, shape.fields),
        {
            name: tuple(
                Part(part.pk, stored_values(part, kind.fields)) for part in rows_of(record, kind)
            )
            for name, kind in shape.parts.items()
        },
    )


def contents_of_several(records: list[Any], shape: Shape) -> list[Contents]:
    """What each of `records`, all of one model, says now: one query for each relation, however many they are."""
    many = [name for name in shape.fields if shape.model._meta.get_field(name).many_to_many]
    models.prefetch_related_objects(records, *many)
    parts: dict[Any, dict[str, list[Part]]] = {
        record.pk: {name: [] for name in shape.parts} for record in records
    }
    for name, kind in shape.parts.items():
        for row in _rows_among(kind, **{f"{kind.back}__in": records}):
            found = Part(row.pk, stored_values(row, kind.fields))
            parts[row.of_whole][name].append(found)
    return [
        Contents(
            stored_values(record, shape.fields),
            {name: tuple(rows) for name, rows in parts[record.pk].items()},
        )
        for record in records
    ]


def saying(record: Any, values: Mapping[str, Any]) -> Any:
    """A copy of `record` that says `values`, relations to many left out. Nothing is written."""
    said = copy(record)
    for name, value in values.items():
        kind = record._meta.get_field(name)
        if not kind.many_to_many:
            setattr(said, kind.attname, value)
    return said


def within(contents: Contents, shape: Shape) -> Contents:
    """Of all that a version holds, what a form shows."""
    return Contents(
        _picked(contents.values, shape.fields),
        {
            name: tuple(
                Part(part.key, _picked(part.values, kind.fields)) for part in contents.parts[name]
            )
            for name, kind in shape.parts.items()
        },
    )


def rows_of(record: Any, kind: PartShape) -> list[Any]:
    """The stored parts of one kind, in their order."""
    return _rows_among(kind, **{kind.back: record})


def _rows_among(kind: PartShape, **wholes: Any) -> list[Any]:
    many = [f.name for f in kind.model._meta.local_many_to_many if f.name in kind.fields]
    rows = kind.model._base_manager.filter(**wholes).annotate(of_whole=F(kind.back))
    return list(rows.prefetch_related(*many).order_by(*_order_of(kind)))


def stored_values(record: Any, fields: Iterable[str]) -> Values:
    return {name: _stored_value(record, name) for name in fields}


def _picked(values: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in fields}


def as_stored(value: Any) -> Any:
    """A value of a form as the database keeps it: records become keys."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet):
        return tuple(sorted(record.pk for record in value))
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def _stored_value(record: Any, name: str) -> Any:
    kind = record._meta.get_field(name)
    if kind.many_to_many:
        return tuple(sorted(other.pk for other in getattr(record, name).all()))
    return as_stored(getattr(record, kind.attname))


def _part_of(model: Any, relation: str, fields: Iterable[str]) -> PartShape:
    back: list[str] = []
    for name in relation.split("__"):
        end = model._meta.get_field(name)
        model, back = end.related_model, [end.remote_field.name, *back]
    return PartShape(model, "__".join(back), tuple(fields))


def _order_of(kind: PartShape) -> list[str]:
    return [name for name in kind.model._meta.ordering or () if name != kind.back] + ["pk"]


# Worked out once, and never typed.
BY_THE_PLANNER = {
    *("version", "archived_at", "confirmed_on", "confirmed_by", "corrected_on", "corrected_by"),
    *("slug", "order", "path", "level"),
}


def _part_fields(part: PartShape) -> list[str]:
    """With their order, where that is not simply the place in their whole."""
    more = [] if part.is_ordered or not _has(part.model, "order") else ["order"]
    return [name for name in _typed_fields(part.model) if name != part.back] + more


def _has(model: Any, name: str) -> bool:
    return any(one.name == name for one in model._meta.local_fields)


def _typed_fields(model: Any) -> list[str]:
    own = [
        one.name
        for one in model._meta.fields
        if not one.primary_key and one.name not in BY_THE_PLANNER
    ]
    return own + [
        one.name
        for one in model._meta.local_many_to_many
        if cast("Any", one.remote_field).through._meta.auto_created
    ]
