"""A small partnership: each test adds to it only what it is about."""

from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import Organisation
from core.periods import Period
from performance.models import Figure, Indicator, Target
from places.models import Area
from priorities.clocks import Clocks
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Plan,
    PriorityArea,
    ScopeItem,
    Theme,
    Threat,
    ThreatWording,
)
from projects.models import FundingLine, Project, ProjectListing
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.snapshot import Snapshot

AS_AT = date(2011, 11, 30)
KNOWN = datetime(2011, 11, 30, tzinfo=UTC)
QUARTER = Period.quarter(2011, 1)
YEAR = Period.financial_year(2011)


class World:
    def __init__(self):
        self.partnership = Organisation.objects.create(
            name="Safer Somewhere", slug="safer-somewhere", kind="partnership"
        )
        self.plan = Plan.objects.create(
            partnership=self.partnership,
            title="Partnership Plan 2012/13",
            slug="2012-13",
            financial_year=2012,
            assessment_title="Strategic assessment",
            stage=Plan.Stage.CURRENT,
            reporting_date=AS_AT,
            known_since=KNOWN,
        )
        self.county = self.area("Somewhere", kind="county")
        self.number = 0

    def next(self):
        self.number += 1
        return self.number

    def area(self, name, kind="town", within=None):
        slug = name.lower().replace(" ", "-")
        return Area.objects.create(
            name=name,
            slug=slug,
            kind=kind,
            parent=within,
            level=within.level + 1 if within else 0,
            path=f"{within.path if within else '/'}{slug}/",
        )

    def theme(self, name="Burglary"):
        n = self.next()
        return Theme.objects.create(
            plan=self.plan, slug=f"theme-{n}", code=f"T{n}", order=n, kind="other_risk_factor",
            name=name, plan_statement="To be addressed.",
        )  # fmt: skip

    def indicator(
        self, theme, value=None, target=None, period=QUARTER, target_period=YEAR, **facts
    ):
        n = self.next()
        indicator = Indicator.objects.create(
            **{
                "slug": f"indicator-{n}", "order": n, "name": f"Indicator {n}", "unit": "%",
                "polarity": "higher", "frequency": "quarter", "number_kind": "share",
                "area": self.county,
            } | facts
        )  # fmt: skip
        indicator.themes.add(theme)
        if value is not None:
            self.figure(indicator, period, value)
        if target is not None:
            Target.objects.create(
                indicator=indicator, area=self.county, form="at_least", value=target,
                period_start=target_period.start, period_end=target_period.end,
            )  # fmt: skip
        return indicator

    def figure(self, indicator, period, value):
        return Figure.objects.create(
            indicator=indicator, area=self.county, value=Decimal(value), known_from=KNOWN,
            period_start=period.start, period_end=period.end,
        )  # fmt: skip

    def project(self, *themes, status="current", areas=(), **facts):
        n = self.next()
        facts = {
            "slug": f"project-{n}",
            "order": n,
            "name": f"Project {n}",
            "status": status,
        } | facts
        project = Project.objects.create(**facts)
        for theme in themes:
            ProjectListing.objects.create(
                project=project, theme=theme, order=n, status=status, heading_printed="Current",
                text=project.name,
            )  # fmt: skip
        project.areas.add(*areas)
        return project

    def funding(self, project, state, **facts):
        facts = {"order": self.next(), "source": "Home Office"} | facts
        return FundingLine.objects.create(project=project, state=state, **facts)

    def scope_item(self, theme, text="Victims and prevention"):
        return ScopeItem.objects.create(theme=theme, order=self.next(), text=text)

    def priority_area(self, theme, area, rating="high", parts=()):
        n = self.next()
        row = PriorityArea.objects.create(
            theme=theme, ref=f"AREA-{n}", order=n, name=area.name, area=area, rating=rating, rank=1,
            rank_printed="1",
        )  # fmt: skip
        row.parts.add(*parts)
        return row

    def gap(self, theme, **facts):
        n = self.next()
        facts = {
            "slug": f"gap-{n}",
            "order": n,
            "title": "No joined-up planning",
            "text": "x",
        } | facts
        gap = DeliveryGap.objects.create(plan=self.plan, **facts)
        DeliveryGapWording.objects.create(gap=gap, theme=theme, ref=f"G{n}", order=n, text="x")
        return gap

    def threat(self, theme, **facts):
        n = self.next()
        facts = {
            "slug": f"threat-{n}", "order": n, "title": "Recession", "text": "x", "origin": "external",
        } | facts  # fmt: skip
        threat = Threat.objects.create(plan=self.plan, **facts)
        ThreatWording.objects.create(threat=threat, theme=theme, ref=f"T{n}", order=n, text="x")
        return threat

    def decision(self, **facts):
        n = self.next()
        facts = {
            "slug": f"decision-{n}",
            "order": n,
            "title": "Fund the post",
            "kind": "board",
        } | facts
        return Decision.objects.create(plan=self.plan, **facts)

    def flags(self, key, as_at=AS_AT):
        """The flags that one rule raises."""
        found = raise_flags(Snapshot(self.plan, Clocks(as_at)))
        return [flag for flag in found if flag.rule.key == key]
