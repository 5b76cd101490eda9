"""Flags on the page of one record, against raising all of the plan's and keeping those about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.models import Organisation
from bench.database import settle
from bench.timing import Measure, Times
from bench.world import World, quarters
from performance.models import Indicator, Target
from priorities.clocks import Clocks
from priorities.models import Decision, DeliveryGap, DeliveryGapWording, Plan, Theme, Threat
from projects.models import FundingLine, Milestone, Project, ProjectListing
from safercornwall.flags.catalogue import flags_about, raise_flags
from safercornwall.flags.snapshot import Snapshot

THEMES, PROJECTS, GAPS = 20, 500, 300
GOES = 3
AS_AT = Clocks(date(2011, 11, 30))
# At most this share of what the whole list costs.
LIMIT = 0.5


def measure(world: World, folder: Path) -> list[Measure]:
    world.history(4)
    plan = _plan()
    settle()
    times = Times()
    kinds = (DeliveryGap, Threat, Decision, Project, Indicator, Theme)
    for _ in range(GOES):
        for kind in kinds:
            record = kind.objects.order_by("pk")[1]
            ours = times.of(kind.__name__, _own, plan, record)
            theirs = times.of("all", _of_all, plan, record)
            if [flag.key for flag in ours] != [flag.key for flag in theirs]:
                raise RuntimeError(f"The flags of {record} are other than those kept of all.")
    what = "Flags of one {} of a plan with 200 indicators, 500 projects and 300 gaps"
    return [
        Measure(
            what.format(kind._meta.verbose_name),
            times[kind.__name__],
            "those of the whole plan, filtered",
            times["all"],
            LIMIT,
        )
        for kind in kinds
    ]


def _own(plan: Plan, record: Any) -> list[Any]:
    return flags_about(Snapshot(plan, AS_AT).about(record), record)


def _of_all(plan: Plan, record: Any) -> list[Any]:
    return [flag for flag in raise_flags(Snapshot(plan, AS_AT)) if flag.is_about(record)]


def _plan() -> Plan:
    """Made anew, so that what an earlier go left does not count."""
    Plan.objects.filter(slug="bench").delete()
    Project.objects.all().delete()
    partnership, _ = Organisation.objects.get_or_create(
        slug="bench", defaults={"name": "Bench", "kind": "partnership"}
    )
    plan = Plan.objects.create(
        partnership=partnership, title="Bench", slug="bench", financial_year=2011, stage="current",
        assessment_title="Bench", reporting_date=AS_AT.as_at,
    )  # fmt: skip
    themes = [
        Theme.objects.create(
            plan=plan,
            slug=f"theme-{n}",
            code=f"T{n}",
            order=n,
            kind="priority",
            name=f"Theme {n}",
            plan_statement="To be addressed.",
        )
        for n in range(THEMES)
    ]
    year = quarters(0, 1)[0].fy_period
    for n, indicator in enumerate(Indicator.objects.order_by("pk")):
        indicator.themes.add(themes[n % THEMES])
        Target.objects.create(
            indicator=indicator, area=indicator.area, form="at_most", value=Decimal(1),
            period_start=year.start, period_end=year.end,
        )  # fmt: skip
    _projects(themes)
    _statements(plan, themes)
    return plan


def _theme(plan: Plan, n: int) -> Theme:
    return Theme.objects.create(
        plan=plan, slug=f"theme-{n}", code=f"T{n}", order=n, kind="priority", name=f"Theme {n}",
        plan_statement="To be addressed.",
    )  # fmt: skip


def _projects(themes: list[Theme]) -> None:
    for n in range(PROJECTS):
        project = Project.objects.create(
            slug=f"project-{n}", order=n, name=f"Project {n}", status="current"
        )
        theme = themes[n % THEMES]
        ProjectListing.objects.create(
            project=project, theme=theme, order=n, status="current", heading_printed="", text=""
        )
        FundingLine.objects.create(
            project=project, order=1, source="Home Office", state="secured", amount=1000,
            ends_on=date(2012, 3, 31),
        )  # fmt: skip
        Milestone.objects.create(project=project, order=1, name="Begun", due_on=date(2011, 9, 30))


def _statements(plan: Plan, themes: list[Theme]) -> None:
    for n in range(GAPS):
        theme = themes[n % THEMES]
        gap = DeliveryGap.objects.create(
            plan=plan, slug=f"gap-{n}", order=n, title=f"Gap {n}", text=""
        )
        DeliveryGapWording.objects.create(gap=gap, theme=theme, ref=f"G{n}", order=n, text="")
        Threat.objects.create(
            plan=plan, slug=f"threat-{n}", order=n, title=f"Threat {n}", text="", origin="internal"
        )
        Decision.objects.create(
            plan=plan, slug=f"decision-{n}", order=n, title=f"Decision {n}", kind="board",
            due_on=date(2011, 12, 1),
        )  # fmt: skip
