"""What a column may be said to hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from performance.models import UploadKind
from performance.uploads.layouts import ROLES
from performance.uploads.lookups import Subject

NAMES = {
    "indicator": "Indicator",
    "index": "Index",
    "area": "Area",
    "label": "What it is compared with",
    "period": "Period",
    "value": "Value",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "state": "State",
    "comment": "Comment",
}
NOT_USED = ""
BY_PERIOD = "heading:period"
BY_SUBJECT = "subject:"
NEW = "new"


def choices_for(kind: str, subjects: Iterable[Subject], *, may_add: bool) -> list[Any]:
    """For each column alike. `may_add` offers a new indicator."""
    roles = [(role, NAMES[role]) for role in ROLES[UploadKind(kind)]]
    figures = [(f"{BY_SUBJECT}{one.slug}", one.name) for one in subjects]
    new = [(NEW, "A new indicator, called as the heading")] if may_add else []
    by_period = (BY_PERIOD, "Figures of the period in its heading")
    return [(NOT_USED, "Not used"), *roles, by_period, *new, ("Figures of", figures)]
