"""The rows of a template as they are to be written, each named so that the check finds what it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from core.periods import Period
from performance.cells.lookups import KnownPlace, Lookups
from performance.cells.subjects import Subject
from performance.choices import TargetForm
from performance.models import Comparator, Figure, Indicator, Target, UploadKind
from performance.standings.readout import target_words
from performance.workbooks.due import Due
from places.models import Area, IndexScore


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """`keys` are what the row is of, as its first columns say it."""

    keys: tuple[str, ...]
    unit: str
    decimals: int | None
    now: KnownValues | None
    last: KnownValues | None
    last_year: KnownValues | None
    target: str = ""


def rows_of(dues: Sequence[Due], kind: str) -> Iterator[TemplateRow]:
    """One for each that is due. In five queries."""
    history, names = history_of(dues, kind), SubjectNames(kind)
    for due in dues:
        yield TemplateRow(
            keys=names.keys(due),
            unit=due.subject.unit,
            decimals=getattr(due.subject, "decimal_places", None),
            now=history.at(due, due.period),
            last=history.earlier(due),
            last_year=history.at(due, due.period.same_last_year()),
            target=_target(due) if kind == UploadKind.FIGURES else "",
        )


class SubjectNames:
    """What to call things in a file: the name that people know, unless it stands for something else as well."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.lookups = Lookups(kind)
        self.area = cache(self._area)
        self.subject = cache(self._subject)

    def keys(self, due: Due) -> tuple[str, ...]:
        if due.area is None:
            return (self.subject(due.subject), due.label, due.period.label)
        where_and_when = (self.area(due.area), due.period.label)
        if self.kind == UploadKind.INDEX_SCORES:
            return (due.subject.index.name, self.subject(due.subject), *where_and_when)
        return (self.subject(due.subject), *where_and_when)

    def _subject(self, record: Indicator) -> str:
        index = getattr(record, "index", None)
        slug = f"{index.slug}/{record.key}" if index else record.slug  # type: ignore[attr-defined]
        found = self.lookups.subject(record.name, index.name if index else None)
        return record.name if isinstance(found, Subject) and found.pk == record.pk else slug

    def _area(self, area: Area) -> str:
        for name in (area.name, f"{area.name} ({area.get_kind_display().lower()})"):
            found = self.lookups.area(name)
            if isinstance(found, KnownPlace) and found.pk == area.pk:
                return name
        return area.slug


def _target(due: Due) -> str:
    """What the row's figure is to reach, and by when: the target of the shortest period around it."""
    indicator: Indicator = due.subject
    around = [
        one
        for one in indicator.targets.all()
        if one.area_id == due.place and one.period.contains(due.period)
    ]
    if not around:
        return ""
    target = min(around, key=lambda one: one.period_end - one.period_start)
    words, held = _words(indicator, target), f"for {target.period}"
    if target.period == due.period or held in words:
        return words
    return f"{words}, {held}"


def _words(indicator: Indicator, target: Target) -> str:
    is_elsewhere = target.area_id != indicator.area_id
    if target.form == TargetForm.CHANGE and target.is_confirmed and is_elsewhere:
        # Its baseline is of another area than the figures at hand.
        return target.asks
    return target_words(indicator, target)


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
    """A value that is in. `note` is a figure's state, or the words of a comparator that is no number."""

    period: Period
    value: Decimal | None
    note: str = ""


class ValueHistory:
    """What is in, by subject and place."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._known: dict[Key, list[KnownValues]] = defaultdict(list)
        for subject, place, start, end, value, note in rows:
            self._known[subject, place].append(KnownValues(Period(start, end), value, note))
        for known in self._known.values():
            known.sort(key=lambda one: one.period.end, reverse=True)

    def at(self, due: Due, period: Period) -> KnownValues | None:
        return next((one for one in self._of(due) if one.period == period), None)

    def earlier(self, due: Due) -> KnownValues | None:
        """The last one earlier than the row's period; one for a period of the same length, where there is any."""
        found = [one for one in self._of(due) if one.period.end < due.period.end]
        length = due.period.month_count
        alike = (one for one in found if one.period.month_count == length)
        return next(alike, found[0] if found else None)

    def _of(self, due: Due) -> list[KnownValues]:
        return self._known.get((due.subject.pk, due.place), [])


def history_of(dues: Sequence[Due], kind: str) -> ValueHistory:
    """For all rows of a template, in two queries."""
    if not dues:
        return ValueHistory(())
    model, subject, place, note = _TABLES[kind]
    first = min(due.period.start for due in dues)
    since = date(first.year - RECENT_YEARS, first.month, 1)
    last = max(due.period.end for due in dues)
    rows = model.objects.latest_revisions().filter(
        **{
            f"{subject}__in": {due.subject.pk for due in dues},
            f"{place}__in": {due.place for due in dues},
        }
    )
    columns = (subject, place, "period_start", "period_end", "value", *filter(None, [note]))
    recent = rows.order_by().filter(period_end__gte=since, period_end__lte=last)
    older = _last_of_each(rows.filter(period_end__lt=since), subject, place)
    found = [*recent.values_list(*columns), *older.values_list(*columns)]
    return ValueHistory(found if note else [(*row, "") for row in found])


def _last_of_each(rows: Any, subject: str, place: str) -> Any:
    latest = [F("period_end").desc(), F("period_start").desc()]
    place_in_series = Window(RowNumber(), partition_by=[F(subject), F(place)], order_by=latest)
    return rows.order_by().annotate(place_in_series=place_in_series).filter(place_in_series=1)
