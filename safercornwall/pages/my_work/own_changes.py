"""What somebody changed lately themselves, to go on where they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from reversion.models import Version

from performance.models import Indicator
from safercornwall.lists.record_kinds import KIND_BY_MODEL
from safercornwall.pages.components.editing.edited_noun import EDITORS, EditedNoun

MOST_SHOWN = 10
# Of one record there may be many.
MOST_LOOKED_AT = 100


@dataclass(frozen=True)
class OwnChange:
    """A record as somebody changed it last, `url` leading to what they changed."""

    record: Any
    noun: str
    at: datetime
    reason: str
    url: str


@dataclass(frozen=True)
class Touch:
    """The newest change of one person to a record, which is known by its number."""

    model: Any
    pk: int
    at: datetime
    reason: str


def own_changes(request: HttpRequest) -> list[OwnChange]:
    """Each record once, the newest first, of those that the person may still change: a query for each kind of record."""
    found: dict[tuple[Any, int], Touch] = {}
    touches = (*_of_documents(request.user), *_of_indicators(request.user))
    for touch in sorted(touches, key=lambda one: one.at, reverse=True):
        found.setdefault((touch.model, touch.pk), touch)
    return list(_with_records(list(found.values())[:MOST_SHOWN], request))


def _of_documents(person: Any) -> Iterator[Touch]:
    models = {
        model._meta.model_name: model
        for model, noun in EDITORS.items()
        if person.has_perm(noun.permission("change"))
    }
    versions = (
        Version.objects.filter(revision__user=person, content_type__model__in=models)
        .select_related("revision", "content_type")
        .order_by("-revision__date_created")
    )
    for version in versions[:MOST_LOOKED_AT]:
        made = version.revision
        model = models[version.content_type.model]
        yield Touch(model, int(version.object_id), made.date_created, made.comment)


def _of_indicators(person: Any) -> Iterator[Touch]:
    if not person.has_perm("performance.change_indicator"):
        return
    edits = Indicator.history.filter(history_user=person).order_by("-history_date")
    for pk, at in edits.values_list("id", "history_date")[:MOST_LOOKED_AT]:
        yield Touch(Indicator, pk, at, "")


def _with_records(touches: Iterable[Touch], request: HttpRequest) -> Iterator[OwnChange]:
    rows = list(touches)
    known = {
        model: _rows_of(model, request).in_bulk([one.pk for one in rows if one.model is model])
        for model in {one.model for one in rows}
    }
    for touch in rows:
        record = known[touch.model].get(touch.pk)
        if record is None:
            continue
        noun = EDITORS.get(touch.model)
        yield OwnChange(
            record=record,
            noun=noun.noun if noun else KIND_BY_MODEL[touch.model].noun,
            at=touch.at,
            reason=touch.reason,
            url=noun.address_of(record, "history") if noun else record.get_absolute_url(),
        )


def _rows_of(model: Any, request: HttpRequest) -> QuerySet:
    """The records of a kind that the person may know of, with what their addresses name."""
    noun = EDITORS.get(model)
    if noun is None:
        return KIND_BY_MODEL[model].visible_to(request.user)
    rows = noun.may_see(request) if noun.may_see else model.with_archived.all()
    return rows.select_related(*_parents_of(noun)) if _parents_of(noun) else rows


def _parents_of(noun: EditedNoun) -> list[str]:
    steps = (lookup.rpartition("__")[0] for lookup in noun.found_by.values())
    return [step for step in steps if step]
