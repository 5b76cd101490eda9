"""Whether somebody reads what a figure said before it was suppressed, as a small number that may tell of a person.

One rule for all pages: what comes before a suppressed revision of the same figure is for those who may change figures,
for good, whatever the figure says later; so is a comment of theirs that a later one still carries. The others read
that there was a revision, who made it, and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
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


class SeenFigure:
    """A revision of a figure as somebody sees it: what is withheld from them reads as if it had never been said.

    It answers for its figure in every other way, and it is no record: there is nothing to save.
    `is_withheld`: others than those who may change figures do not see what it said. `is_hidden`: its number is left out
    here. `is_comment_withheld`: its comment repeats one that is withheld.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self.state = figure.state
        self.value, self.numerator = figure.value, figure.numerator
        self.denominator = figure.denominator
        self.comment, self.reason = figure.comment, figure.reason
        self.is_withheld = self.is_hidden = self.is_comment_withheld = False

    def __getattr__(self, name: str) -> Any:
        if name in _OF_RECORDS or name.startswith("__"):
            raise AttributeError(f"{name}: a figure that somebody sees is not a record.")
        return getattr(self._figure, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeenFigure) and self._figure == other._figure

    def __hash__(self) -> int:
        return hash(self._figure)

    def get_state_display(self) -> str:
        return str(FigureState(self.state).label)

    def withhold(self, *, sees: bool) -> None:
        """To all rules a hidden figure is a suppressed one."""
        self.is_withheld = True
        if sees:
            return
        self.is_hidden = self.value is not None
        if self.is_hidden:
            self.state = FigureState.SUPPRESSED
        self.value = self.numerator = self.denominator = None
        self.comment = self.reason = ""

    def withhold_comment(self, words: set[str], *, sees: bool) -> None:
        """Do not say again any of the `words` that are withheld."""
        self.is_comment_withheld = True
        if not sees:
            self.comment = "" if self.comment in words else self.comment
            self.reason = "" if self.reason in words else self.reason


# What would write a figure, or make another of it.
_OF_RECORDS = {
    *("save", "save_base", "delete", "refresh_from_db", "full_clean", "_figure"),
    *("asave", "adelete", "arefresh_from_db"),
}


# A figure, or what somebody sees of one.
AnyFigure = Figure | SeenFigure


def is_hidden(figure: AnyFigure) -> bool:
    """Whether its number is left out for whoever reads it."""
    return isinstance(figure, SeenFigure) and figure.is_hidden


def is_withheld(figure: AnyFigure) -> bool:
    """Whether others do not see what it said."""
    return isinstance(figure, SeenFigure) and figure.is_withheld


def as_seen(revisions: Iterable[Figure], *, sees: bool) -> list[SeenFigure]:
    """All the revisions of some figures, in their order, without what is withheld unless somebody `sees` it."""
    seen = [SeenFigure(row) for row in revisions]
    for earlier, later in _parted_where_suppressed(seen):
        # A comment stays with its figure until somebody writes another.
        words = {said for row in earlier for said in (row.comment, row.reason) if said}
        for row in earlier:
            row.withhold(sees=sees)
        for row in later:
            if words & {row.comment, row.reason}:
                row.withhold_comment(words, sees=sees)
    return seen


def key_of(figure: AnyFigure) -> Key:
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
    rows: Iterable[SeenFigure],
) -> Iterator[tuple[list[SeenFigure], list[SeenFigure]]]:
    """For each figure that was ever suppressed: the revisions before the last suppressed one, and the others."""
    by_figure = defaultdict(list)
    for row in rows:
        by_figure[key_of(row)].append(row)
    for own in by_figure.values():
        last = max((row.revision for row in own if row.state == FigureState.SUPPRESSED), default=0)
        earlier = [row for row in own if row.revision < last]
        if earlier:
            yield earlier, [row for row in own if row.revision >= last]
