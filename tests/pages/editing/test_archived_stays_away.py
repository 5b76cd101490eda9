"""What is archived stands on no page: in its own list, and wherever other records lead to it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organisation
from core.documents.actions import archive
from places.models import PlaceIndex
from priorities.models import (
    Acronym,
    ExternalInfluence,
    KeyDate,
    PeopleGroup,
    ReadingNote,
    Strategy,
    Theme,
)
from projects.models import ProjectListing, ProjectScopeItem

# Stands in no other word.
MARK = "Zelah"


@pytest.fixture
def plan(world):
    """A plan in which each record is led to by all that may lead to it."""
    return Everything(world)


class Everything:
    """Two themes, and one record of each other kind that both share. Each has the mark in its words."""

    def __init__(self, world):
        self.plan = world.plan
        self.stays = world.theme("Burglary")
        self.theme = world.theme(f"{MARK} theme")
        both = (self.stays, self.theme)
        self.area = world.area(f"{MARK} town", within=world.county)
        self.index = PlaceIndex.objects.create(name=f"{MARK} index", slug="an-index", source="x")
        self.strategy = Strategy.objects.create(name=f"{MARK} strategy", slug="a-strategy")
        self.people = PeopleGroup.objects.create(name=f"{MARK} people", slug="some-people")
        for theme in both:
            theme.areas.add(self.area)
            theme.indices.add(self.index)
            theme.strategies.add(self.strategy)
            theme.people_groups.add(self.people)
        item = world.scope_item(self.theme, f"{MARK} item")
        self.gap = world.gap(self.stays, title=f"{MARK} gap", text=f"{MARK} is missing")
        self.threat = world.threat(self.stays, title=f"{MARK} threat", text=f"{MARK} threatens")
        for statement, ref in ((self.gap, "GT"), (self.threat, "TT")):
            statement.wordings.create(theme=self.theme, ref=ref, order=90, text=f"{MARK} it says")
        self.gap.areas.add(self.area)
        self.decision = world.decision(title=f"{MARK} decision", source_lines=[7])
        self.decision.gaps.add(self.gap)
        self.key_date = KeyDate.objects.create(
            plan=self.plan, title=f"{MARK} date", slug="a-date", order=1, kind="deadline",
            date_printed="soon",
        )  # fmt: skip
        self.influence = ExternalInfluence.objects.create(
            plan=self.plan, name=f"{MARK} influence", slug="an-influence", order=1
        )
        point = self.influence.points.create(order=1, text=f"{MARK} consequence")
        for shared in (self.decision, self.key_date, point):
            shared.themes.add(*both)
        self.note = ReadingNote.objects.create(
            plan=self.plan, ref="MIS-01", order=1, kind="missing", text=f"{MARK} note",
            source_lines=[7],
        )  # fmt: skip
        self.acronym = Acronym.objects.create(
            acronym="ZLH", expansion=f"{MARK} acronym", is_in_text=True
        )
        self.organisation = Organisation.objects.create(
            name=f"{MARK} organisation", slug="an-organisation", kind="council"
        )
        self.project = world.project(*both, name=f"{MARK} project", areas=[self.area])
        ProjectListing.objects.filter(theme=self.theme).update(text=f"{MARK} as listed")
        ProjectScopeItem.objects.create(project=self.project, scope_item=item, reason=f"{MARK} why")
        self.project.gaps.add(self.gap)
        self.project.threats.add(self.threat)
        self.project.strategies.add(self.strategy)
        self.project.people_groups.add(self.people)
        self.indicator = world.indicator(self.stays, "70", "80", name=f"{MARK} indicator")
        self.indicator.themes.add(self.theme)
        self.target = self.indicator.targets.get()
        self.target.note = f"{MARK} aim"
        self.target.save()
        self.cut = self.indicator.breaks.create(
            starts_on=date(2011, 4, 1), what_changed=f"{MARK} rule"
        )
        self.evidence = self.stays.evidence.create(ref="EV-1", order=1, text=f"{MARK} rose")
        self.performance = self.stays.performance_statements.create(
            ref="PS-1", order=1, text=f"{MARK} failed", kind="failed", group_printed="x"
        )
        self.priority_area = world.priority_area(self.stays, world.county, parts=[self.area])
        self.priority_area.reasons.create(order=1, text=f"{MARK} reason")
        # Under the theme that is archived.
        self.theme.evidence.create(ref="EV-1", order=1, text=f"{MARK} fell")
        self.theme.performance_statements.create(
            ref="PS-1", order=1, text=f"{MARK} met", kind="achieved", group_printed="x"
        )
        world.priority_area(self.theme, world.county).reasons.create(order=1, text=f"{MARK} cause")


# Kind to the words after the mark that go with a record of it.
KINDS = {
    "theme": ("theme", "item", "it says", "as listed", "why", "fell", "met", "cause"),
    "gap": ("gap", "is missing", "it says"),
    "threat": ("threat", "threatens", "it says"),
    "decision": ("decision",),
    "key_date": ("date",),
    "influence": ("influence", "consequence"),
    "note": ("note",),
    "acronym": ("acronym",),
    "strategy": ("strategy",),
    "people": ("people",),
    "organisation": ("organisation",),
    "area": ("town",),
    "index": ("index",),
    "project": ("project", "as listed", "why"),
    "evidence": ("rose",),
    "performance": ("failed",),
    "priority_area": ("reason",),
    "target": ("aim",),
    "cut": ("rule",),
}


def pages(plan):
    in_plan = {"plan": plan.plan.slug}
    lists = [
        *("board:page", "flags:list", "indicators:list", "places:list", "indices:list"),
        *("projects:list", "organisations:list", "strategies:list", "acronyms:list"),
        *("people_groups:list", "rounds:list"),
    ]
    of_plan = [
        *("plans:page", "themes:list", "gaps:list", "threats:list", "decisions:list"),
        *("influences:list", "reading_notes:list", "evidence:list", "priority_areas:list"),
    ]
    yield from (reverse(name) for name in lists)
    yield from (reverse(name, kwargs=in_plan) for name in of_plan)
    records = [
        *(plan.stays, plan.theme, plan.gap, plan.threat, plan.decision, plan.project, plan.area),
        *(
            plan.index,
            plan.organisation,
            plan.indicator,
            plan.indicator.area,
            plan.plan.partnership,
        ),
    ]
    for record in records:
        record.refresh_from_db()
        if getattr(record, "archived_at", None) is None:
            yield record.get_absolute_url()


def found_on(client, plan, words):
    """(page, words) of the pages that say any of the words. None of them breaks."""
    for url in pages(plan):
        page = client.get(url)
        assert page.status_code == 200, url
        yield from ((url, said) for said in words if said in page.content.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_archived_stands_on_no_page_and_breaks_none(kind, plan, sign_in, board, officer):
    client, record = sign_in(board), getattr(plan, kind)
    said = [f"{MARK} {words}" for words in KINDS[kind]]
    other = {"gap": plan.threat, "threat": plan.gap}.get(kind)
    if other:
        # Both are worded alike.
        other.wordings.update(text="Otherwise")
    assert next(found_on(client, plan, said))
    archive(record, by=officer)
    assert list(found_on(client, plan, said)) == []


# The way to what is archived


@pytest.mark.parametrize(
    ("page", "archived"),
    [
        ("/plans/2012-13/gaps/", "/plans/2012-13/gaps/archived/"),
        ("/projects/", "/projects/archived/"),
        ("/people-groups/", "/people-groups/archived/"),
        ("/plans/2012-13/themes/burglary/", "/plans/2012-13/themes/burglary/evidence/archived/"),
        (
            "/plans/2012-13/evidence/?theme=burglary",
            "/plans/2012-13/themes/burglary/evidence/archived/",
        ),
    ],
)
def test_a_list_leads_who_may_change_it_to_what_is_archived(
    page, archived, sign_in, officer, board, world
):
    Theme.objects.filter(pk=world.theme("Burglary").pk).update(slug="burglary")
    link = f'href="{archived}"'
    assert link in sign_in(officer).get(page).content.decode()
    assert sign_in(officer).get(archived).status_code == 200
    assert link not in sign_in(board).get(page).content.decode()
