"""What nobody types in for a new record: its slug, its reference, its place in the order.

A part that comes back from its history has these already, and keeps them.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

# Words that addresses need for themselves.
RESERVED = {
    "new",
    "proposed",
    "archived",
    "edit",
    "history",
    "export",
    "bulk",
    "several",
    "lessons",
}
LONGEST_SLUG = 80


def free_slug(record: Any, **within: Any) -> str:
    """A slug for `record`, from its own words, that no other record `within` has, archived ones included."""
    start = slugify(str(record))[:LONGEST_SLUG].strip("-") or record._meta.model_name
    rows = type(record)._base_manager.filter(slug__startswith=start, **within)
    taken = {*rows.exclude(pk=record.pk).values_list("slug", flat=True), *RESERVED}
    tries = (start if number == 1 else f"{start}-{number}" for number in count(1))
    return next(slug for slug in tries if slug not in taken)


def next_order(record: Any, **within: Any) -> int:
    """The place after the last one."""
    last = type(record)._base_manager.filter(**within).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def next_ref(record: Any, prefix: str, **within: Any) -> str:
    """The reference after the last one that starts so: "EV-BUR-07" after "EV-BUR-06"."""
    rows = type(record)._base_manager.filter(ref__startswith=f"{prefix}-", **within)
    numbers = [re.search(r"(\d+)$", ref) for ref in rows.values_list("ref", flat=True)]
    last = max((int(found[1]) for found in numbers if found), default=0)
    return f"{prefix}-{last + 1:02d}"
