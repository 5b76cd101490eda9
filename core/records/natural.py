"""Natural keys, so that fixtures and uploads can name a record without knowing its number."""

from __future__ import annotations

from functools import reduce
from typing import Any, ClassVar, cast

from django.db import models

from core.records.changes import rows_written


class NaturalQuerySet(models.QuerySet):
    """Finds records by their natural keys, and signals the rows that it writes many at once."""

    def get_by_natural_key(self, *key):
        fields = cast("type[NaturalModel]", self.model).natural_fields
        return self.get(**dict(zip(fields, key, strict=True)))

    def update(self, **facts):
        # Afterwards they may no longer be those that this queryset finds.
        pks = list(self.values_list("pk", flat=True)) if self._is_heard else []
        number = super().update(**facts)
        self._tell(pks)
        return number

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, *args, **kwargs):
        made = super().bulk_create(*args, **kwargs)
        self._tell([record.pk for record in made])
        return made

    @property
    def _is_heard(self) -> bool:
        return rows_written.has_listeners(self.model)

    def _tell(self, pks: list[Any]) -> None:
        if pks and self._is_heard:
            rows_written.send(self.model, pks=pks)


class NaturalModel(models.Model):
    """A record known by `natural_fields`: lookups, parents first, that a unique constraint backs."""

    natural_fields: ClassVar[tuple[str, ...]] = ()

    objects = NaturalQuerySet.as_manager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        return tuple(self._follow(path) for path in self.natural_fields)

    def _follow(self, path: str) -> Any:
        value = reduce(getattr, path.split("__"), self)
        return value.isoformat() if hasattr(value, "isoformat") else value
