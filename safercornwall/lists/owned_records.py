"""The open records of a plan: whose each is, what is due on it, and when it was last touched.

A fixed number of queries, whatever the size of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.utils import timezone
from reversion.models import Version

from accounts.models import Organisation, User
from core.periods import months_after, written
from core.records.fetching import index_by
from performance.choices import Frequency, next_period
from performance.models import Indicator
from performance.standings.standing import Standing
from priorities.models import Decision, DeliveryGap, Theme, Threat
from projects.deciding import DecideBy
from projects.models import Project
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.record_kinds import KIND_BY_MODEL, RecordKind

# A record that nobody touched for this long is out of date.
QUARTER_MONTHS = 3


@dataclass(frozen=True)
class DueRecord:
    """Something to be done by a day; `on` is None where only its lateness is known.

    `because` says what the day is worked out from; it is empty where the day is stated.
    """

    what: str
    on: date | None
    is_late: bool
    because: str = ""

    @property
    def words(self) -> str:
        """ "Milestone: Staff hired, due on 29 November 2011"."""
        if self.on is None:
            return self.what
        worked_out = f" (worked out: {self.because})" if self.because else ""
        return f"{self.what}, due on {written(self.on)}{worked_out}"


@dataclass(frozen=True)
class OwnedRecord:
    """`touched_on` is the last day on which it was edited, confirmed or updated, or first known; None if never."""

    kind: RecordKind
    record: Any
    themes: tuple[Theme, ...]
    organisation: Organisation | None
    person: User | None
    dues: tuple[DueRecord, ...]
    touched_on: date | None
    as_at: date

    @property
    def has_no_owner(self) -> bool:
        return self.organisation is None and self.person is None

    @property
    def owner_has_left(self) -> bool:
        """Whether its person cannot sign in any more, or its organisation is archived."""
        gone = self.organisation is not None and self.organisation.archived_at is not None
        return gone or (self.person is not None and not self.person.is_active)

    @property
    def late(self) -> list[DueRecord]:
        return [due for due in self.dues if due.is_late]

    @property
    def is_untouched(self) -> bool:
        """Whether nobody touched it for a quarter."""
        return self.touched_on is None or months_after(self.touched_on, QUARTER_MONTHS) < self.as_at


class OwnedRecords:
    """The open records of the plan in `snapshot`, by kind and in the plan's order."""

    def __init__(self, snapshot: Snapshot):
        self.snapshot = snapshot
        self.as_at = snapshot.as_at

    @cached_property
    def all(self) -> list[OwnedRecord]:
        found = list(self._open_records())
        people = self._people(record for record, _, _ in found)
        organisations = self._organisations(record for record, _, _ in found)
        touched = self._last_touches()
        return [
            self._owned(record, themes, dues, people, organisations, touched)
            for record, themes, dues in found
        ]

    def _owned(
        self,
        record: Any,
        themes: Iterable[Theme],
        dues: Iterable[DueRecord],
        people: dict[int, User],
        organisations: dict[int, Organisation],
        touched: dict[tuple[str, int], date],
    ) -> OwnedRecord:
        kind = KIND_BY_MODEL[type(record)]
        days = (
            touched.get((record._meta.model_name, record.pk)),
            record.confirmed_on,
            *_updated_on(record),
            self.snapshot.plan.known_since_day,
        )
        return OwnedRecord(
            kind=kind,
            record=record,
            themes=tuple(themes),
            organisation=organisations.get(getattr(record, f"{kind.organisation}_id")),
            person=people.get(getattr(record, f"{kind.person}_id")),
            dues=tuple(dues),
            touched_on=max((day for day in days if day), default=None),
            as_at=self.as_at,
        )

    def _open_records(self) -> Iterator[tuple[Any, Iterable[Theme], list[DueRecord]]]:
        """Each with its themes, and what is due on it."""
        snapshot, as_at = self.snapshot, self.as_at
        figures = {row.indicator.pk: figures_due(row, as_at) for row in snapshot.standings}
        days = snapshot.days_to_decide
        with_themes = (
            *((row, [row]) for row in snapshot.themes),
            *((row, snapshot.themes_of(row)) for row in snapshot.indicators),
            *((row, snapshot.themes_of_project(row)) for row in snapshot.projects),
            *((row, snapshot.themes_of_statement(row)) for row in snapshot.gaps),
            *((row, snapshot.themes_of_statement(row)) for row in snapshot.threats),
            *((row, self._themes_of_decision(row)) for row in snapshot.decisions),
        )
        for record, themes in with_themes:
            if is_open(record, as_at):
                match record:
                    case Indicator():
                        yield record, themes, figures[record.pk]
                    case Decision():
                        yield record, themes, decision_due(days[record.pk])
                    case _:
                        yield record, themes, dues_of(record, as_at)

    def _themes_of_decision(self, decision: Decision) -> list[Theme]:
        known = self.snapshot.theme_by_id
        return [known[row.pk] for row in decision.themes.all() if row.pk in known]

    def _people(self, records: Iterable[Any]) -> dict[int, User]:
        keys = {getattr(row, f"{KIND_BY_MODEL[type(row)].person}_id") for row in records}
        return User.objects.in_bulk(keys - {None})

    def _organisations(self, records: Iterable[Any]) -> dict[int, Organisation]:
        keys = {getattr(row, f"{KIND_BY_MODEL[type(row)].organisation}_id") for row in records}
        return index_by(Organisation.with_archived.filter(pk__in=keys - {None}))

    def _last_touches(self) -> dict[tuple[str, int], date]:
        """The day of each record's newest version, by the names of their models and their numbers: two queries."""
        models = [model._meta.model_name for model in KIND_BY_MODEL if model is not Indicator]
        kept = (
            Version.objects.filter(content_type__model__in=models)
            .order_by()
            .values_list("content_type__model", "object_id")
            .annotate(last=Max("revision__date_created"))
        )
        found = {(model, int(key)): timezone.localdate(last) for model, key, last in kept}
        edits = Indicator.history.order_by().values_list("id").annotate(last=Max("history_date"))
        name = str(Indicator._meta.model_name)
        return found | {(name, key): timezone.localdate(last) for key, last in edits}


