"""What the lists of a plan can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.text import capfirst

from priorities.models import (
    Acronym,
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    KeyDate,
    ReadingNote,
    Theme,
    Threat,
    ThreatWording,
)
from safercornwall.lists.filters import Choice, Filters, Words, named


class PlanFilters(Filters):
    """Filters of a list in a plan: by its themes and by words."""

    theme = Choice("All themes")
    q = Words()

    def __init__(self, data, *, themes: Iterable[Theme], kinds: Iterable[str] = ()):
        super().__init__(data)
        self.offer("theme", named(themes))
        if kinds:
            self.offer("kind", [(kind, capfirst(kind)) for kind in kinds])


class GapFilters(PlanFilters):
    status = Choice("All statuses", DeliveryGap.Status.choices)
    kind = Choice("All kinds")
    owner = Choice("With an owner or without", [("yes", "Has an owner"), ("no", "No owner")])
    due = Choice(
        "Any due date",
        [("past", "Past its date"), ("ahead", "Still to come"), ("none", "No due date")],
    )
    field_order = ["theme", "status", "kind", "owner", "due", "q"]

    def narrow(self, gaps: QuerySet[DeliveryGap], as_at: date) -> QuerySet[DeliveryGap]:
        chosen = self.chosen
        gaps = _narrowed(gaps, chosen, theme="themes__slug", status="status", kind="kind")
        if owner := chosen.get("owner"):
            gaps = gaps.filter(owner__isnull=owner == "no")
        match chosen.get("due"):
            case "past":
                gaps = gaps.filter(status=DeliveryGap.Status.OPEN, due_on__lt=as_at)
            case "ahead":
                gaps = gaps.filter(due_on__gte=as_at)
            case "none":
                gaps = gaps.filter(due_on=None)
        return _worded(
            gaps, chosen, DeliveryGapWording, "gap", ["title", "text", "action_required"]
        )


class ThreatFilters(PlanFilters):
    origin = Choice("All origins", Threat.Origin.choices)
    mitigation = Choice(
        "With mitigation or without",
        [("yes", "Mitigation recorded"), ("no", "None recorded")],
    )
    status = Choice("All statuses", [("open", "Open"), ("closed", "Closed")])
    field_order = ["theme", "origin", "mitigation", "status", "q"]

    def narrow(self, threats: QuerySet[Threat]) -> QuerySet[Threat]:
        chosen = self.chosen
        threats = _narrowed(threats, chosen, theme="themes__slug", origin="origin", status="status")
        match chosen.get("mitigation"):
            case "yes":
                threats = threats.exclude(mitigation="")
            case "no":
                threats = threats.filter(mitigation="")
        return _worded(
            threats, chosen, ThreatWording, "threat", ["title", "text", "risk_to", "mitigation"]
        )


class DecisionFilters(PlanFilters):
    """Decisions and key dates together. A kind belongs to one or the other; only decisions have a status."""

    kind = Choice("All kinds")
    status = Choice("All statuses", Decision.Status.choices)
    due = Choice(
        "Any due date", [("past", "Decisions past their date"), ("none", "Decisions with no date")]
    )
    field_order = ["theme", "kind", "status", "due", "q"]

    def __init__(self, data, *, themes: Iterable[Theme], date_kinds: Iterable[str]):
        super().__init__(data, themes=themes)
        dates = [(f"date:{kind}", capfirst(kind)) for kind in date_kinds]
        self.offer("kind", [("Decisions", Decision.Kind.choices), ("Dates", dates)])

    def narrow_decisions(self, decisions: QuerySet[Decision], as_at: date) -> QuerySet[Decision]:
        chosen = self.chosen
        outstanding = decisions.filter(status=Decision.Status.OUTSTANDING)
        match chosen.get("due"):
            case "past":
                decisions = outstanding.filter(due_on__lt=as_at)
            case "none":
                decisions = outstanding.filter(due_on=None)
        decisions = _narrowed(decisions, chosen, theme="themes__slug", kind="kind", status="status")
        return _containing(decisions, chosen, ["title", "kind_printed", "due_printed", "outcome"])

    @property
    def is_of_decisions(self) -> bool:
        """Whether a filter is chosen that only decisions can meet."""
        return "status" in self.chosen or "due" in self.chosen

    def narrow_dates(self, dates: QuerySet[KeyDate]) -> QuerySet[KeyDate]:
        chosen = self.chosen
        if self.is_of_decisions:
            return dates.none()
        if "kind" in chosen:
            dates = dates.filter(kind=chosen["kind"].removeprefix("date:"))
            if not chosen["kind"].startswith("date:"):
                return dates.none()
        dates = _narrowed(dates, chosen, theme="themes__slug")
        return _containing(dates, chosen, ["title", "kind", "date_printed", "derived"])


class AcronymFilters(Filters):
    meaning = Choice(
        "All meanings",
        [("theirs", "Given by the assessment"), ("ours", "Ours")],
        label="Whose meaning",
    )
    q = Words()

    def narrow(self, acronyms: QuerySet[Acronym]) -> QuerySet[Acronym]:
        chosen = self.chosen
        if meaning := chosen.get("meaning"):
            acronyms = acronyms.filter(is_in_text=meaning == "theirs")
        return _containing(acronyms, chosen, ["acronym", "expansion"])


class ReadingNoteFilters(Filters):
    kind = Choice("All kinds", ReadingNote.Kind.choices)
    q = Words()

    def narrow(self, notes: QuerySet[ReadingNote]) -> QuerySet[ReadingNote]:
        notes = _narrowed(notes, self.chosen, kind="kind")
        return _containing(notes, self.chosen, ["ref", "subject", "text"])


def _narrowed(records: QuerySet, chosen: dict[str, str], **lookups: str) -> QuerySet:
    """By the filters named in `lookups`, each with the lookup that it stands for."""
    return records.filter(
        **{lookup: chosen[name] for name, lookup in lookups.items() if name in chosen}
    )


def _containing(records: QuerySet, chosen: dict[str, str], fields: list[str]) -> QuerySet:
    for word in chosen.get("q", "").split():
        records = records.filter(_any_of(fields, word))
    return records


def _worded(records, chosen, wording, parent: str, fields: list[str]) -> QuerySet:
    """Like `_containing`, in the wording of any theme too."""
    for word in chosen.get("q", "").split():
        elsewhere = wording.objects.filter(text__icontains=word).values(parent)
        records = records.filter(_any_of(fields, word) | Q(pk__in=elsewhere))
    return records


def _any_of(fields: list[str], word: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))
