"""The next plan, begun from the last one."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import Organisation
from core.documents.actions import archive
from core.documents.history import versions_of
from performance.models import Figure, Measurement, Target
from priorities.models import (
    Decision,
    DeliveryGap,
    DeliveryGapWording,
    Evidence,
    PerformanceStatement,
    Plan,
    PriorityArea,
    Strategy,
    Theme,
    Threat,
)
from projects.models import Project, ProjectScopeItem
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import words_of
from tests.world import World

NEXT = "/plans/2012-13/next/"
WANTED = {
    "title": "Partnership Plan 2013/14",
    "financial_year": "2013/14",
    "assessment_title": "Strategic assessment 2012",
}
ALL = WANTED | {"with_gaps": "on", "with_threats": "on"}


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def plan(world):
    """Two themes with something of everything."""
    burglary, arson = world.theme("Burglary"), world.theme("Arson")
    item = world.scope_item(burglary)
    burglary.strategies.add(Strategy.objects.create(name="Home", slug="home"))
    burglary.areas.add(world.county)
    watch = world.project(burglary, arson)
    ProjectScopeItem.objects.create(project=watch, scope_item=item, reason="It says so.")
    world.project(arson, status="closed")
    world.project(arson, starts_on=date(2011, 4, 1), ends_on=date(2013, 3, 31))
    aimed = world.indicator(burglary, value=70, target=80)
    Target.objects.create(
        indicator=aimed, area=world.county, form="at_least", value=85,
        period_start=date(2013, 4, 1), period_end=date(2014, 3, 31),
    )  # fmt: skip
    world.indicator(arson, value=3, name="Fires")
    world.indicator(arson, name="Smoke", retired_on=date(2012, 4, 1))
    gap = world.gap(burglary, title="No locks")
    gap.areas.add(world.county)
    watch.gaps.add(gap)
    DeliveryGapWording.objects.create(gap=gap, theme=arson, ref="A1", order=1, text="none")
    world.gap(burglary, title="Closed", status="closed", closed_on=date(2011, 5, 1))
    watch.threats.add(world.threat(arson, title="Cuts"))
    world.threat(arson, title="Over", status="closed", ended_because="Over")
    world.decision()
    world.priority_area(burglary, world.county)
    Evidence.objects.create(theme=burglary, ref="EV-1", order=1, text="More")
    PerformanceStatement.objects.create(
        theme=burglary, ref="PS-1", order=1, text="Failed", kind="failed", group_printed="Failed"
    )
    return world.plan


@pytest.fixture
def officers(plan, officer, sign_in):
    return sign_in(officer)


def begun(client, **wanted):
    answer = client.post(NEXT, {"begin": "begin", **(wanted or WANTED)})
    assert answer.status_code == 302, errors_on(answer)
    return Plan.objects.get(slug="2013-14")


def all_that_is_there():
    models = (Plan, Theme, DeliveryGap, Threat, Evidence, PerformanceStatement, Figure, Target)
    others = (Measurement, Decision, PriorityArea, Project, ProjectScopeItem)
    return {model.__name__: model.objects.count() for model in (*models, *others)}


def test_the_plan_leads_there_for_those_who_may(officers, board, sign_in):
    assert f'href="{NEXT}"' in officers.get("/plans/2012-13/").content.decode()
    assert f'href="{NEXT}"' not in sign_in(board).get("/plans/2012-13/").content.decode()


def test_it_is_suggested_for_the_year_after(officers):
    html = officers.get(NEXT).content.decode()
    assert 'value="Partnership Plan 2013/14"' in html
    assert 'value="2013/14"' in html


def test_what_it_would_copy_is_said_before_it_is_done(officers):
    before = all_that_is_there()
    words = words_of(officers.post(NEXT, ALL))
    for said in (
        "Nothing is copied yet",
        "2 themes, with 1 scope item",
        "1 project that goes on",
        "2 indicators of these themes",
        *("1 open delivery gap", "1 open threat"),
        "1 statement of evidence and 1 of performance",
        "1 priority area and 1 decision",
        "2 projects that are closed or over by then",
    ):
        assert said in words
    assert all_that_is_there() == before


def test_it_names_the_indicators_that_lack_a_target(officers, world):
    page = officers.post(NEXT, WANTED)
    assert [one.name for one in page.context["preview"].without_target] == ["Fires"]
    assert "Indicators without a target for 2013/14" in words_of(page)


def test_an_archived_target_is_none(officers, analyst):
    archive(Target.objects.get(value=85), by=analyst)
    preview = officers.post(NEXT, WANTED).context["preview"]
    assert [one.name for one in preview.without_target] == ["Indicator 7", "Fires"]


def test_what_was_shown_is_what_is_sent(officers):
    html = officers.post(NEXT, WANTED | {"with_gaps": "on"}).content.decode()
    assert 'name="with_gaps" value="True"' in html
    assert 'name="with_threats"' not in html
    assert 'name="financial_year" value="2013"' in html


def test_one_can_go_back_and_change_it(officers):
    page = officers.post(NEXT, ALL | {"change": "change"})
    assert 'value="Partnership Plan 2013/14"' in page.content.decode()
    assert Plan.objects.count() == 1


def test_themes_continue_those_before(officers, plan):
    new = begun(officers)
    assert (new.stage, new.continues, new.title) == ("draft", plan, "Partnership Plan 2013/14")
    old = {theme.name: theme for theme in plan.themes.all()}
    assert {theme.name: theme.continues for theme in new.themes.all()} == old
    burglary = new.themes.get(name="Burglary")
    assert burglary.slug == old["Burglary"].slug
    assert [item.text for item in burglary.scope_items.all()] == ["Victims and prevention"]
    assert [one.slug for one in burglary.strategies.all()] == ["home"]
    assert [one.name for one in burglary.areas.all()] == ["Somewhere"]


def test_projects_that_go_on_are_listed_and_closed_ones_are_not(officers):
    new = begun(officers)
    assert {theme.name: theme.project_listings.count() for theme in new.themes.all()} == {
        "Burglary": 1,
        "Arson": 1,
    }
    link = ProjectScopeItem.objects.get(scope_item__theme__plan=new)
    assert (link.reason, link.is_judgement) == ("It says so.", True)


def test_what_became_of_a_project_stands_in_its_history(officers, officer, plan):
    begun(officers)
    project = Project.objects.order_by("order").first()
    assert project.version == 2
    newest, first = versions_of(project)
    assert (newest.by, newest.reason) == (officer, "Begun from Partnership Plan 2012/13")
    assert [len(one.contents.parts["listings"]) for one in (newest, first)] == [4, 2]


@pytest.mark.parametrize("who", ["board", "analyst"])
def test_a_reader_does_not_learn_of_it_from_a_project(who, officers, plan, request, sign_in):
    reader = request.getfixturevalue(who)
    Project.objects.update(owner_person=reader)
    begun(officers)
    project = Project.objects.order_by("order").first()
    history = f"{project.get_absolute_url()}history/"
    for page in (history, f"{history}1/", f"{history}2/"):
        assert "Begun from" not in words_of(sign_in(reader).get(page))
    assert "Begun from" in words_of(officers.get(history))
    assert "Begun from" in words_of(officers.get(f"{history}2/"))
    my_work = sign_in(reader).get("/my-work/")
    assert "Begun from" not in my_work.content.decode()


def test_indicators_of_the_themes_go_on_and_retired_ones_do_not(officers):
    new = begun(officers)
    measured = {theme.name: theme.indicators.count() for theme in new.themes.all()}
    assert measured == {"Burglary": 1, "Arson": 1}


def test_nothing_reported_is_copied(officers):
    before = all_that_is_there()
    new = begun(officers, **ALL)
    after = all_that_is_there()
    for name in ("Evidence", "PerformanceStatement", "Figure", "Target", "Measurement"):
        assert after[name] == before[name]
    for name in ("Decision", "PriorityArea", "Project"):
        assert after[name] == before[name]
    assert not new.statements.exists()
    assert not new.key_dates.exists()


def test_gaps_and_threats_only_where_asked_for(officers):
    new = begun(officers)
    assert not new.delivery_gaps.exists()
    assert not new.threats.exists()


def test_open_gaps_and_threats_come_with_their_wordings(officers, plan):
    new = begun(officers, **ALL)
    gap, threat = new.delivery_gaps.get(), new.threats.get()
    assert (gap.title, threat.title) == ("No locks", "Cuts")
    assert {row.theme.name: row.text for row in gap.wordings.all()} == {
        "Burglary": "x",
        "Arson": "none",
    }
    assert {row.theme.plan for row in gap.wordings.all()} == {new}
    assert [area.name for area in gap.areas.all()] == ["Somewhere"]
    project = Project.objects.order_by("order").first()
    assert gap in project.gaps.all()
    assert threat in project.threats.all()
    assert plan.delivery_gaps.count() == 2


def test_every_page_of_the_new_plan_opens(officers):
    new = begun(officers, **ALL)
    pages = ("", "themes/", "gaps/", "threats/", "decisions/", "edit/", "history/")
    for page in (*(f"/plans/2013-14/{one}" for one in pages), *map_of(new)):
        assert officers.get(page).status_code == 200, page


def map_of(plan):
    records = (*plan.themes.all(), *plan.delivery_gaps.all(), *plan.threats.all())
    return [record.get_absolute_url() for record in records]


def test_it_is_hidden_from_others_until_it_is_current(officers, board, sign_in):
    begun(officers)
    assert sign_in(board).get("/plans/2013-14/").status_code == 404
    assert "2013/14" not in words_of(sign_in(board).get("/"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": ""}, "Enter the title of the plan"),
        ({"financial_year": ""}, "Enter the financial year, such as 2013/14"),
        ({"financial_year": "soon"}, "Financial year must be a financial year such as 2012/13"),
        (
            {"financial_year": "2012/13"},
            "There is a plan for 2012/13 already: Partnership Plan 2012/13",
        ),
    ],
)
def test_a_slip_is_told_and_nothing_is_copied(officers, changed, told):
    before = all_that_is_there()
    assert told in errors_on(officers.post(NEXT, ALL | changed | {"begin": "begin"}))
    assert all_that_is_there() == before


def test_an_archived_plan_of_that_year_is_named(officers, plan):
    Plan.objects.create(
        partnership=plan.partnership, title="Old", slug="old", financial_year=2013,
        assessment_title="x", archived_at="2012-01-01T00:00:00Z",
    )  # fmt: skip
    told = errors_on(officers.post(NEXT, WANTED))
    assert told == ["There is a plan for 2013/14 already: Old, archived"]


def test_half_a_plan_is_never_kept(officers, monkeypatch):
    before = all_that_is_there()
    monkeypatch.setattr("projects.next_plan._measure_with", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        officers.post(NEXT, ALL | {"begin": "begin"})
    assert all_that_is_there() == before
    assert Project.objects.order_by("order").first().version == 1


def test_the_second_of_two_is_told(officers, administrator, sign_in):
    """Both were shown the same; the first began it."""
    begun(officers)
    answer = sign_in(administrator).post(NEXT, WANTED | {"begin": "begin"})
    assert errors_on(answer) == ["There is a plan for 2013/14 already: Partnership Plan 2013/14"]
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("who", ["analyst", "board", "stranger"])
def test_others_may_not(who, plan, request, sign_in):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(NEXT).status_code == 403
    assert client.post(NEXT, WANTED | {"begin": "begin"}).status_code == 403
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("who", ["analyst", "board", "stranger"])
def test_a_draft_does_not_exist_for_them(who, plan, request, sign_in):
    Plan.objects.update(stage="draft")
    client = sign_in(request.getfixturevalue(who))
    assert client.get(NEXT).status_code == 404
    assert client.post(NEXT, WANTED | {"begin": "begin"}).status_code == 404
    assert Plan.objects.count() == 1


def test_nobody_who_is_signed_out_may(plan):
    answer = Client().post(NEXT, WANTED | {"begin": "begin"})
    assert answer["Location"].startswith("/accounts/sign-in/")
    assert Plan.objects.count() == 1


def test_an_administrator_may_and_other_methods_are_refused(plan, administrator, sign_in):
    client = sign_in(administrator)
    assert client.put(NEXT).status_code == 405
    begun(client)


def test_another_partnerships_year_is_free(officers, plan):
    other = Organisation.objects.create(name="Other", slug="other", kind="partnership")
    Plan.objects.create(
        partnership=other, title="Theirs", slug="2013-14", financial_year=2013, assessment_title="x"
    )
    officers.post(NEXT, WANTED | {"begin": "begin"})
    assert Plan.objects.get(continues=plan).partnership == plan.partnership
