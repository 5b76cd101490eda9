"""Records with their children in one query.

Django's `prefetch_related` asks once for each kind of child: a page that shows a project with its
listings, money, milestones and dependencies pays five queries where one will do. Here each row brings
its children with it as a JSON array, and `record.children.all()` finds them in its prefetch cache.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import UTC
from decimal import Decimal
from functools import cache, cached_property, partial
from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

COLUMN = "_together_"


class _Rows(Subquery):
    """The rows of a queryset, whose only column is a JSON object `_row`, as one JSON array."""

    output_field = models.TextField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(
            compiler,
            connection,
            template="(SELECT json_group_array(json(_row)) FROM (%(subquery)s) _rows)",
            **context,
        )

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(
            compiler,
            connection,
            template="(SELECT json_agg(_row)::text FROM (%(subquery)s) _rows)",
            **context,
        )


class _Row(models.Expression):
    """The stored fields of a row as one JSON object, by attribute.

    Django's own `JSONObject` makes an expression of each field, and copies them all for each query.
    """

    output_field = models.JSONField()

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model = model

    def as_sql(self, compiler, connection):
        table = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return self._called("JSON_OBJECT", table, connection), []

    def as_postgresql(self, compiler, connection, **context):
        table = compiler.quote_name_unless_alias(compiler.query.get_initial_alias())
        return self._called("JSONB_BUILD_OBJECT", table, connection), []

    def _called(self, function: str, table: str, connection) -> str:
        columns = [
            f"'{field.attname}', {table}.{connection.ops.quote_name(field.column)}"
            for field in self.model._meta.concrete_fields
        ]
        return f"{function}({', '.join(columns)})"


class Later(Sequence[Any]):
    """Rows that are made when somebody first looks at them."""

    def __init__(self, make: Callable[[], list[Any]]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> list[Any]:
        return self._make()

    def __getitem__(self, place: Any) -> Any:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)


def fetch_with_children(
    records: QuerySet, *relations: str, at_hand: Iterable[Any] = (), **narrowed: QuerySet
) -> list[Any]:
    """The records of `records`, each with its `relations` (reverse or many-to-many) already fetched.

    A relation given by keyword is narrowed or ordered by its queryset: `figures=Figure.objects.filter(...)`.
    Children come in their model's own order otherwise, and are made when somebody looks at them. Whatever points at a record `at_hand`, or came from a relation of
    one (`plan.themes.all()`), knows it without a query.
    """
    model = records.model
    children = dict.fromkeys(relations) | narrowed
    found = list(
        records.annotate(
            **{
                f"{COLUMN}{name}": _children_of(model, name, queryset)
                for name, queryset in children.items()
            }
        )
    )
    known = list(at_hand)
    know_parents(found, known)
    for name, rows_wanted in children.items():
        relation = _Relation(model, name)
        for record in found:
            rows = record.__dict__.pop(f"{COLUMN}{name}")
            make = partial(_revived, record, name, rows, rows_wanted, known)
            relation.fill(record, Later(make))
    return found


def with_children_later(
    records: Sequence[Any], names: Iterable[str], fetch: Callable[[], Iterable[Any]]
) -> None:
    """Let `records` have their children of the relations `names` once somebody looks at one.

    `fetch` then gives the same records with those children, for all in one go.
    """
    found = Later(lambda: [index_by(fetch())])
    for name in names if records else ():
        relation = _Relation(type(records[0]), name)
        for record in records:
            relation.fill(record, Later(partial(_children_in, found, record.pk, name)))


def _children_in(found: Sequence[dict[Any, Any]], key: Any, name: str) -> list[Any]:
    """A record that was deleted in the meantime has none."""
    return list(getattr(found[0][key], name).all()) if key in found[0] else []


class _Relation:
    """What leads from records of a model to their children. Django makes a manager for each record, which costs more
    than all else; here its queryset is made once, and narrowed to its record only where somebody asks more of it.
    """

    def __init__(self, model: type[models.Model], name: str) -> None:
        child, self.back = _other_end(model, name)
        self.name = name
        self.is_key = model._meta.get_field(name).one_to_many
        self.key = child._meta.get_field(self.back)
        self.all: Any = child._default_manager.all()

    def fill(self, record: models.Model, rows: Later) -> None:
        """Let `rows` be what was fetched of the relation of `record`."""
        queryset = self.all._chain()
        queryset._deferred_filter = (False, (), {self.back: record})
        if self.is_key:
            queryset._known_related_objects = {self.key: {record.pk: record}}
        queryset._result_cache = rows
        queryset._prefetch_done = True
        record.__dict__.setdefault("_prefetched_objects_cache", {})[self.name] = queryset


def know_parents(rows: Iterable[Any], at_hand: Iterable[Any]) -> None:
    """Let rows that point at a record `at_hand` lead to it, as if it had been fetched with them."""
    known = {(type(record), record.pk): record for record in at_hand}
    kinds = tuple({kind for kind, _ in known})
    for row in rows:
        model: Any = type(row)
        for field in _keys_to(model, kinds):
            parent = known.get((field.related_model, getattr(row, field.attname)))
            if parent is not None:
                setattr(row, field.name, parent)


@cache
def _keys_to(model: type[models.Model], kinds: tuple[type[models.Model], ...]) -> list[Any]:
    fields: list[Any] = [field for field in model._meta.concrete_fields if field.many_to_one]
    return [field for field in fields if field.related_model in kinds]


def with_children(record: Any, name: str, rows: list[Any]) -> Any:
    """A copy of `record`, as if `rows` were what was fetched of its relation `name`. Nothing is written."""
    model: Any = type(record)
    held, queryset = copy(record), _none_of(model, name)._chain()
    queryset._result_cache, queryset._prefetch_done = rows, True
    known = getattr(record, "_prefetched_objects_cache", {})
    held._prefetched_objects_cache = {**known, name: queryset}
    return held


@cache
def _none_of(model: type[models.Model], name: str) -> Any:
    """An empty queryset of what the relation `name` leads to. Made once: Django's manager of each record costs ten times as much."""
    child, _ = _other_end(model, name)
    return child._default_manager.none()


