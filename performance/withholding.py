"""Whether somebody reads what a figure said before it was suppressed, as a small number that may tell of a person.

One rule for all pages: where the last revision of a figure is suppressed, what the earlier ones said is for those who
may change figures, a comment that it still carries too. The others read that there was a revision, who made it, and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

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
    for last, earlier in _suppressed_of(rows):
        seen |= {row.pk: _marked(row, sees=sees) for row in earlier}
        # A comment stays with its figure until somebody writes another.
        if last.comment and last.comment in {row.comment for row in earlier}:
            seen[last.pk] = _with_the_same_comment(last, sees=sees)
    return [seen.get(row.pk, row) for row in rows]


def key_of(figure: Figure) -> Key:
    return figure.indicator_id, figure.area_id, figure.period_start, figure.period_end


def keys_suppressed(figures: QuerySet[Figure]) -> set[Key]:
    """Of which of `figures` the last revision is suppressed, be it removed since. One query."""
    same = {name: OuterRef(name) for name in ("indicator", "area", "period_start", "period_end")}
    later = Figure.objects.filter(revision__gt=OuterRef("revision"), **same)
    last = figures.filter(state=FigureState.SUPPRESSED).exclude(Exists(later))
    fields = ("indicator_id", "area_id", "period_start", "period_end")
    return set(last.order_by().values_list(*fields))


def _suppressed_of(rows: Iterable[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Of each figure whose last revision is suppressed that one, and those before it."""
    by_figure = defaultdict(list)
    for row in rows:
        by_figure[key_of(row)].append(row)
    for own in by_figure.values():
        last = max(own, key=lambda row: row.revision)
        if last.state == FigureState.SUPPRESSED:
            yield last, [row for row in own if row is not last]


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


def _with_the_same_comment(last: Figure, *, sees: bool) -> Figure:
    marked = copy(last)
    marked.is_comment_withheld = True
    if not sees:
        marked.comment = ""
    return marked
