"""The list of funding lines: money for projects, by source and year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import Organisation
from core.lists.columns import Link, ListColumn, by_name, exported, in_turn, smallest, soonest
from core.lists.filters import Choice, named
from core.periods import financial_year_label
from priorities.models import Theme
from projects.funding import paid_until
from projects.models import FundingLine
from safercornwall.lists.milestones import listed_under, themes_by_project
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.plan_filters import PlanFilters, containing, narrowed
from safercornwall.lists.projects import projects_of

NOT_STATED = "not_stated"


@dataclass(frozen=True)
class FundingRow:
    line: FundingLine
    themes: list[Theme]

    @property
    def year(self) -> str:
        year = self.line.financial_year
        return financial_year_label(year) if year else ""


class FundingFilters(PlanFilters):
    state = Choice("All states", FundingLine.State.choices)
    year = Choice("All years")
    organisation = Choice("All organisations", label="Paid by", proper=True)
    field_order = ["theme", "state", "year", "organisation", "q"]

    def narrow(self, lines: QuerySet[FundingLine]) -> QuerySet[FundingLine]:
        chosen = self.chosen
        lines = narrowed(lines, chosen, state="state", organisation="organisation__slug")
        match chosen.get("year"):
            case None:
                pass
            case "not_stated":
                lines = lines.filter(financial_year=None)
            case year:
                lines = lines.filter(financial_year=year)
        return containing(lines, chosen, ["source", "project__name", "note"])


class FundingLineList(NounList):
    key = "funding"
    title = "Funding"
    noun, nouns = "funding line", "funding lines"
    permission = "projects.view_fundingline"
    first_order = "Project, as the plan lists them"
    columns = (
        ListColumn(
            *("project", "Project"),
            lambda row: Link(
                row.line.project.name, f"{row.line.project.get_absolute_url()}#funding"
            ),
            by_name("project__name"),
        ),
        exported("themes", "Themes", lambda row: row.themes),
        ListColumn("source", "Source", lambda row: row.line.source, by_name("source")),
        ListColumn(
            *("organisation", "Paid by", lambda row: row.line.organisation),
            by_name("organisation__name"),
            none="Not stated",
        ),
        ListColumn(
            *("year", "Financial year", lambda row: row.year, F("financial_year")),
            orders=soonest("Financial year"),
            none="Not stated",
        ),
        ListColumn(
            *("amount", "Amount (£)", lambda row: row.line.amount, F("amount")),
            orders=smallest("Amount"),
            none="Not stated",
        ),
        ListColumn(
            *("state", "State", lambda row: FundingLine.State(row.line.state)),
            in_turn("state", FundingLine.State),
            orders=("State, secured first", "State, no source first"),
            look="funding",
        ),
        exported("paid_until", "Pays until", lambda row: paid_until(row.line)),
        ListColumn(
            *("ends", "Ends on", lambda row: row.line.ends_on, F("ends_on")),
            orders=soonest("Ends on"),
            none="Not stated",
        ),
        exported("bid_on", "Bid in on", lambda row: row.line.bid_on),
        exported("match", "Match funding", lambda row: "Yes" if row.line.is_match else "No"),
        exported("decision_due", "Bid decided by", lambda row: row.line.decision_due_on),
        exported("note", "Note", lambda row: row.line.note),
    )

    def filters(self, query: Any) -> FundingFilters:
        form = FundingFilters(query, themes=self.reader.themes)
        known = self._known.order_by()
        years = known.exclude(financial_year=None).values_list("financial_year", flat=True)
        offered = [(str(year), financial_year_label(year)) for year in sorted(set(years))]
        form.offer("year", [*offered, (NOT_STATED, "Not stated")])
        payers = Organisation.objects.filter(pk__in=known.values("organisation"))
        form.offer("organisation", named(payers))
        return form

    @property
    def _known(self) -> QuerySet[FundingLine]:
        projects = projects_of(self.reader.plan).order_by()
        return FundingLine.objects.filter(project__in=projects.values("pk"))

    def found(self) -> QuerySet[FundingLine]:
        lines = self._known
        if theme := self.form.chosen.get("theme"):
            lines = lines.filter(project__in=listed_under(self.reader.themes, theme))
        lines = self.form.narrow(lines).select_related("project", "organisation")
        return lines.order_by("project__order", "order")

    def read(self, records: QuerySet[FundingLine]) -> list[FundingRow]:
        found = list(records)
        themes = themes_by_project(self.reader.themes, {row.project_id for row in found})
        return [FundingRow(row, themes.get(row.project_id, [])) for row in found]
