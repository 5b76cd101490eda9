"""The columns of a list: declared once, for its page and for its exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Choices, F, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

# What a cell of an export holds: nothing, text, or a value that a spreadsheet knows as such.
Plain = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere, where a record's own name would not do."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class ListColumn:
    """A column of a list. `value` of a row is text, a number, a date, a choice, a record, or a list of these.

    Sorted by the database where it has `order_by`, and by each row's `sort_key` where only the row knows;
    by neither where it has none. `orders` words the two directions. `look` is the kind of tag that shows
    the value. `none` is what the page says where there is no value; an export leaves the cell empty.
    """

    key: str
    heading: str
    value: Callable[[Any], Any]
    order_by: Combinable | None = None
    sort_key: Callable[[Any], Any] | None = None
    orders: tuple[str, str] | None = None
    look: str = ""
    none: str = ""
    is_only_exported: bool = False

    @property
    def is_sortable(self) -> bool:
        return self.order_by is not None or self.sort_key is not None

    @property
    def order_words(self) -> tuple[str, str]:
        return self.orders or (f"{self.heading}, A to Z", f"{self.heading}, Z to A")

    def plain(self, row: Any) -> Plain:
        """Its value in an export."""
        return plain(self.value(row))


def plain(value: Any) -> Plain:
    """A value as a spreadsheet holds it. No value is None, never 0."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, str | int | Decimal | date):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(str(plain(one)) for one in value) or None
    return str(value)


def exported(key: str, heading: str, value: Callable[[Any], Any]) -> ListColumn:
    """A column that only exports have."""
    return ListColumn(key, heading, value, is_only_exported=True)


def by_name(path: str) -> Combinable:
    """Whatever the capitals, on every database."""
    return Lower(F(path))


def in_turn(path: str, values: Iterable[Any]) -> Combinable:
    """In the order of `values`, and not of the alphabet."""
    turns = [When(**{path: value}, then=Value(turn)) for turn, value in enumerate(values)]
    return Case(*turns, default=Value(len(turns)), output_field=IntegerField())


def soonest(heading: str) -> tuple[str, str]:
    return f"{heading}, earliest first", f"{heading}, latest first"


def smallest(heading: str) -> tuple[str, str]:
    return f"{heading}, smallest first", f"{heading}, largest first"


def in_order(rows: Iterable[Any], key: Callable[[Any], Any], *, reverse: bool) -> list[Any]:
    """Rows by a key, those without one last whichever way it goes."""
    keyed = [(key(row), row) for row in rows]
    known = [pair for pair in keyed if pair[0] is not None]
    known.sort(key=lambda pair: _comparable(pair[0]), reverse=reverse)
    return [row for _, row in known] + [row for value, row in keyed if value is None]


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