def is_open(record: Any, as_at: date) -> bool:
    """Whether there is still something to do about it on that day."""
    match record:
        case Indicator():
            return record.retired_on is None or record.retired_on > as_at
        case Project() | DeliveryGap() | Threat():
            return bool(record.is_open_on(as_at))
        case Decision():
            return bool(record.is_outstanding_on(as_at))
    return True


def dues_of(record: Any, as_at: date) -> list[DueRecord]:
    """What is due on a record that is open. `figures_due` and `decision_due` say it of indicators and decisions."""
    match record:
        case Project():
            rows = [row for row in record.milestones.all() if not row.is_reached(as_at)]
            return [
                due for row in rows for due in _due(f"Milestone: {row.name}", row.due_on, as_at)
            ]
        case DeliveryGap():
            return _due("To be closed", record.due_on, as_at)
        case Threat():
            return _due("Review", record.review_on, as_at)
    return []


def decision_due(by: DecideBy | None) -> list[DueRecord]:
    """The day by which a decision must be taken, stated or worked out."""
    return [DueRecord("Decision", by.day, by.is_past, by.because)] if by else []


def _due(what: str, on: date | None, as_at: date) -> list[DueRecord]:
    return [DueRecord(what, on, on < as_at)] if on else []


def figures_due(standing: Standing, as_at: date) -> list[DueRecord]:
    """The next figure of an indicator, as its page names it, where a day is set for it."""
    indicator, period = standing.indicator, standing.period
    if period is None or indicator.reporting_lag_days is None:
        return []
    if standing.overdue:
        period = standing.overdue[0]
    elif standing.figure is not None and not standing.is_late_final:
        period = next_period(Frequency(indicator.frequency), period)
    on = period.due_on(indicator.reporting_lag_days)
    return [DueRecord(f"Figure for {period}", on, on < as_at)]


def _updated_on(record: Any) -> list[date]:
    """When something was last said of it: updates of a project, figures of an indicator."""
    if isinstance(record, Project):
        return [update.on for update in record.updates.all()]
    if isinstance(record, Indicator):
        return [timezone.localdate(figure.known_from) for figure in record.figures.all()]
    return []
