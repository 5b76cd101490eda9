"""A theme's golden thread shows what leads to what, and each link that is missing."""

from datetime import date

import pytest

from priorities.models import Plan
from projects.models import ProjectIndicator, ProjectScopeItem
from safercornwall.pages.components.pictures.flow.layout import BOX, layout_of
from tests.pages.reading_pages import queries_of, words_of


def address(theme):
    return f"/plans/2012-13/themes/{theme.slug}/golden-thread/"


@pytest.fixture
def theme(world):
    return world.theme("Burglary")


@pytest.fixture
def thread(world, theme):
    """Whole: a scope item, a project that delivers it, money for that, and an indicator that it is to move."""
    item = world.scope_item(theme, "Lock sheds")
    project = world.project(theme, name="Shed patrol")
    world.funding(project, "secured", amount=12500, ends_on=date(2012, 3, 31))
    ProjectScopeItem.objects.create(project=project, scope_item=item, reason="Says so")
    indicator = world.indicator(theme, 5, name="Sheds broken into")
    ProjectIndicator.objects.create(project=project, indicator=indicator, contribution="Fewer")
    return project, indicator


def holes_of(client, theme):
    return [(hole.text, hole.missing) for hole in client.get(address(theme)).context["page"].holes]


def test_a_whole_thread_misses_nothing(client, theme, thread):
    page = client.get(address(theme))
    assert page.context["page"].holes == []
    words = words_of(page)
    assert "No link is missing." in words
    assert "£12,500, to 31 March 2012" in words


def test_each_missing_link_is_named(client, world, theme, thread):
    world.scope_item(theme, "Light alleys")
    world.project(theme, name="Leaflets")
    world.indicator(theme, 5, name="Fear of burglary")
    assert holes_of(client, theme) == [
        ("Light alleys", "No project"),
        ("Leaflets", "No funding"),
        ("Leaflets", "No indicator"),
        ("Fear of burglary", "No project"),
    ]
    assert "4 links are missing" in words_of(client.get(address(theme)))


def test_a_theme_without_items_to_address_says_so(client, world):
    empty = world.theme("Hate crime")
    assert holes_of(client, empty) == [("Hate crime", "No item stated")]


def test_what_is_missing_is_counted_by_kind(client, world, theme, thread):
    world.project(theme, name="Leaflets")
    words = words_of(client.get(address(theme)))
    assert "1 of 2 projects has no funding." in words
    assert "1 of 2 projects has no indicator." in words


def test_the_table_says_what_the_picture_shows(client, world, theme, thread):
    project, indicator = thread
    item = world.scope_item(theme, "Light alleys")
    leaflets = world.project(theme, name="Leaflets")
    fear = world.indicator(theme, 5, name="Fear of burglary")
    rows = [
        ([item.text for item in row.items], row.project, bool(row.funding), [one.indicator for one in row.standings])
        for row in client.get(address(theme)).context["page"].rows
    ]  # fmt: skip
    assert sorted(rows, key=str) == sorted(
        [
            (["Lock sheds"], project, True, [indicator]),
            ([], leaflets, False, []),
            ([item.text], None, False, []),
            ([], None, False, [fear]),
        ],
        key=str,
    )


def test_a_project_that_addresses_no_item_hangs_on_the_theme(client, world, theme, thread):
    project, _ = thread
    leaflets = world.project(theme, name="Leaflets")
    links = client.get(address(theme)).context["page"].flow.links
    assert ("theme", f"project {leaflets.pk}") in links
    assert ("theme", f"project {project.pk}") not in links


def test_a_project_of_another_theme_that_delivers_an_item_belongs_to_the_thread(
    client, world, theme
):
    item = world.scope_item(theme, "Lock sheds")
    project = world.project(world.theme("Alcohol"), name="Wardens")
    ProjectScopeItem.objects.create(project=project, scope_item=item, reason="Says so")
    assert client.get(address(theme)).context["page"].projects == [project]


def test_a_closed_project_delivers_nothing(client, world, theme, thread):
    project, _ = thread
    type(project).objects.filter(pk=project.pk).update(status="closed")
    assert ("Lock sheds", "No project") in holes_of(client, theme)


def test_the_seeded_plan_shows_what_the_assessment_leaves_open(client, seeded_db):
    words = words_of(client.get("/plans/2012-13/themes/domestic-abuse/golden-thread/"))
    assert "27 links are missing" in words
    assert "Perpetrator Programmes (Statutory and Voluntary) No funding" in words


def test_the_picture_begins_with_the_theme(client, seeded_db):
    """The theme, what it must address first and who delivers that stand at the top, on the first screen."""
    for theme in Plan.objects.get(slug="2012-13").themes.all():
        flow = client.get(address(theme)).context["page"].flow
        middles = layout_of(flow.nodes, flow.links).middles
        for column in (0, 1, 2):
            tops = [middles[node.key] for node in flow.nodes if node.column == column]
            assert not tops or min(tops) <= 2 * BOX, (theme, column)


def test_a_theme_that_there_is_not_is_not_found(client, world):
    assert client.get("/plans/2012-13/themes/none/golden-thread/").status_code == 404


def test_it_costs_as_few_queries_for_a_long_thread(client, world, theme, thread):
    few = queries_of(client, address(theme))
    for n in range(8):
        world.scope_item(theme, f"Item {n}")
        world.project(theme, name=f"Project {n}")
        world.indicator(theme, 5, name=f"Indicator {n}")
    assert queries_of(client, address(theme)) == few
    assert few <= 15
