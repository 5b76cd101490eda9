"""The flags on the page of one record: the same that the list of all flags has of it, from as little as may be read."""

import pytest

from performance.models import Indicator
from places.models import Area
from priorities.clocks import clocks_of
from priorities.models import Decision, DeliveryGap, Plan, Theme, Threat
from projects.models import Project
from safercornwall.flags.catalogue import raise_flags
from safercornwall.flags.keeping import flags_about
from safercornwall.flags.snapshot import Snapshot

KINDS = (Theme, Indicator, Project, DeliveryGap, Threat, Decision, Area)


def told(flags):
    return [(flag.key, flag.reason, flag.severity) for flag in flags]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


def test_every_record_of_the_seeded_plan_has_the_flags_that_the_list_has_of_it(seeded_db, db, kind):
    whole = Snapshot(plan := Plan.objects.get(slug="2012-13"), clocks_of(plan))
    flags = raise_flags(whole)
    records = kind.objects.exclude(kind="lsoa") if kind is Area else kind.objects.all()
    for record in records:
        mine = [flag for flag in flags if flag.is_about(record)]
        assert told(flags_about(whole.about(record), record)) == told(mine), record


def test_every_flag_shows_where_its_rule_says(seeded_db, db):
    plan = Plan.objects.get(slug="2012-13")
    for flag in raise_flags(Snapshot(plan, clocks_of(plan))):
        own = () if flag.is_of_all else (flag.record,)
        kinds = {type(record) for record in (*own, *flag.touches)}
        assert kinds <= set(flag.rule.shows_on), flag.rule.key
