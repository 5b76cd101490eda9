"""An officer and an analyst who are limited to the police, and records of the police and of the fire service."""

import pytest

from accounts.administration import limit
from accounts.models import Organisation
from core.periods import Period
from performance.models import Comparator, SeriesBreak, Target
from priorities.models import Evidence, PerformanceStatement

YEAR = Period.financial_year(2011)
DAYS = {"period_start": YEAR.start, "period_end": YEAR.end}


@pytest.fixture
def police(world):
    return Organisation.objects.create(name="The police", slug="police", kind="police")


@pytest.fixture
def fire(world):
    return Organisation.objects.create(name="The fire service", slug="fire", kind="fire")


@pytest.fixture
def officer(officer, police):
    limit(officer, [police], by=None)
    return officer


@pytest.fixture
def analyst(analyst, police):
    limit(analyst, [police], by=None)
    return analyst


class Records:
    """One of each kind that an organisation owns or leads, or that is a part of such a record."""

    def __init__(self, world, owner):
        self.theme = world.theme(f"Theme of {owner}")
        self.theme.owner = owner
        self.theme.save()
        self.evidence = Evidence.objects.create(theme=self.theme, ref="EV-1", order=1, text="Said")
        self.statement = PerformanceStatement.objects.create(
            theme=self.theme, ref="PS-1", order=1, text="Said", kind="risk", group_printed="Risk"
        )
        self.priority_area = world.priority_area(self.theme, world.area(f"Town of {owner}"))
        self.gap = world.gap(self.theme, owner=owner, title=f"Gap of {owner}")
        self.threat = world.threat(self.theme, owner=owner, title=f"Threat of {owner}")
        self.decision = world.decision(owner=owner, title=f"Decision of {owner}")
        self.project = world.project(self.theme, lead_organisation=owner, name=f"Work of {owner}")
        self.update = self.project.updates.create(
            on="2011-06-01", status="current", text="Going well"
        )
        self.indicator = world.indicator(
            self.theme, value=70, target=80, provider=owner, name=f"Indicator of {owner}"
        )
        self.target = Target.objects.get(indicator=self.indicator)
        self.series_break = SeriesBreak.objects.create(
            indicator=self.indicator, starts_on="2011-04-01", what_changed="The rule"
        )
        self.comparator = Comparator.objects.create(
            indicator=self.indicator, kind="national", label="National", value=60, **DAYS
        )


@pytest.fixture
def own(world, police):
    return Records(world, police)


@pytest.fixture
def others(world, fire):
    return Records(world, fire)
