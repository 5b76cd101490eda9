"""The list of threats."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from core.documents.status_then import with_status_then
from core.lists.columns import ListColumn, by_name, exported, in_turn, smallest, soonest
from core.lists.filters import Choice
from core.records.fetching import fetch_with_children
from priorities.models import Threat, ThreatWording
from priorities.notes_by_line import NotesByLine
from priorities.open_on import threat_open_on
from priorities.threats_then import threats_then
from projects.models import Project
from safercornwall.lists.flagged import flag_choice, flagged
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import (
    PlanFilters,
    narrowed,
    offer_owners,
    owned,
    owner_choice,
    owners_of,
    worded,
)
from safercornwall.lists.statements import StatementEntry, statement_entries

# From 1 to 25; unknown where either is.
SCORE = F("likelihood") * F("impact")


class ThreatFilters(PlanFilters):
    origin = Choice("All origins", Threat.Origin.choices)
    mitigation = Choice(
        "With mitigation or without",
        [("yes", "Mitigation recorded"), ("no", "None recorded")],
    )
    status = Choice("All statuses", [("open", "Open"), *Threat.Status.choices])
    owner = owner_choice()
    review = Choice(
        "Any review date",
        [("past", "Past its review date"), ("ahead", "Still to come"), ("none", "No review date")],
        says="{choice}",
    )
    flag = flag_choice(Threat)
    field_order = ["theme", "origin", "mitigation", "status", "owner", "review", "flag", "q"]

    def narrow(self, threats: QuerySet[Threat], as_at: date) -> QuerySet[Threat]:
        chosen = self.chosen
        threats = owned(threats, chosen)
        match chosen.get("review"):
            case "past":
                threats = threats.filter(threat_open_on(as_at), review_on__lt=as_at)
            case "ahead":
                threats = threats.filter(threat_open_on(as_at), review_on__gte=as_at)
            case "none":
                threats = threats.filter(review_on=None)
        threats = narrowed(threats, chosen, theme="themes__slug", origin="origin")
        if status := chosen.get("status"):
            still_open = threat_open_on(as_at)
            if status == "open":
                threats = threats.filter(still_open)
            else:
                threats = threats.filter(status_then=status)
                threats = threats if status in Threat.OPEN else threats.exclude(still_open)
        match chosen.get("mitigation"):
            case "yes":
                threats = threats.exclude(mitigation="")
            case "no":
                threats = threats.filter(mitigation="")
        return worded(
            threats, chosen, ThreatWording, "threat", ["title", "text", "risk_to", "mitigation"]
        )


class ThreatList(PlanList):
    key = "threats"
    title = "Threats"
    noun, nouns = "threat", "threats"
    permission = "priorities.view_threat"
    own_look = "Full statements"
    columns = (
        ListColumn("title", "Threat", lambda row: row.statement, by_name("title")),
        exported("text", "As stated", lambda row: row.statement.text),
        ListColumn("themes", "Themes", lambda row: row.themes, none="None"),
        ListColumn(
            *("origin", "Origin", lambda row: Threat.Origin(row.statement.origin)),
            in_turn("origin", Threat.Origin),
            orders=("Origin, internal first", "Origin, external first"),
        ),
        exported(
            "origin_is_ours", "Origin is our reading", lambda row: row.statement.origin_is_judgement
        ),
        ListColumn("risk_to", "Risk to", lambda row: row.statement.risk_to, none="Not stated"),
        ListColumn(
            *("mitigation", "Mitigation", lambda row: row.statement.mitigation),
            none="None recorded",
        ),
        ListColumn(
            *("status", "Status", lambda row: row.status),
            in_turn("status_then", Threat.Status),
            orders=("Status, signals first", "Status, closed first"),
        ),
        exported("status_note", "About its status", lambda row: row.status_note),
        ListColumn(
            *("owner", "Owner", lambda row: row.statement.owner, by_name("owner__name")),
            none="No owner",
        ),
        ListColumn(
            *("score", "Score", lambda row: row.statement.score_words, SCORE),
            orders=smallest("Score"),
            none="Not scored",
        ),
        ListColumn(
            *("review", "Review on", lambda row: row.statement.review_on, F("review_on")),
            orders=soonest("Review date"),
            none="No day set",
        ),
        exported("review_past", "Past its review date", lambda row: row.is_past),
        exported("ended", "Ended on", lambda row: row.statement.ended_on),
        exported("ended_because", "Why it ended", lambda row: row.statement.ended_because),
        ListColumn(
            *("projects", "Projects it bears on", lambda row: row.projects),
            none="None linked",
        ),
    )

    def filters(self, query: Any) -> ThreatFilters:
        form = ThreatFilters(query, themes=self.reader.themes)
        offer_owners(form, owners_of(self.plan.threats.all()))
        return form

    def found(self) -> QuerySet[Threat]:
        threats = self.plan.threats.select_related("owner").order_by("order")
        threats = with_status_then(threats, self._statuses_then)
        threats = self.form.narrow(threats, self.reader.as_at)
        if flag := self.form.chosen.get("flag"):
            threats = threats.filter(pk__in=flagged(self.reader, Threat, flag))
        return threats

    @property
    def _statuses_then(self) -> dict[int, str]:
        if not self.reader.is_earlier:
            return {}
        threats = list(self.plan.threats.all())
        threats_then(threats, self.reader.as_at, self.plan.known_since_day)
        return {threat.pk: threat.status for threat in threats}

    def read(self, records: QuerySet[Threat]) -> list[StatementEntry]:
        threats = fetch_with_children(
            records,
            wordings=ThreatWording.objects.filter(theme__plan=self.plan),
            projects=Project.objects.known_beside(self.plan),
            at_hand=self.reader.themes,
        )
        if self.reader.is_earlier:
            threats_then(threats, self.reader.as_at, self.plan.known_since_day)
        return statement_entries(threats, NotesByLine(self.plan), self.reader.as_at)
