"""Which periods a template can be for, and its rows: one for each figure, score or comparator that is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from core.periods import Period, months_after
from performance.cells.values.periods import NotAPeriod, read_period
from performance.choices import Frequency
from performance.models import Comparator, Figure, Indicator, UploadKind
from performance.rounds.quarters import quarter_of
from performance.rules.awaited import is_live, periods_in
from performance.standings.standing import with_figures
from places.models import Area, IndexComponent, IndexRow, IndexScore

# More than anybody fills in by hand; the 326 small areas of a county times fourteen crimes are 4,564.
MOST_ROWS = 10_000


@dataclass(frozen=True)
class TemplateChoice:
    """What a template is for. `theme`, `organisation` and `index` are numbers of records, None for all;
    `unstated` asks for indicators that nobody is said to provide. `others`: figures of other lengths, too.
    """

    kind: str
    period: Period
    theme: int | None = None
    organisation: int | None = None
    unstated: bool = False
    index: int | None = None
    every_area: bool = False
    others: bool = False
    subjects: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """One row: what it is of, where (or compared with what), and when."""

    subject: Any
    period: Period
    area: Area | None = None
    label: str = ""

    @property
    def place(self) -> int | str:
        """What tells the rows of one subject and period apart."""
        return self.area.pk if self.area else self.label


def what_is_due(choice: TemplateChoice) -> list[Due]:
    """In the order of the records. A handful of queries, whatever the number of rows."""
    match UploadKind(choice.kind):
        case UploadKind.INDEX_SCORES:
            return _scores(choice)
        case UploadKind.COMPARATORS:
            return _comparators(choice)
        case _:
            return _figures(choice)


def periods_due(frequency: str, period: Period, *, others: bool) -> list[Period]:
    """The periods that figures due with `frequency` have in a period: itself, or with `others` those that end in it,
    as a round looks for them.
    """
    if Frequency(frequency).suits(period):
        return [period]
    return periods_in(Frequency(frequency), period) if others else []


def _indicators(choice: TemplateChoice) -> QuerySet[Indicator]:
    """Of those that everybody may know of: what only a draft plan measures is looked for when the plan is current."""
    known = Indicator.objects.known_under()
    found: QuerySet[Indicator] = known.select_related("area").order_by("order", "pk")
    if choice.subjects:
        found = found.filter(pk__in=choice.subjects)
    if choice.theme is not None:
        found = found.filter(themes=choice.theme)
    if choice.unstated:
        found = found.filter(provider=None, lead_organisation=None)
    elif choice.organisation is not None:
        by = choice.organisation
        found = found.filter(Q(provider=by) | Q(provider=None, lead_organisation=by))
    return found


def _figures(choice: TemplateChoice) -> list[Due]:
    wanted = [
        (indicator, period)
        for indicator in with_figures(_indicators(choice), choice.period.end)
        for period in periods_due(indicator.frequency, choice.period, others=choice.others)
        if is_live(period, since=indicator.live_from, retired_on=indicator.retired_on)
    ]
    areas = _areas_with_figures({one.pk for one, _ in wanted}) if choice.every_area else {}
    return [
        Due(indicator, period, area)
        for indicator, period in wanted
        for area in _own_first(indicator.area, areas.get(indicator.pk, ()))
    ]


def _own_first(own: Area, others: Iterable[Area]) -> list[Area]:
    return [own, *(area for area in others if area.pk != own.pk)]


def _areas_with_figures(indicators: set[int]) -> dict[int, list[Area]]:
    """By indicator, the areas that have had a figure, larger ones first."""
    pairs = Figure.objects.latest_revisions().filter(indicator__in=indicators)
    return _areas_of(pairs.order_by().values_list("indicator", "area").distinct())


def _areas_of(pairs: Iterable[tuple[int, int]]) -> dict[int, list[Area]]:
    found = defaultdict(set)
    for subject, area in pairs:
        found[subject].add(area)
    areas = Area.objects.in_bulk({pk for pks in found.values() for pk in pks})
    return {
        subject: sorted((areas[pk] for pk in pks), key=lambda area: (area.level, area.name))
        for subject, pks in found.items()
    }


def _comparators(choice: TemplateChoice) -> list[Due]:
    """One for each that an indicator was compared with before, where periods of this length are usual for either."""
    wanted = {
        one.pk: one
        for one in _indicators(choice)
        if is_live(choice.period, since=one.live_from, retired_on=one.retired_on)
    }
    lengths: dict[tuple[int, str], set[str]] = defaultdict(set)
    for row in Comparator.objects.latest_revisions().filter(indicator__in=wanted):
        lengths[row.indicator_id, row.label].add(row.period.kind)
    kind = choice.period.kind
    return [
        Due(indicator, choice.period, label=label)
        for pk, indicator in wanted.items()
        for label in sorted(label for of, label in lengths if of == pk)
        if kind in lengths[pk, label] or Frequency(indicator.frequency).suits(choice.period)
    ]


def _scores(choice: TemplateChoice) -> list[Due]:
    """One for each measure of an index and area that had a score before, else that the index has a row for."""
    components = IndexComponent.objects.select_related("index").order_by("index__name", "order")
    if choice.index is not None:
        components = components.filter(index=choice.index)
    if choice.subjects:
        components = components.filter(pk__in=choice.subjects)
    found = list(components)
    scores = IndexScore.objects.latest_revisions().filter(component__in=found).order_by()
    scored = _areas_of(scores.values_list("component", "area").distinct())
    rows = IndexRow.objects.filter(index__in={one.index_id for one in found})
    listed = _areas_of(rows.values_list("index", "area"))
    return [
        Due(component, choice.period, area)
        for component in found
        for area in scored.get(component.pk) or listed.get(component.index_id) or []
    ]


_MOST_NAMED = 3


@dataclass(frozen=True)
class TemplateSubject:
    """An indicator, or a measure of an index, and its rows in words."""

    record: Any
    index: str
    where: str
    periods: str
    rows: int


def subjects_of(due: Iterable[Due]) -> list[TemplateSubject]:
    """In the order in which they are due."""
    rows: dict[Any, list[Due]] = {}
    for one in due:
        rows.setdefault(one.subject, []).append(one)
    return [
        TemplateSubject(
            record=subject,
            index=str(getattr(subject, "index", "")),
            where=_listed(one.area.named if one.area else one.label for one in found),
            periods=_listed(one.period.label for one in found),
            rows=len(found),
        )
        for subject, found in rows.items()
    ]


def _listed(names: Iterable[str]) -> str:
    """Each once; of many the first, and how many more."""
    each = list(dict.fromkeys(names))
    more = len(each) - _MOST_NAMED
    named = ", ".join(each[:_MOST_NAMED])
    return f"{named} and {more:,} more" if more > 0 else named


QUARTERS, MONTHS, YEARS, ROLLING = 6, 13, 5, 6


def recent_periods(as_at: date) -> list[tuple[str, list[Period]]]:
    """By length, the newest first: the one that runs, and those before it."""
    month = Period.month(as_at.year, as_at.month)
    year = Period(as_at, as_at).fy_period
    ends = [months_after(as_at.replace(day=1), -back) for back in range(1, ROLLING + 1)]
    return [
        ("Quarters", _back(quarter_of(as_at), QUARTERS)),
        ("Months", _back(month, MONTHS)),
        ("Years", _back(year, YEARS)),
        ("Rolling 12 months", [Period.rolling_year(end.year, end.month) for end in ends]),
    ]


def last_quarter(as_at: date) -> Period:
    """The last that is over: what figures are wanted for."""
    quarters = recent_periods(as_at)[0][1]
    return next(one for one in quarters if one.is_over(as_at))


def typed_period(text: str) -> Period | NotAPeriod:
    """Any that the check of an upload reads in a column of figures that nobody knows the length of."""
    return read_period(text, None)


def offered_periods(as_at: date, chosen: str) -> list[Any]:
    """Those of late by their length; one that another page leads to from its link is offered as well."""
    groups = [
        (name, [(one.label, one.label) for one in periods])
        for name, periods in recent_periods(as_at)
    ]
    listed = {label for _, pairs in groups for label, _ in pairs}
    read = typed_period(chosen)
    if chosen not in listed and isinstance(read, Period):
        groups.insert(0, ("Asked for", [(chosen, read.label)]))
    return groups


def _back(period: Period, count: int) -> list[Period]:
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    return found
