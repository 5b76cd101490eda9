"""Natural keys, so that fixtures and uploads can name a record without knowing its number."""

from __future__ import annotations

from functools import reduce
from typing import Any, ClassVar, cast

from django.db import models


class NaturalQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        fields = cast("type[NaturalModel]", self.model).natural_fields
        return self.get(**dict(zip(fields, key, strict=True)))


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
