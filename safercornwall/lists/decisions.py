"""The lists of decisions and of key dates, which share their filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects
from django.utils.text import capfirst

from core.lists.columns import ListColumn, by_name, exported, soonest
from core.lists.filters import Choice
from core.periods import Period
from core.records.fetching import fetch_with_children
from priorities.models import Decision, KeyDate, ReadingNote, Theme
from priorities.notes_by_line import NotesByLine
from projects.deciding import DecideBy, days_to_decide, projects_waiting
from projects.models import Dependency, Project
from safercornwall.lists.flagged import flag_choice, flagged
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import (
    PlanFilters,
    containing,
    narrowed,
    offer_owners,
    owned,
    owner_choice,
    owners_of,
)

SEARCHED = [
    *("title", "kind_printed", "due_printed", "asked", "options"),
    *("outcome", "papers"),
]


@dataclass(frozen=True)
class DecisionEntry:
    """A decision with the projects that wait for it."""

    decision: Decision
    as_at: date
    decide_by: DecideBy | None = None
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def is_outstanding(self) -> bool:
        """On the day of the view: one that was taken later still waited."""
        return self.decision.is_outstanding_on(self.as_at)

    @property
    def status(self) -> Decision.Status:
        return Decision.Status.OUTSTANDING if self.is_outstanding else Decision.Status.DECIDED

    @property
    def is_past(self) -> bool:
        return self.decide_by is not None and self.decide_by.is_past

    @property
    def due_on(self) -> date | None:
        return self.decide_by.day if self.decide_by else None

    @property
    def turn(self) -> tuple[bool, int, int]:
        """Sorts outstanding ones first by their day, then those taken, the newest first."""
        if self.is_outstanding:
            return False, (self.due_on or date.max).toordinal(), self.decision.order
        taken_on = self.decision.decided_on
        return True, -taken_on.toordinal() if taken_on else 0, self.decision.order

    @property
    def meta(self) -> str:
        return f"{self.status.label} · {self.decision.get_kind_display()}"

    @property
    def waiting_projects(self) -> list[Project]:
        """The projects that still wait for it on the day of the view, each once."""
        rows = self.decision.dependent_projects.all()
        return list(dict.fromkeys(row.project for row in rows if not row.is_met(self.as_at)))


@dataclass(frozen=True)
class DateEntry:
    """A key date."""

    key_date: KeyDate
    notes: list[ReadingNote] = field(default_factory=list)

    @property
    def when(self) -> str:
        """The date in words: "31 March 2012", "December 2011", "2012/13". Empty if it is not known."""
        first, last = self.key_date.starts_on, self.key_date.ends_on
        return Period(first, last).label if first and last else ""


class DecisionFilters(PlanFilters):
    """Decisions and key dates together. A kind belongs to one or the other; only decisions have the rest."""

    kind = Choice("All kinds")
    status = Choice("All statuses", Decision.Status.choices)
    owner = owner_choice()
    due = Choice(
        "Any due date",
        [("past", "Decisions past their date"), ("none", "Decisions with no date")],
        says="{choice}",
    )
    flag = flag_choice(Decision)
    field_order = ["theme", "kind", "status", "owner", "due", "flag", "q"]

    def __init__(self, data, *, themes: Iterable[Theme], date_kinds: Iterable[str]):
        super().__init__(data, themes=themes)
        dates = [(f"date:{kind}", capfirst(kind)) for kind in date_kinds]
        self.offer("kind", [("Decisions", Decision.Kind.choices), ("Dates", dates)])
        self.fields["owner"].label = "Who decides"

    def narrow_decisions(self, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
        """Narrow by every filter but the status, which counts from the day of the view, and the day, which may be worked out."""
        chosen = self.chosen
        decisions = narrowed(decisions, chosen, theme="themes__slug", kind="kind")
        decisions = owned(decisions, chosen)
        return containing(decisions, chosen, SEARCHED)

    def keeps(self, entry: DecisionEntry) -> bool:
        return self.chosen.get("status") in (None, entry.status) and self.keeps_day_of(entry)

    def keeps_day_of(self, entry: DecisionEntry) -> bool:
        match self.chosen.get("due"):
            case "past":
                return entry.is_past
            case "none":
                return entry.is_outstanding and entry.decide_by is None
        return True

    @property
    def is_for_decisions(self) -> bool:
        """Whether a chosen filter applies to decisions only."""
        return bool({"status", "due", "owner", "flag"} & self.chosen.keys())

    def narrow_dates(self, dates: QuerySet[KeyDate]) -> QuerySet[KeyDate]:
        chosen = self.chosen
        if self.is_for_decisions:
            return dates.none()
        if "kind" in chosen:
            dates = dates.filter(kind=chosen["kind"].removeprefix("date:"))
            if not chosen["kind"].startswith("date:"):
                return dates.none()
        dates = narrowed(dates, chosen, theme="themes__slug")
        return containing(dates, chosen, ["title", "kind", "date_printed", "derived"])


class _DecisionsOrDates(PlanList):
    own_look = "Full statements"

    def filters(self, query: Any) -> DecisionFilters:
        dates = self.plan.key_dates.order_by("kind")
        kinds = dates.values_list("kind", flat=True).distinct()
        form = DecisionFilters(query, themes=self.reader.themes, date_kinds=kinds)
        offer_owners(form, owners_of(self.plan.decisions.all()))
        return form


class DecisionList(_DecisionsOrDates):
    """Outstanding decisions by due date, then decisions taken, the newest first."""

    key = "decisions"
    title = "Decisions"
    heading = "Decisions and key dates"
    noun, nouns = "decision", "decisions"
    permission = "priorities.view_decision"
    first_order = "Outstanding first, the nearest date first"
    columns = (
        ListColumn(
            *("title", "Decision", lambda row: row.decision),
            sort_key=lambda row: row.decision.title,
        ),
        ListColumn(
            *("kind", "Kind", lambda row: Decision.Kind(row.decision.kind)),
            sort_key=lambda row: list(Decision.Kind).index(row.decision.kind),
            orders=("Kind, the board's first", "Kind, the board's last"),
        ),
        ListColumn(
            *("status", "Status", lambda row: row.status),
            sort_key=lambda row: list(Decision.Status).index(row.status),
            orders=("Status, outstanding first", "Status, taken first"),
        ),
        exported("asked", "What is asked", lambda row: row.decision.asked),
        ListColumn(
            *("asked_of", "Who is asked", lambda row: row.decision.asked_of),
            sort_key=lambda row: row.decision.asked_of and row.decision.asked_of.name,
            none="Not stated",
        ),
        exported("options", "Options", lambda row: row.decision.options),
        ListColumn(
            *("due", "Due", lambda row: row.due_on),
            sort_key=lambda row: row.due_on,
            orders=soonest("Date"),
            none="No due date",
        ),
        ListColumn(
            "worked_out",
            "Day worked out",
            lambda row: capfirst(row.decide_by.because) if row.decide_by else "",
            none="No",
        ),
        exported("due_printed", "Due as printed", lambda row: row.decision.due_printed),
        exported("past", "Past its date", lambda row: row.is_past),
        ListColumn(
            *("owner", "Who decides", lambda row: row.decision.owner),
            sort_key=lambda row: row.decision.owner and row.decision.owner.name,
            none="Not stated",
        ),
        exported("decided", "Taken on", lambda row: row.decision.decided_on),
        exported("outcome", "What was decided", lambda row: row.decision.outcome),
        exported("papers", "Papers", lambda row: row.decision.papers),
        ListColumn(
            *("holds_up", "Holds up", lambda row: row.waiting_projects),
            none="No project",
        ),
        ListColumn(
            *("themes", "Themes", lambda row: list(row.decision.themes.all())),
            none="The plan as a whole",
        ),
        exported("gaps", "Delivery gaps", lambda row: list(row.decision.gaps.all())),
    )

    def found(self) -> list[DecisionEntry]:
        kept = self.form.narrow_decisions(self.plan.decisions.all())
        if flag := self.form.chosen.get("flag"):
            kept = kept.filter(pk__in=flagged(self.reader, Decision, flag))
        keys = set(kept.values_list("pk", flat=True))
        entries = [row for row in self.every_entry if row.decision.pk in keys]
        return sorted(filter(self.form.keeps, entries), key=lambda row: row.turn)

    @cached_property
    def every_entry(self) -> list[DecisionEntry]:
        """All decisions of the plan, with their themes, their gaps and the projects that wait for them."""
        plan = self.plan
        decisions = fetch_with_children(
            plan.decisions.select_related("owner", "asked_of").order_by("order"),
            themes=plan.themes.all(),
            gaps=plan.delivery_gaps.all(),
        )
        waiting = Dependency.objects.filter(project__in=Project.objects.known_beside(plan))
        rows = Prefetch("dependent_projects", waiting.select_related("project"))
        prefetch_related_objects(decisions, rows)
        notes = NotesByLine(plan)
        as_at = self.reader.as_at
        days = days_to_decide(decisions, projects_waiting(plan, as_at=as_at), as_at=as_at)
        return [DecisionEntry(row, as_at, days[row.pk], notes.about(row)) for row in decisions]


class KeyDateList(_DecisionsOrDates):
    """The dates whose day is known, in order of their first day, then the others in their own order."""

    key = "key-dates"
    title = "Key dates"
    noun, nouns = "key date", "key dates"
    permission = "priorities.view_keydate"
    first_order = "Date, earliest first"
    is_whole = True
    columns = (
        ListColumn("title", "Key date", lambda row: row.key_date, by_name("title")),
        ListColumn("kind", "Kind", lambda row: capfirst(row.key_date.kind), by_name("kind")),
        ListColumn("date", "Date", lambda row: row.when, none="No date known"),
        ListColumn(
            *("due", "First day", lambda row: row.key_date.starts_on, F("starts_on")),
            orders=soonest("Date"),
            none="No date known",
        ),
        exported("last", "Last day", lambda row: row.key_date.ends_on),
        ListColumn("printed", "As printed", lambda row: row.key_date.date_printed),
        exported("derived", "What follows, worked out", lambda row: row.key_date.derived),
        ListColumn(
            *("themes", "Themes", lambda row: list(row.key_date.themes.all())),
            none="The plan as a whole",
        ),
    )

    def found(self) -> QuerySet[KeyDate]:
        dates = self.form.narrow_dates(self.plan.key_dates.all())
        return dates.order_by(F("starts_on").asc(nulls_last=True), "order")

    def read(self, records: QuerySet[KeyDate]) -> list[DateEntry]:
        dates = fetch_with_children(records, themes=self.plan.themes.all(), at_hand=[self.plan])
        notes = NotesByLine(self.plan)
        return [DateEntry(row, notes.about(row)) for row in dates]
