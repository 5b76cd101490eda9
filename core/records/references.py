"""What refers to records of a model, in whichever app it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model


def references_to(model: type[Model]) -> Iterator[tuple[Any, str]]:
    """Each model with a key to `model`, and the name of that key."""
    for relation in model._meta.related_objects:
        yield relation.related_model, relation.field.name
