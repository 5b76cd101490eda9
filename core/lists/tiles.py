"""Counts at the head of a list, each leading to what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import QueryDict


@dataclass(frozen=True)
class Tile:
    """A count with its label and address, for the count_tiles component. `status` or `severity` draws its shape."""

    label: str
    count: int
    url: str
    status: str = ""
    severity: str = ""
    note: str = ""


def narrowed_to(
    given: QueryDict, name: str, counts: Iterable[tuple[TextChoices, int]], *, drawn: bool = False
) -> list[Tile]:
    """A tile for each choice of the filter `name`, which keeps the other filters `given` in the address.

    `drawn` where the choices are statuses of an indicator, which have a shape.
    """
    tiles = []
    for choice, count in counts:
        query = given.copy()
        query.pop("page", None)
        query[name] = choice.value
        status = choice.value if drawn else ""
        tiles.append(Tile(str(choice.label), count, f"?{query.urlencode()}", status))
    return tiles
