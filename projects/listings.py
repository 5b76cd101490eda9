"""A project's listings follow its status, each under its theme."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Any

from core.documents.contents import Part
from priorities.models import Plan
from projects.models import ProjectListing


def followed(
    listings: tuple[Part, ...], *, of: str | None, to: str, closed: Container[Any]
) -> tuple[Part, ...]:
    """The listings, of which those with the status `of` (all, if None) take the status `to`.

    `closed` has the keys of those in closed plans, which keep what they said.
    """
    return tuple(
        replace(part, values=part.values | {"status": to})
        if part.key not in closed and of in (None, part.values["status"])
        else part
        for part in listings
    )


def keys_in_closed_plans(**of: Any) -> set[int]:
    """The keys of the listings in closed plans, of all projects unless `of` narrows them."""
    rows = ProjectListing.objects.filter(theme__plan__stage=Plan.Stage.CLOSED, **of)
    return set(rows.order_by().values_list("pk", flat=True))
