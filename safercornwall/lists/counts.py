"""Counts of the records that belong to a record."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.records.editable import Editable


def count_of(model, relation: str, *conditions: Q, **only) -> Coalesce:
    """The number of a record's `relation` that is not archived and meets the conditions, as a subquery, so that no count multiplies another."""
    same = model.objects.filter(pk=OuterRef("pk")).order_by()
    if issubclass(model._meta.get_field(relation).related_model, Editable):
        only[f"{relation}__archived_at"] = None
    number = same.annotate(
        number=Count(
            relation, filter=Q(*conditions, **only) if conditions or only else None, distinct=True
        )
    )
    return Coalesce(Subquery(number.values("number")), 0)
