"""What the lists of a plan can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from accounts.models import Organisation
from core.lists.filters import Choice, Filters, Words, named
from places.models import Area
from priorities.models import Theme

# Beside the slugs of owners. No slug has a colon.
OWNED, NO_OWNER = "with:owner", "without:owner"


class PlanFilters(Filters):
    """Filters of a list in a plan: by its themes and by words."""

    theme = Choice("All themes", proper=True)
    q = Words()

    def __init__(self, data, *, themes: Iterable[Theme], kinds: Iterable[str] = ()):
        super().__init__(data)
        self.offer("theme", named(themes))
        if kinds:
            self.offer("kind", [(kind, capfirst(kind)) for kind in kinds])


def owner_choice() -> Choice:
    """Filled by `offer_owners`."""
    return Choice("Owned or not", says="{choice}", proper=True, label="Owner")


def offer_owners(form: Filters, owners: Iterable[Organisation]) -> None:
    form.offer(
        "owner", [(OWNED, "Has an owner"), (NO_OWNER, "No owner"), ("Owners", named(owners))]
    )


def owned(records: QuerySet, chosen: dict[str, str]) -> QuerySet:
    """Narrow by whether records have an owner, or by who it is."""
    owner = chosen.get("owner")
    if owner is None:
        return records
    if owner in (OWNED, NO_OWNER):
        return records.filter(owner__isnull=owner == NO_OWNER)
    return records.filter(owner__slug=owner)


def owners_of(records: QuerySet) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=records.order_by().values("owner"))


def named_places(areas: Iterable[Area]) -> list[tuple[str, str]]:
    """Places as choices, by slug, each with its kind."""
    return [(area.slug, area.named) for area in areas]


def narrowed(records: QuerySet, chosen: dict[str, str], **lookups: str) -> QuerySet:
    """The records that match the chosen filters. `lookups` gives the lookup of each filter."""
    return records.filter(
        **{lookup: chosen[name] for name, lookup in lookups.items() if name in chosen}
    )


def containing(records: QuerySet, chosen: dict[str, str], fields: list[str]) -> QuerySet:
    for word in chosen.get("q", "").split():
        records = records.filter(_any_of(fields, word))
    return records


def worded(records, chosen, wording, parent: str, fields: list[str]) -> QuerySet:
    """The records that contain the words in a field or in the wording of a theme."""
    for word in chosen.get("q", "").split():
        elsewhere = wording.objects.filter(text__icontains=word).values(parent)
        records = records.filter(_any_of(fields, word) | Q(pk__in=elsewhere))
    return records


def _any_of(fields: list[str], word: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
