"""Makes the entries of records, all of a noun's or a few, with no query for each."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from safercornwall.search.declarations import SearchPart, SearchSource, not_archived
from safercornwall.search.models import SearchEntry
from safercornwall.search.sources import SOURCES
from safercornwall.search.words import indexed

AT_ONCE = 500
# Whoever makes entries waits for whoever does so already, and then reads what is there by then.
LOCK = 20121113


def rebuild() -> int:
    """Makes every entry anew, and returns how many there are."""
    with transaction.atomic():
        _wait_for_others()
        SearchEntry.objects.all().delete()
        return sum(_write(source, source.records()) for source in SOURCES)


def refresh(source: SearchSource, pks: Iterable[int]) -> None:
    """Makes the entries of some records anew. Those of a record that is gone, go."""
    numbers = sorted(pks)
    with transaction.atomic():
        _wait_for_others()
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            SearchEntry.objects.filter(kind=source.kind, object_id__in=some).delete()
            _write(source, source.records().filter(pk__in=some))


def _wait_for_others() -> None:
    # SQLite lets one write at a time anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Of this schema: another has entries of its own.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()), %s)", [LOCK])


def _write(source: SearchSource, records: QuerySet) -> int:
    return len(SearchEntry.objects.bulk_create(entries_of(source, records), batch_size=AT_ONCE))


def entries_of(source: SearchSource, records: QuerySet) -> Iterator[SearchEntry]:
    chosen = records.order_by().values("pk")
    plans = _plans_of(records, source.plan)
    parts = [(part, _texts_of(part, chosen)) for part in source.parts]
    for record in records.select_related(*source.reach).order_by("pk"):
        for plan in plans[record.pk] or {None}:
            yield _entry(source, record, plan, parts)


def _plans_of(records: QuerySet, path: str) -> dict[int, set[int | None]]:
    """The plans whose readers know of a record, by record."""
    found: dict[int, set[int | None]] = defaultdict(set)
    if path:
        known = records.order_by().filter(**{f"{path}__isnull": False})
        for pk, plan in known.values_list("pk", path):
            found[pk].add(plan)
    return found


# By record: the plan whose readers alone find it, if any, and the text.
PartTexts = dict[int, list[tuple[int | None, str]]]


def _texts_of(part: SearchPart, chosen: QuerySet) -> PartTexts:
    found: PartTexts = defaultdict(list)
    plan = (part.plan,) if part.plan else ()
    rows = (
        not_archived(part.model, part.plan, *part.fields)
        .filter(**{f"{part.to}__in": chosen}, **part.among, **part.only)
        .order_by("pk")
    )
    for pk, *values in rows.values_list(part.to, *plan, *part.fields):
        only = values.pop(0) if plan else None
        found[pk] += [(only, text) for text in _cleaned(values)]
    return found


def _entry(
    source: SearchSource,
    record: Any,
    plan: int | None,
    parts: list[tuple[SearchPart, PartTexts]],
) -> SearchEntry:
    titles = list(_cleaned(_value(record, path) for path in source.title))
    bodies = list(_cleaned(_value(record, path) for path in source.fields))
    for part, texts in parts:
        known = [text for only, text in texts[record.pk] if only in (None, plan)]
        (titles if part.is_title else bodies).extend(known)
    titles, bodies = list(dict.fromkeys(titles)), list(dict.fromkeys(bodies))
    heading = _heading(source, record)
    context = next(_cleaned([_value(record, source.context)]), "") if source.context else ""
    return SearchEntry(
        kind=source.kind,
        object_id=record.pk,
        plan_id=plan,
        heading=heading,
        context=context,
        address=record.get_absolute_url(),
        pieces="\n".join(text for text in (*bodies, *titles) if text not in (heading, context)),
        **vars(indexed(titles, bodies)),
    )


def _heading(source: SearchSource, record: Model) -> str:
    heading = source.heading
    return str(heading(record) if callable(heading) else _value(record, heading))


def _value(record: Model, path: str) -> Any:
    value = reduce(getattr, path.split("__"), record)
    return value() if callable(value) else value


def _cleaned(values: Iterable[Any]) -> Iterator[str]:
    """Each text on one line, its accents part of their letters; lists taken apart, what is no text left out."""
    for value in values:
        if isinstance(value, list):
            yield from _cleaned(value)
        elif isinstance(value, str) and value.strip():
            yield " ".join(unicodedata.normalize("NFC", value).split())
