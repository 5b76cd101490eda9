"""How a noun says what of it is searched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

# A field of the record, one further on ("theme__name"), or a method.
Path = str


@dataclass(frozen=True)
class SearchPart:
    """Records that stand on the page of another, to which the path `to` leads.

    Only readers of a plan that `plan` leads to find them there; all readers of the record, where it leads to none.
    `among` are the rows that are about such a record at all, `only` those that are shown.
    """

    model: type[Model]
    to: Path
    fields: tuple[Path, ...]
    plan: Path = ""
    is_title: bool = False
    among: dict[str, Any] = field(default_factory=dict)
    only: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchSource:
    """One noun. `heading` is shown; what stands in `title` comes first; `reach` is fetched with each record.

    `plan` leads to the plans whose readers know of a record, by the same rule as its list: with none, everybody does.
    """

    model: type[Model]
    name: str
    plural: str
    heading: Path | Callable[[Any], str]
    title: tuple[Path, ...] = ()
    fields: tuple[Path, ...] = ()
    parts: tuple[SearchPart, ...] = ()
    context: Path = ""
    plan: Path = ""
    reach: tuple[Path, ...] = ()
    only: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    @property
    def permission(self) -> str:
        return f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"

    def records(self) -> QuerySet:
        return not_archived(self.model, *self.reach).filter(**self.only)


def not_archived(model: type[Model], *paths: Path) -> QuerySet:
    """The records that are not archived, nor stand under one that is, to which one of `paths` leads."""
    found = model._base_manager.all()
    ends = [("", model), *(step for path in paths for step in keys_on(model, path))]
    for step, end in ends:
        if any(one.name == "archived_at" for one in end._meta.concrete_fields):
            found = found.filter(**{f"{step}__archived_at".removeprefix("__"): None})
    return found


def keys_on(model: Any, path: Path) -> Iterator[tuple[Path, type[Model]]]:
    """The records on the way of a path, as far as each has only one: "theme", then "theme__plan"."""
    names = path.split("__")
    for number, name in enumerate(names, start=1):
        field = next((one for one in model._meta.fields if one.name == name), None)
        if field is None or not field.many_to_one:
            return
        model = field.related_model
        yield "__".join(names[:number]), model
