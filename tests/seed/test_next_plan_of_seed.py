"""The next plan after the seeded one."""

import pytest

from performance.models import Figure
from priorities.models import Evidence, Plan
from priorities.next_plan import NextPlan
from projects.models import Project
from projects.next_plan import begin_next_plan, preview

pytestmark = pytest.mark.usefixtures("seeded_db")
WANTED = NextPlan("Partnership Plan 2013/14", 2013, "Assessment", with_gaps=True, with_threats=True)


def test_what_is_copied_is_what_was_said(officer, sign_in):
    source = Plan.objects.get()
    before = Evidence.objects.count(), Figure.objects.count(), Project.objects.count()
    said = preview(source, WANTED)
    new = begin_next_plan(source, WANTED, by=officer)
    listed = Project.objects.filter(listings__theme__plan=new).distinct().count()
    assert (new.themes.count(), listed) == (said.themes, said.projects)
    assert new.delivery_gaps.count() == said.gaps
    assert new.threats.count() == said.threats
    assert sum(theme.scope_items.count() for theme in new.themes.all()) == said.scope_items
    measured = {one.pk for theme in new.themes.all() for one in theme.indicators.all()}
    assert measured == {one.pk for one in said.indicators}
    assert (Evidence.objects.count(), Figure.objects.count(), Project.objects.count()) == before
    client = sign_in(officer)
    for theme in new.themes.all():
        assert client.get(theme.get_absolute_url()).status_code == 200, theme
