"""The rows of a template as they are to be written, each named so that the check finds what it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from performance.cells.lookups import KnownPlace, Lookups, Subject
from performance.choices import TargetForm
from performance.models import Indicator, Target, UploadKind
from performance.standings.readout import target_words
from performance.workbooks.due import Due
from performance.workbooks.known_values import KnownValues, history_of
from places.models import Area


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
            last=history.before(due),
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
    if target.form == TargetForm.CHANGE and target.area_id != indicator.area_id:
        # Its baseline is of another area than the figures at hand.
        return str(target)
    return target_words(indicator, target)
