"""The next plan, begun from the last one: its themes, what they must address, and what is still open if wanted.

Nothing that was reported is copied: no evidence, no performance, no priority areas, no decisions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from core.documents.history import keep_version
from priorities.models import (
    DeliveryGap,
    DeliveryGapWording,
    Plan,
    ScopeItem,
    Theme,
    Threat,
    ThreatWording,
)

# The next plan does not take over what the old assessment printed, its lines and its notes.
THEME_FACTS = (
    *("slug", "order", "code", "kind", "name", "priority_number", "plan_statement"),
    *("area_criteria", "owner_id", "owner_person_id"),
)
THEME_LINKS = ("strategies", "people_groups", "areas", "indices")
GAP_FACTS = (
    *("slug", "order", "title", "text", "kind", "action_required", "owner_id", "owner_person_id"),
    *("due_on", "status", "people_affected", "money_affected", "size_source"),
)
THREAT_FACTS = (
    *("slug", "order", "title", "text", "origin", "origin_is_judgement", "risk_to", "mitigation"),
    *("status", "owner_id", "owner_person_id", "review_on", "likelihood", "impact"),
)
BEGUN_FROM = "Begun from"
WORDING_FACTS = ("ref", "order", "text")


@dataclass(frozen=True)
class NextPlan:
    """What somebody asks for: the plan for the financial year that starts in `financial_year`."""

    title: str
    financial_year: int
    assessment_title: str
    with_gaps: bool = False
    with_threats: bool = False


@dataclass
class Copied:
    """The new plan, and its records by the key of the record that each was copied from."""

    plan: Plan
    themes: dict[int, Theme] = field(default_factory=dict)
    scope_items: dict[int, ScopeItem] = field(default_factory=dict)
    gaps: dict[int, DeliveryGap] = field(default_factory=dict)
    threats: dict[int, Threat] = field(default_factory=dict)


class AlreadyBegun(Exception):
    """The partnership has a plan for that year; `plan` is it, perhaps archived."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(f"There is a plan for {plan.year_label} already.")
        self.plan = plan


def plan_of_year(source: Plan, year: int) -> Plan | None:
    """The plan that the partnership of `source` has for a year, perhaps archived."""
    found: Any = Plan.with_archived.filter(partnership=source.partnership_id, financial_year=year)
    return found.first()


def copy_plan(source: Plan, wanted: NextPlan, *, by: User) -> Copied:
    """A draft that continues `source`, in the caller's transaction. Raises AlreadyBegun."""
    # Of two people who begin it at once, the second waits here and sees what the first did.
    Plan.with_archived.select_for_update().get(pk=source.pk)
    if found := plan_of_year(source, wanted.financial_year):
        raise AlreadyBegun(found)
    copied = Copied(_new_plan(source, wanted))
    _copy_themes(source, copied)
    if wanted.with_gaps:
        copied.gaps = _copy_statements(open_gaps(source), GAP_FACTS, DeliveryGapWording, copied)
    if wanted.with_threats:
        copied.threats = _copy_statements(open_threats(source), THREAT_FACTS, ThreatWording, copied)
    _copy_areas_of_gaps(copied)
    records = (copied.themes, copied.gaps, copied.threats)
    for record in (copied.plan, *(one for found in records for one in found.values())):
        keep_version(record, by=by, reason=begun_from(source))
    return copied


def begun_from(source: Plan) -> str:
    return f"{BEGUN_FROM} {source}"


def open_gaps(plan: Plan) -> Any:
    return DeliveryGap.objects.filter(plan=plan).still_open().order_by("order")


def open_threats(plan: Plan) -> Any:
    return Threat.objects.filter(plan=plan).still_open().order_by("order")


def _new_plan(source: Plan, wanted: NextPlan) -> Plan:
    plan = Plan(
        partnership_id=source.partnership_id,
        title=wanted.title,
        financial_year=wanted.financial_year,
        assessment_title=wanted.assessment_title,
        stage=Plan.Stage.DRAFT,
        continues=source,
    )
    plan.number()
    plan.save()
    return plan


def _copy_themes(source: Plan, copied: Copied) -> None:
    links = THEME_LINKS
    for old in source.themes.order_by("order").prefetch_related(*links):
        new = Theme(plan=copied.plan, continues=old, **_facts(old, THEME_FACTS))
        new.save()
        copied.themes[old.pk] = new
        for name in links:
            getattr(new, name).set(getattr(old, name).all())
    items = list(ScopeItem.objects.filter(theme__in=copied.themes))
    made = ScopeItem.objects.bulk_create(
        ScopeItem(theme=copied.themes[item.theme_id], order=item.order, text=item.text)
        for item in items
    )
    copied.scope_items = {old.pk: new for old, new in zip(items, made, strict=True)}


def _copy_statements(
    statements: Iterable[Any], facts: tuple[str, ...], wording: Any, copied: Copied
) -> dict[int, Any]:
    """Gaps or threats that a theme of the new plan states, with its wordings."""
    whole = {old.pk: old for old in statements}
    back = "gap" if wording is DeliveryGapWording else "threat"
    wordings = list(wording.objects.filter(**{f"{back}__in": whole, "theme__in": copied.themes}))
    stated = {getattr(row, f"{back}_id") for row in wordings}
    made = {}
    for pk, old in whole.items():
        if pk in stated:
            made[pk] = type(old)(plan=copied.plan, **_facts(old, facts))
            made[pk].save()
    wording.objects.bulk_create(
        wording(
            theme=copied.themes[row.theme_id],
            **{back: made[getattr(row, f"{back}_id")]},
            **_facts(row, WORDING_FACTS),
        )
        for row in wordings
    )
    return made


def _copy_areas_of_gaps(copied: Copied) -> None:
    link: Any = DeliveryGap.areas.through
    rows = link.objects.filter(deliverygap__in=copied.gaps)
    link.objects.bulk_create(
        link(deliverygap=copied.gaps[row.deliverygap_id], area_id=row.area_id) for row in rows
    )


def _facts(record: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}
