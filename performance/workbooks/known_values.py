"""What is in for the rows of a template: now, the last time, and for the same period a year ago."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from core.periods import Period
from performance.models import Comparator, Figure, UploadKind
from performance.workbooks.due import Due
from places.models import IndexScore

# As far back as the last value is looked for among all of them; older ones are found one for each row.
RECENT_YEARS = 2


Key = tuple[int, Any]


# By kind: the model, what its values are of, what else tells them apart, and the column that says more of a value.
_TABLES: dict[str, tuple[Any, str, str, str]] = {
    UploadKind.FIGURES: (Figure, "indicator_id", "area_id", "state"),
    UploadKind.INDEX_SCORES: (IndexScore, "component_id", "area_id", ""),
    UploadKind.COMPARATORS: (Comparator, "indicator_id", "label", "value_printed"),
}


@dataclass(frozen=True, slots=True)
class KnownValues:
    """A value that is in. `said` is a figure's state, or the words of a comparator that is no number."""

    period: Period
    value: Decimal | None
    said: str = ""


class ValueHistory:
    """What is in, by subject and place."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._known: dict[Key, list[KnownValues]] = defaultdict(list)
        for subject, place, start, end, value, said in rows:
            self._known[subject, place].append(KnownValues(Period(start, end), value, said))
        for known in self._known.values():
            known.sort(key=lambda one: one.period.end, reverse=True)

    def at(self, due: Due, period: Period) -> KnownValues | None:
        return next((one for one in self._of(due) if one.period == period), None)

    def before(self, due: Due) -> KnownValues | None:
        """The last one earlier than the row's period; one for a period of the same length, where there is any."""
        earlier = [one for one in self._of(due) if one.period.end < due.period.end]
        length = due.period.month_count
        alike = (one for one in earlier if one.period.month_count == length)
        return next(alike, earlier[0] if earlier else None)

    def _of(self, due: Due) -> list[KnownValues]:
        return self._known.get((due.subject.pk, due.place), [])


def history_of(dues: Sequence[Due], kind: str) -> ValueHistory:
    """For all rows of a template, in two queries."""
    if not dues:
        return ValueHistory(())
    model, subject, place, said = _TABLES[kind]
    first = min(due.period.start for due in dues)
    since = date(first.year - RECENT_YEARS, first.month, 1)
    last = max(due.period.end for due in dues)
    rows = model.objects.latest_revisions().filter(
        **{
            f"{subject}__in": {due.subject.pk for due in dues},
            f"{place}__in": {due.place for due in dues},
        }
    )
    columns = (subject, place, "period_start", "period_end", "value", *filter(None, [said]))
    recent = rows.order_by().filter(period_end__gte=since, period_end__lte=last)
    older = _last_of_each(rows.filter(period_end__lt=since), subject, place)
    found = [*recent.values_list(*columns), *older.values_list(*columns)]
    return ValueHistory(found if said else [(*row, "") for row in found])


def _last_of_each(rows: Any, subject: str, place: str) -> Any:
    latest = [F("period_end").desc(), F("period_start").desc()]
    place_in_series = Window(RowNumber(), partition_by=[F(subject), F(place)], order_by=latest)
    return rows.order_by().annotate(place_in_series=place_in_series).filter(place_in_series=1)
