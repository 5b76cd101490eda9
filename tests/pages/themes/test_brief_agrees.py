"""The brief of a theme counts what its page and the lists count, on the same day."""

from collections import Counter

import pytest
from django.urls import reverse

from priorities.models import Plan
from projects.models import ProjectStatus


@pytest.mark.parametrize("day", [None, "2011-09-30"])
def test_every_count_of_every_theme(client, seeded_db, day):
    if day:
        client.post("/as-at/", {"day": day})
    plan = Plan.objects.get(slug="2012-13")
    for theme in plan.themes.all():
        brief = client.get(reverse("themes:brief", args=[plan.slug, theme.slug])).context
        page = client.get(theme.get_absolute_url()).context
        listed = Counter()
        for group in page["projects"]:
            listed[group.status] += len(group.listings)
        assert brief["projects"] == [(one, listed[one]) for one in ProjectStatus if listed[one]]
        assert sum(number for _, number in brief["projects"]) == sum(listed.values())
        assert brief["money"].projects == page["money"].projects
        assert brief["verdict"] == page["verdict"]
        assert brief["judged"] == page["judged"]
        for noun, filters in (("gaps", "status=open"), ("threats", "status=open")):
            address = reverse(f"{noun}:list", args=[plan.slug])
            found = client.get(f"{address}?theme={theme.slug}&{filters}").context["list"]
            said = brief[noun]
            assert len(said.shown) + said.more == found.page.paginator.count, (theme, noun)
        assert len(brief["asked"].shown) + brief["asked"].more == len(page["asked"])
        assert len(brief["areas"].shown) + brief["areas"].more == len(page["areas"])
