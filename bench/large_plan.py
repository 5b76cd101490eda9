"""A plan to measure with: 20 themes with the 200 indicators, 500 projects, 300 gaps, 300 threats and 300 decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.models import Organisation
from bench.world import quarters
from performance.models import Indicator, Target
from priorities.models import Decision, DeliveryGap, DeliveryGapWording, Plan, Theme, Threat
from projects.models import FundingLine, Milestone, Project, ProjectListing

THEMES, PROJECTS, GAPS = 20, 500, 300
PLAN = "a plan with 200 indicators, 500 projects and 300 gaps"
AS_AT = date(2011, 11, 30)


def large_plan() -> Plan:
    """Made anew, so that what an earlier measure left does not count."""
    Plan.objects.all().delete()
    Project.objects.all().delete()
    Target.objects.all().delete()
    partnership, _ = Organisation.objects.get_or_create(
        slug="bench", defaults={"name": "Bench", "kind": "partnership"}
    )
    plan = Plan.objects.create(
        partnership=partnership, title="Bench", slug="bench", financial_year=2011, stage="current",
        assessment_title="Bench", reporting_date=AS_AT,
    )  # fmt: skip
    themes = [_theme(plan, n) for n in range(THEMES)]
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
