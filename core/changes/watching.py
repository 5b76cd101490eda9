"""Which tables are watched, and for whose sake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

# Whatever is added up counts from here: a table that nobody wrote yet has changed no times.
NEVER = 0
# A change of which nobody knows what it touched: it counts as one of every record.
ANYTHING = "anything"


@dataclass(frozen=True)
class Watched:
    """Each write to `table` is a change of `kind`: of the record that `column` leads to, or of any.

    Rows of which `only`, SQL about the row "{row}", is untrue do not count.
    """

    table: str
    kind: str
    column: str = ""
    only: str = ""


WATCHED: dict[str, Watched] = {}


def kind_of(model: type[models.Model]) -> str:
    return str(model._meta.db_table)


def watch(model: Any) -> None:
    """Count the changes of a table as a whole."""
    table = kind_of(model)
    WATCHED[table] = Watched(table, table)


def watch_for(record: Any, model: Any, name: str, *, only: str = "") -> None:
    """Count the changes of `model` as those of the `record` that the field `name` leads to."""
    table = kind_of(model)
    WATCHED[table] = Watched(table, kind_of(record), model._meta.get_field(name).column, only)
