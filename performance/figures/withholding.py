"""Whether somebody reads what a figure said before it was suppressed, as a small number that may tell of a person.

One rule for all pages: what comes before a suppressed revision of the same figure is for those who may change figures,
for good, whatever the figure says later; so is a comment of theirs that a later one still carries. The others read
that there was a revision, who made it, and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from performance.choices import FigureState
from performance.models import Figure

# Indicator and area by number, and the days of the period.
Key = tuple[int, int, date, date]

WITHHELD = "Withheld"

FROM_OTHERS = "withheld from others"


def may_see_withheld(user: Any) -> bool:
    return bool(user.has_perm("performance.add_figure"))


def as_seen(revisions: Iterable[Figure], *, sees: bool) -> list[Figure]:
    """All the revisions of some figures, in their order: those that are withheld marked so, and without what they
    said unless somebody `sees` it. Not to be saved.
    """
    rows = list(revisions)
    seen: dict[int, Figure] = {}
    for earlier, later in _parted_where_suppressed(rows):
        seen |= {row.pk: _marked(row, sees=sees) for row in earlier}
        # A comment stays with its figure until somebody writes another.
        said = {words for row in earlier for words in (row.comment, row.reason) if words}
        again = [row for row in later if said & {row.comment, row.reason}]
        seen |= {row.pk: _without(said, row, sees=sees) for row in again}
    return [seen.get(row.pk, row) for row in rows]


def key_of(figure: Figure) -> Key:
    return figure.indicator_id, figure.area_id, figure.period_start, figure.period_end


@dataclass(frozen=True)
class Suppressed:
    """Where the revisions of a figure stand, by number: the `last` that is suppressed, and the first of an upload."""

    last: int
    written: int | None

    def withholds(self, revision: int | None) -> bool:
        return revision is not None and revision < self.last


def suppressed_among(figures: QuerySet[Figure], *, upload: int) -> dict[Key, Suppressed]:
    """Those of `figures` that were ever suppressed, and what `upload` wrote of them. One query."""
    last = Max("revision", filter=Q(state=FigureState.SUPPRESSED))
    written = Min("revision", filter=Q(upload=upload))
    found = (
        figures.filter(Q(state=FigureState.SUPPRESSED) | Q(upload=upload))
        .order_by()
        .values_list("indicator_id", "area_id", "period_start", "period_end")
        .annotate(last=last, written=written)
        .filter(last__isnull=False)
    )
    return {(one, area, start, end): Suppressed(*rest) for one, area, start, end, *rest in found}


def _parted_where_suppressed(
    rows: Iterable[Figure],
) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """Of each figure that was ever suppressed the revisions before the last that is so; that one, and those since."""
    by_figure = defaultdict(list)
    for row in rows:
        by_figure[key_of(row)].append(row)
    for own in by_figure.values():
        last = max((row.revision for row in own if row.state == FigureState.SUPPRESSED), default=0)
        earlier = [row for row in own if row.revision < last]
        if earlier:
            yield earlier, [row for row in own if row.revision >= last]


def _marked(row: Figure, *, sees: bool) -> Figure:
    """A copy. To all rules one that is hidden is a suppressed figure."""
    marked = copy(row)
    marked.is_withheld = True
    if not sees:
        marked.is_hidden = row.value is not None
        if marked.is_hidden:
            marked.state = FigureState.SUPPRESSED
        marked.value = marked.numerator = marked.denominator = None
        marked.comment = marked.reason = ""
    return marked


def _without(said: set[str], row: Figure, *, sees: bool) -> Figure:
    """A copy that does not say the same words again."""
    marked = copy(row)
    marked.is_comment_withheld = True
    if not sees:
        marked.comment = "" if row.comment in said else row.comment
        marked.reason = "" if row.reason in said else row.reason
    return marked
