"""The list of delivery gaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core.lists.columns import ListColumn, by_name, exported, in_turn, smallest, soonest
from core.lists.filters import Choice
from core.records.fetching import fetch_with_children
from places.models import Area
from priorities.models import DeliveryGap, DeliveryGapWording
from priorities.notes_by_line import NotesByLine
from priorities.open_on import gap_open_on
from projects.models import Project
from safercornwall.lists.flagged import flag_choice, flagged
from safercornwall.lists.noun_list import PlanList
from safercornwall.lists.plan_filters import (
    PlanFilters,
    named_places,
    narrowed,
    offer_owners,
    owned,
    owner_choice,
    owners_of,
    worded,
)
from safercornwall.lists.statements import StatementEntry, statement_entries

# More than any plan has.
ALL_PLACES = 1_000_000
COUNTY_WIDE = "County-wide"
_links = DeliveryGap.areas.through.objects.filter(deliverygap=OuterRef("pk")).order_by()
_places = _links.exclude(area__kind=Area.Kind.COUNTY).values("deliverygap")
# How many places a gap affects: all of them where it is county-wide.
PLACES = Coalesce(Subquery(_places.annotate(number=Count("pk")).values("number")), ALL_PLACES)


def places_affected(gap: DeliveryGap) -> int | str:
    return len(gap.local_areas) or COUNTY_WIDE


class GapFilters(PlanFilters):
    status = Choice("All statuses", DeliveryGap.Status.choices)
    kind = Choice("All kinds")
    owner = owner_choice()
    due = Choice(
        "Any due date",
        [("past", "Past its date"), ("ahead", "Still to come"), ("none", "No due date")],
        says="{choice}",
    )
    area = Choice("All places", label="Where", proper=True)
    flag = flag_choice(DeliveryGap)
    field_order = ["theme", "status", "kind", "owner", "due", "area", "flag", "q"]

    def __init__(self, query: Any, *, areas: Iterable[Area], **offered: Any):
        super().__init__(query, **offered)
        self.area_by_slug = {area.slug: area for area in areas}
        self.offer("area", named_places(self.area_by_slug.values()))

    def narrow(self, gaps: QuerySet[DeliveryGap], as_at: date) -> QuerySet[DeliveryGap]:
        chosen = self.chosen
        gaps = narrowed(gaps, chosen, theme="themes__slug", kind="kind")
        gaps = with_status(gaps, chosen.get("status"), as_at)
        gaps = owned(gaps, chosen)
        match chosen.get("due"):
            case "past":
                gaps = gaps.filter(gap_open_on(as_at), due_on__lt=as_at)
            case "ahead":
                gaps = gaps.filter(due_on__gte=as_at)
            case "none":
                gaps = gaps.filter(due_on=None)
        if "area" in chosen:
            near = Area.objects.covering(self.area_by_slug[chosen["area"]]).order_by()
            links = DeliveryGap.areas.through.objects.filter(area__in=near)
            gaps = gaps.filter(pk__in=links.values("deliverygap"))
        return worded(gaps, chosen, DeliveryGapWording, "gap", ["title", "text", "action_required"])


def with_status(
    gaps: QuerySet[DeliveryGap], status: str | None, as_at: date
) -> QuerySet[DeliveryGap]:
    """Those that had it on that day."""
    match status:
        case None:
            return gaps
        case DeliveryGap.Status.OPEN:
            return gaps.filter(gap_open_on(as_at))
    return gaps.filter(status=status).exclude(gap_open_on(as_at))


class GapList(PlanList):
    key = "gaps"
    title = "Delivery gaps"
    noun, nouns = "delivery gap", "delivery gaps"
    permission = "priorities.view_deliverygap"
    own_look = "Full statements"
    columns = (
        ListColumn("title", "Delivery gap", lambda row: row.statement, by_name("title")),
        exported("text", "As stated", lambda row: row.statement.text),
        ListColumn("themes", "Themes", lambda row: row.themes, none="None"),
        exported("kind", "Kind", lambda row: row.statement.kind),
        ListColumn(
            *("status", "Status", lambda row: row.status),
            in_turn("status", DeliveryGap.Status),
            orders=("Status, open first", "Status, open last"),
        ),
        exported("action", "Action required", lambda row: row.statement.action_required),
        ListColumn(
            *("owner", "Owner", lambda row: row.statement.owner, by_name("owner__name")),
            none="No owner",
        ),
        exported("owner_printed", "Owner as printed", lambda row: row.statement.owner_printed),
        ListColumn(
            *("due", "Due", lambda row: row.statement.due_on, F("due_on")),
            orders=soonest("Due"),
            none="No due date",
        ),
        exported("due_printed", "Due as printed", lambda row: row.statement.due_printed),
        exported("past", "Past its date", lambda row: row.is_past),
        exported("closed", "Closed on", lambda row: row.statement.closed_on),
        ListColumn(
            *("people", "People affected", lambda row: row.statement.people_affected),
            F("people_affected"),
            orders=smallest("People affected"),
            none="Not stated",
        ),
        ListColumn(
            *("money", "Money affected (£)", lambda row: row.statement.money_affected),
            F("money_affected"),
            orders=smallest("Money affected"),
            none="Not stated",
        ),
        ListColumn(
            *("places", "Places affected", lambda row: places_affected(row.statement)),
            PLACES,
            orders=smallest("Places affected"),
        ),
        exported("size_source", "Source of its size", lambda row: row.statement.size_source),
        exported("areas", "Where", lambda row: [a.named for a in row.statement.areas.all()]),
        ListColumn(
            *("projects", "Projects that address it", lambda row: row.projects),
            none="None linked",
        ),
    )

    def filters(self, query: Any) -> GapFilters:
        gaps = self.plan.delivery_gaps
        kinds = gaps.exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
        areas = Area.objects.filter(delivery_gaps__plan=self.plan).distinct().order_by("name")
        form = GapFilters(query, themes=self.reader.themes, kinds=kinds, areas=areas)
        offer_owners(form, owners_of(gaps.all()))
        return form

    def found(self) -> QuerySet[DeliveryGap]:
        gaps = self.plan.delivery_gaps.select_related("owner").order_by("order")
        gaps = self.form.narrow(gaps, self.reader.as_at)
        if flag := self.form.chosen.get("flag"):
            gaps = gaps.filter(pk__in=flagged(self.reader, DeliveryGap, flag))
        return gaps

    def read(self, records: QuerySet[DeliveryGap]) -> list[StatementEntry]:
        gaps = fetch_with_children(
            records,
            "areas",
            wordings=DeliveryGapWording.objects.filter(theme__plan=self.plan),
            projects=Project.objects.known_beside(self.plan),
            at_hand=self.reader.themes,
        )
        return statement_entries(gaps, NotesByLine(self.plan), self.reader.as_at)
