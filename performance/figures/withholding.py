"""Withheld revisions: what a figure said before it was suppressed, and what is withheld as a small number or beside one.

One rule for all pages. Only people who may change figures see a figure that is marked (`small_numbers`), and a revision from
before a suppressed or marked one, whatever later revisions say. The same goes for a comment of such a revision that a later
one repeats, and for every reason that was given for a change of a figure that was ever suppressed or marked: it may tell the
number. Other people see that there was a revision, who recorded it, and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, Max, Min, OuterRef, Q, QuerySet, When

from performance.choices import FigureState
from performance.models import Figure, Indicator, Upload
from performance.standings.rows import holding

# Indicator and area by number, and the days of the period.
Key = tuple[int, int, date, date]
WITHHELD = "Withheld"
FROM_OTHERS = "withheld from others"
REASON_WITHHELD = "Withheld, as the figure was suppressed"

# Revisions that hide what came before them.
HIDING = Q(state=FigureState.SUPPRESSED) | ~Q(withheld="")


def may_see_withheld(user: Any) -> bool:
    return bool(user.has_perm("performance.add_figure"))


class VisibleFigure:
    """A revision of a figure as one reader sees it, without what is withheld from that reader.

    It has all attributes of its figure, but it is not a record: it cannot be saved.
    `is_withheld`: only people who may change figures see what it said. `is_hidden`: its number is left out for this
    reader. `is_comment_withheld`: its comment repeats a withheld one. `is_reason_hidden`: the reasons for its changes are
    left out for this reader, those of the uploads that made them too.
    """

    def __init__(self, figure: Figure) -> None:
        self._figure = figure = figure.in_full()
        self.state = figure.state
        self.value, self.numerator = figure.value, figure.numerator
        self.denominator = figure.denominator
        self.comment, self.reason = figure.comment, figure.reason
        self.reason_for_change = figure.reason_for_change
        self.reason_for_closing = figure.reason_for_closing
        self.is_withheld = self.is_hidden = self.is_comment_withheld = False
        self.is_reason_hidden = False

    def __getattr__(self, name: str) -> Any:
        if name in _OF_RECORDS or name.startswith("__"):
            raise AttributeError(f"{name}: a visible figure is not a record.")
        return getattr(self._figure, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VisibleFigure) and self._figure == other._figure

    def __hash__(self) -> int:
        return hash(self._figure)

    def get_state_display(self) -> str:
        return str(FigureState(self.state).label)

    def withhold(self, *, sees_withheld: bool) -> None:
        """Hide the number, unless the reader `sees_withheld`. To all rules a hidden figure is a suppressed one."""
        self.is_withheld = True
        if sees_withheld:
            return
        self.is_hidden = self.value is not None
        if self.is_hidden:
            self.state = FigureState.SUPPRESSED
        self.value = self.numerator = self.denominator = None
        self.comment, self.reason = "", self._figure.withheld_words

    def withhold_comment(self, words: set[str], *, sees_withheld: bool) -> None:
        """Leave out the `words` that are withheld, unless the reader `sees_withheld`."""
        self.is_comment_withheld = True
        if not sees_withheld:
            self.comment = "" if self.comment in words else self.comment
            self.reason = "" if self.reason in words else self.reason

    def hide_reasons(self) -> None:
        """Leave out why the figure was changed and closed; that a reason was given is told."""
        self.is_reason_hidden = True
        self.reason_for_change = self.reason_for_change and REASON_WITHHELD
        self.reason_for_closing = self.reason_for_closing and REASON_WITHHELD


# These write a figure or copy it.
_OF_RECORDS = {
    *("save", "save_base", "delete", "refresh_from_db", "full_clean", "in_full", "_figure"),
    *("asave", "adelete", "arefresh_from_db"),
}


# A figure, or what a reader sees of it.
AnyFigure = Figure | VisibleFigure


def is_hidden(figure: AnyFigure) -> bool:
    """Whether its number is left out for the reader."""
    return isinstance(figure, VisibleFigure) and figure.is_hidden


def is_withheld(figure: AnyFigure) -> bool:
    """Whether only people who may change figures see what it said."""
    return isinstance(figure, VisibleFigure) and figure.is_withheld


def is_reason_hidden(figure: AnyFigure) -> bool:
    """Whether the reasons for its changes are left out for the reader."""
    return isinstance(figure, VisibleFigure) and figure.is_reason_hidden


def visible_figures(revisions: Iterable[Figure], *, sees_withheld: bool) -> list[VisibleFigure]:
    """All given `revisions`, in their order, without what is withheld, unless the reader `sees_withheld`."""
    visible = [VisibleFigure(row) for row in revisions]
    for earlier, later in _split_where_hidden(visible):
        if not sees_withheld:
            for row in (*earlier, *later):
                row.hide_reasons()
        # A comment stays with its figure until somebody writes another.
        words = {text for row in earlier for text in (row.comment, row.reason) if text}
        for row in earlier:
            row.withhold(sees_withheld=sees_withheld)
        for row in later:
            if words & {row.comment, row.reason}:
                row.withhold_comment(words, sees_withheld=sees_withheld)
    return visible


def withhold_since(indicators: Iterable[Indicator], moment: datetime) -> list[Indicator]:
    """The `indicators` with their figures as known at `moment`, without what was suppressed since. One query."""
    found = list(indicators)
    suppressed = Figure.objects.filter(
        HIDING, indicator__in=[one.pk for one in found], known_from__gt=moment
    )
    later = defaultdict(list)
    for row in suppressed:
        later[row.indicator_id].append(row)
    return [
        _without(indicator, later[indicator.pk]) if indicator.pk in later else indicator
        for indicator in found
    ]


def _without(indicator: Indicator, suppressed: list[Figure]) -> Indicator:
    figures = list(indicator.figures.all())
    seen: Any = visible_figures([*figures, *suppressed], sees_withheld=False)
    return holding(indicator, seen[: len(figures)])


def tells_of_suppressed(upload: Upload) -> bool:
    """Whether it wrote or removed a figure that was ever suppressed or withheld: its reasons may tell the number. One query."""
    suppressed = Figure.objects.filter(
        HIDING,
        indicator=OuterRef("indicator"),
        area=OuterRef("area"),
        period_start=OuterRef("period_start"),
        period_end=OuterRef("period_end"),
    )
    touched = Figure.objects.filter(Q(upload=upload) | Q(closed_by_upload=upload))
    return touched.filter(Exists(suppressed)).exists()


def key_of(figure: AnyFigure) -> Key:
    return figure.indicator_id, figure.area_id, figure.period_start, figure.period_end


@dataclass(frozen=True)
class Suppressed:
    """Two revisions of a figure, by number: the `first_shown` after all that are hidden, and the first that an upload has
    `written`. A suppressed revision shows that it is suppressed; one that is withheld is hidden itself.
    """

    first_shown: int
    written: int | None

    def withholds(self, revision: int | None) -> bool:
        return revision is not None and revision < self.first_shown


def suppressed_among(figures: QuerySet[Figure], *, upload: int) -> dict[Key, Suppressed]:
    """The `figures` that were ever suppressed or withheld, with the first revision that `upload` wrote. One query."""
    first_shown = Max(
        Case(
            When(~Q(withheld=""), then=F("revision") + 1),
            When(state=FigureState.SUPPRESSED, then=F("revision")),
            output_field=IntegerField(),
        )
    )
    written = Min("revision", filter=Q(upload=upload))
    found = (
        figures.filter(HIDING | Q(upload=upload))
        .order_by()
        .values_list("indicator_id", "area_id", "period_start", "period_end")
        .annotate(first_shown=first_shown, written=written)
        .filter(first_shown__isnull=False)
    )
    return {(one, area, start, end): Suppressed(*rest) for one, area, start, end, *rest in found}


def _split_where_hidden(
    rows: Iterable[VisibleFigure],
) -> Iterator[tuple[list[VisibleFigure], list[VisibleFigure]]]:
    """For each figure that was ever suppressed or withheld: its revisions that are hidden, and the rest."""
    by_figure = defaultdict(list)
    for row in rows:
        by_figure[key_of(row)].append(row)
    for own in by_figure.values():
        shown_from = max(map(_first_shown, own))
        if shown_from:
            hidden = [row for row in own if row.revision < shown_from]
            yield hidden, [row for row in own if row.revision >= shown_from]


def _first_shown(row: VisibleFigure) -> int:
    """The number of the first revision that this one does not hide; 0 where it hides none."""
    if row.withheld:
        return int(row.revision) + 1
    return int(row.revision) if row.state == FigureState.SUPPRESSED else 0
