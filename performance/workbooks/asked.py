"""What is asked about each kind of workbook, and what is meant where nothing is said."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from performance.models import UploadKind
from performance.workbooks.recent_periods import last_quarter

OWN, EVERY = "own", "every"
# What is asked about each kind, in order.
ASKED = {
    UploadKind.FIGURES: ("kind", "period", "other", "theme", "organisation", "areas", "others"),
    UploadKind.INDEX_SCORES: ("kind", "period", "other", "index"),
    UploadKind.COMPARATORS: ("kind", "period", "other", "theme", "organisation"),
}


def with_defaults(asked: QueryDict, kind: str, as_at: date) -> QueryDict:
    data = asked.copy()
    for name, value in (("kind", kind), ("period", last_quarter(as_at).label), ("areas", OWN)):
        if not data.get(name):
            data[name] = value
    return data
