"""The versions of a document, kept by django-reversion: who saved each, when, why, and what it said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db import models
from reversion.models import Version

from core.documents.contents import Contents, Part, PartShape, Shape, as_stored

BEFORE_ITS_FIRST_EDIT = "As it was before its first edit"

# As high as a version counts; no database looks further.
LAST_NUMBER = 2_147_483_647

SHAPES: dict[Any, Shape] = {}


@dataclass(frozen=True)
class KeptVersion:
    """One version of a document. `by` is None where nobody is known: it came with the seed."""

    number: int
    by: Any
    at: datetime
    reason: str
    contents: Contents
    is_archived: bool

    @property
    def label(self) -> str:
        return str(self.number)


def keep_history(
    model: type[models.Model],
    *parts: str,
    save: Callable[[Any], None] | None = None,
    lasting: Iterable[str] = (),
) -> None:
    """Keep every version of `model` with its `parts`, the relations that lead to them. All is as in Shape."""
    shape = Shape.whole(model, parts, save, lasting)
    for name, part in shape.parts.items():
        reversion.register(part.model, follow=_held_by(name, parts))
    reversion.register(model, follow=_held_by("", parts))
    SHAPES[model] = shape


def _held_by(path: str, parts: Iterable[str]) -> list[str]:
    """The relations of the parts that the one at `path` holds itself."""
    steps = [name.rpartition("__") for name in parts]
    return [relation for outer, _, relation in steps if outer == path]


def keep_version(record: Any, *, by: Any, reason: str = "") -> None:
    """Keep what `record` and its parts say now as its version."""
    with reversion.create_revision(manage_manually=True):
        if by is not None:
            reversion.set_user(by)
        reversion.set_comment(reason)
        reversion.add_to_revision(record)


def has_versions(record: models.Model) -> bool:
    return _rows(record).exists()


def version_at(record: models.Model, number: int) -> KeptVersion | None:
    """The version of that number, or None. Versions are numbered from 1 without a gap, once one is kept."""
    rows = _rows(record).order_by("pk")
    first = rows.first()
    if first is None or not first.field_dict["version"] <= number <= LAST_NUMBER:
        return None
    place = number - first.field_dict["version"]
    found = list(rows[place : place + 1])
    return _kept(found)[0] if found else None


def versions_of(record: models.Model, *, most: int | None = None) -> list[KeptVersion]:
    """All versions, the newest first: two queries however many."""
    return _kept(list(_rows(record).order_by("-pk")[:most]))


@dataclass(frozen=True)
class ChangedRecord:
    """One record as it was at the first of two moments, and as it was at the second, without its parts.

    `was` is None for a record that was not there yet. Only what is in `now` has been saved in between.
    """

    model: type[models.Model]
    key: int
    was: KeptVersion | None
    now: KeptVersion

    @property
    def is_new(self) -> bool:
        return self.was is None


def changed_between(
    kinds: Iterable[type[models.Model]], after: datetime, until: datetime
) -> list[ChangedRecord]:
    """The records of `kinds` that somebody saved after one moment and up to another. Three queries at most."""
    types = ContentType.objects.get_for_models(*kinds).values()
    rows = Version.objects.filter(content_type__in=types).order_by()
    saved = rows.filter(revision__date_created__gt=after, revision__date_created__lte=until)
    ends = {
        (kind, key): (first, last)
        for kind, key, first, last in saved.values_list("content_type", "object_id").annotate(
            first=models.Min("pk"), last=models.Max("pk")
        )
    }
    if not ends:
        return []
    earlier = rows.filter(
        revision__date_created__lte=after, object_id__in={key for _, key in ends}
    ).values_list("content_type", "object_id")
    before = {
        (kind, key): last
        for kind, key, last in earlier.annotate(last=models.Max("pk"))
        if (kind, key) in ends
    }
    wanted = {*before.values(), *(one for pair in ends.values() for one in pair)}
    found = Version.objects.select_related("revision__user", "content_type").in_bulk(wanted)
    changed = []
    for which, (first, last) in ends.items():
        was = found[before[which]] if which in before else _before_first_edit(found[first])
        now = _alone(found[last])
        changed.append(ChangedRecord(found[last]._model, int(which[1]), was and _alone(was), now))
    return changed


def _before_first_edit(row: Version) -> Version | None:
    return row if row.revision.comment == BEFORE_ITS_FIRST_EDIT else None


def _alone(row: Version) -> KeptVersion:
    """A version without its parts."""
    return _version(row, [], SHAPES[row._model])


def _rows(record: models.Model) -> models.QuerySet[Version]:
    return Version.objects.get_for_object(record).select_related("revision__user")


def _kept(rows: list[Version]) -> list[KeptVersion]:
    if not rows:
        return []
    shape = SHAPES[rows[0]._model]
    kinds = {part.model: name for name, part in shape.parts.items()}
    parts: dict[int, list[Version]] = {}
    for version in Version.objects.filter(revision__in=[row.revision_id for row in rows]):
        if version._model in kinds:
            parts.setdefault(version.revision_id, []).append(version)
    return [_version(row, parts.get(row.revision_id, []), shape) for row in rows]


def _version(row: Version, parts: list[Version], shape: Shape) -> KeptVersion:
    facts = row.field_dict
    found: dict[str, tuple[Part, ...]] = {}
    for name, kind in shape.parts.items():
        holders = [part.key for part in found.get(name.rpartition("__")[0], ())]
        rows = [part for part in parts if part._model is kind.model]
        found[name] = tuple(
            Part(int(one.object_id), _values(one, kind.fields))
            for one in _in_order(rows, kind, holders)
        )
    return KeptVersion(
        number=facts["version"],
        by=row.revision.user,
        at=row.revision.date_created,
        reason=row.revision.comment,
        contents=Contents(_values(row, shape.fields), found),
        is_archived=facts["archived_at"] is not None,
    )


def _in_order(parts: list[Version], kind: PartShape, holders: list[int | str]) -> list[Version]:
    """Parts of parts come in the order of those that hold them, then in their own."""
    places = {key: place for place, key in enumerate(holders)}

    def place_of(part: Version) -> tuple[int, int, int]:
        facts = part.field_dict
        held = places.get(facts.get(f"{kind.holder}_id"), 0)
        return held, facts.get("order", 0), int(part.object_id)

    return sorted(parts, key=place_of)


def _values(row: Version, fields: tuple[str, ...]) -> dict[str, Any]:
    """A field that came later than this version has its default."""
    facts = row.field_dict
    found = {}
    for name in fields:
        kind: Any = row._model._meta.get_field(name)
        if kind.many_to_many:
            found[name] = tuple(sorted(int(key) for key in facts.get(name, ())))
        else:
            found[name] = as_stored(facts.get(kind.attname, kind.get_default()))
    return found