def aside(queryset: QuerySet, **columns: Any) -> Subquery:
    """Rows that hang on no relation, as a column of another query; `read_aside` reads it.

    Each row has `columns` (expressions), or without any all the fields of its model.
    """
    row = JSONObject(**columns) if columns else _Row(queryset.model)
    return _Rows(queryset.values(_row=row))


def read_aside(rows: str | None, model: type[models.Model] | None = None) -> list[Any]:
    """The rows as dictionaries of what JSON knows, or as records of `model`."""
    found = json.loads(rows or "[]", parse_float=Decimal)
    return [revive(model, row) for row in found] if model else found


def names_of_relations(
    model: type[models.Model], *, but: Iterable[type[models.Model]] = ()
) -> list[str]:
    """By which names a record is led to all those that point at it, except to records of the models `but`."""
    return [
        str(relation.get_accessor_name())
        for relation in model._meta.related_objects
        if relation.related_model not in but
    ]


def _children_of(model: type[models.Model], name: str, queryset: QuerySet | None) -> _Rows:
    child, back = _other_end(model, name)
    queryset = child._default_manager.all() if queryset is None else queryset
    queryset = queryset.filter(**{back: OuterRef("pk")})
    if not queryset.query.order_by:
        queryset = queryset.order_by(*[name for name in child._meta.ordering or () if name != back])
    return _Rows(queryset.values(_row=_Row(child)))


def _revived(
    record: models.Model,
    name: str,
    rows: str | None,
    narrowed: QuerySet | None,
    at_hand: list[Any],
) -> list[Any]:
    child, back = _other_end(type(record), name)
    children = [revive(child, row) for row in json.loads(rows or "[]", parse_float=Decimal)]
    if record._meta.get_field(name).one_to_many:
        for found in children:
            setattr(found, back, record)
    # As Django does with what comes from a relation.
    for parents in getattr(narrowed, "_known_related_objects", {}).values():
        know_parents(children, parents.values())
    know_parents(children, at_hand)
    return children


def _other_end(model: type[models.Model], name: str) -> tuple[type[models.Model], str]:
    """The model at the other end of a relation, and its name for the way back."""
    relation: Any = model._meta.get_field(name)
    return relation.related_model, relation.remote_field.name


def revive(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    """A record from its fields as JSON knows them, by attribute. One that is not given is fetched when it is looked at."""
    fields = [field for field in model._meta.concrete_fields if field.attname in row]
    return model.from_db(
        None, [f.attname for f in fields], [_value(f, row[f.attname]) for f in fields]
    )


def fields_of(record: models.Model, *, but: Iterable[str] = ()) -> dict[str, Any]:
    """A record's fields by attribute, of which `revive` makes the record again."""
    names = (field.attname for field in record._meta.concrete_fields)
    return {name: getattr(record, name) for name in names if name not in but}


def _value(field: models.Field, value: Any) -> Any:
    """JSON knows no dates and decimals, and SQLite neither booleans nor time zones (it keeps UTC)."""
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    if isinstance(field, models.DecimalField):
        return Decimal(str(value))
    if isinstance(field, models.DateTimeField):
        moment = field.to_python(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return field.to_python(value)


def index_by(records: Iterable[Any]) -> dict[Any, Any]:
    """Records by their primary key."""
    return {record.pk: record for record in records}
