"""What others changed in somebody's records since that person was last here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from reversion.models import Version

from accounts.models import User
from core.documents.history import BEFORE_ITS_FIRST_EDIT
from performance.models import Indicator
from priorities.clocks import may_read_drafts
from priorities.next_plan import BEGUN_FROM
from safercornwall.pages.components.editing.edited_noun import EDITORS
from safercornwall.pages.my_work.records import MyRecord

MOST_SHOWN = 50


@dataclass(frozen=True)
class OthersChange:
    """Somebody's change to a record; `by` is None where nobody is known."""

    mine: MyRecord
    at: datetime
    by: Any
    reason: str
    url: str


def changes_by_others(
    records: Iterable[MyRecord], person: User, since: datetime
) -> list[OthersChange]:
    """The newest first, at most MOST_SHOWN: two queries."""
    rows = list(records)
    found = [*_of_documents(rows, person, since), *_of_indicators(rows, person, since)]
    return sorted(found, key=lambda change: change.at, reverse=True)[:MOST_SHOWN]


def _of_documents(rows: list[MyRecord], person: User, since: datetime) -> Iterator[OthersChange]:
    known = {_key(row): row for row in rows if row.kind.model is not Indicator}
    if not known:
        return
    keys: dict[str, list[str]] = {}
    for model, pk in known:
        keys.setdefault(model, []).append(pk)
    theirs = reduce(
        or_, (Q(content_type__model=model, object_id__in=pks) for model, pks in keys.items())
    )
    versions = (
        Version.objects.filter(theirs, revision__date_created__gt=since)
        .exclude(revision__user=person)
        .exclude(revision__comment=BEFORE_ITS_FIRST_EDIT)
        .select_related("revision__user", "content_type")
        .order_by("-revision__date_created")
    )
    if not may_read_drafts(person):
        # That a plan was begun is for those who write plans, while it is a draft.
        versions = versions.exclude(revision__comment__startswith=BEGUN_FROM)
    for version in versions[:MOST_SHOWN]:
        row = known[version.content_type.model, version.object_id]
        made = version.revision
        yield OthersChange(row, made.date_created, made.user, made.comment, _history_of(row))


def _of_indicators(rows: list[MyRecord], person: User, since: datetime) -> Iterator[OthersChange]:
    known = {row.record.pk: row for row in rows if row.kind.model is Indicator}
    if not known:
        return
    edits = (
        Indicator.history.filter(id__in=known, history_date__gt=since)
        .exclude(history_user=person)
        .exclude(history_user=None)
        .select_related("history_user")
        .order_by("-history_date")
    )
    for edit in edits[:MOST_SHOWN]:
        row = known[edit.id]
        url = row.record.get_absolute_url()
        yield OthersChange(row, edit.history_date, edit.history_user, "", url)


def _key(row: MyRecord) -> tuple[str, str]:
    return str(row.record._meta.model_name), str(row.record.pk)


def _history_of(row: MyRecord) -> str:
    editor = EDITORS.get(row.kind.model)
    if editor is None:
        return str(row.record.get_absolute_url())
    return editor.address_of(row.record, "history")
