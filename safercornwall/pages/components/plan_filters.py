"""What the lists of a plan can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from core.lists.filters import Choice, Filters, Words, named
from priorities.models import (
    Theme,
)


class PlanFilters(Filters):
    """Filters of a list in a plan: by its themes and by words."""

    theme = Choice("All themes")
    q = Words()

    def __init__(self, data, *, themes: Iterable[Theme], kinds: Iterable[str] = ()):
        super().__init__(data)
        self.offer("theme", named(themes))
        if kinds:
            self.offer("kind", [(kind, capfirst(kind)) for kind in kinds])


def narrowed(records: QuerySet, chosen: dict[str, str], **lookups: str) -> QuerySet:
    """By the filters named in `lookups`, each with the lookup that it stands for."""
    return records.filter(
        **{lookup: chosen[name] for name, lookup in lookups.items() if name in chosen}
    )


def containing(records: QuerySet, chosen: dict[str, str], fields: list[str]) -> QuerySet:
    for word in chosen.get("q", "").split():
        records = records.filter(_any_of(fields, word))
    return records


def worded(records, chosen, wording, parent: str, fields: list[str]) -> QuerySet:
    """Like `_containing`, in the wording of any theme too."""
    for word in chosen.get("q", "").split():
        elsewhere = wording.objects.filter(text__icontains=word).values(parent)
        records = records.filter(_any_of(fields, word) | Q(pk__in=elsewhere))
    return records


def _any_of(fields: list[str], word: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
