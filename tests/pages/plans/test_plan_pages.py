"""A plan, its themes at a glance and what influences them from outside."""

import re
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse

from priorities.models import (
    ExternalInfluence,
    ExternalInfluencePoint,
    Plan,
    PlanStatement,
    ScopeItem,
    Theme,
)
from tests.pages.editing.filling_in import fill_in
from tests.pages.reading_pages import queries_of, words_of
from tests.small_plan import SmallPlan

PAGES = ("plans:page", "themes:list", "influences:list")


def address(name, plan):
    return reverse(name, args=[plan.slug])


def seeded(client, name):
    return client.get(address(name, Plan.objects.get()))


def plain(text):
    return " ".join(text.split())


def test_the_plan_says_which_it_is_and_on_what_it_is_built(client, seeded_db):
    words = words_of(seeded(client, "plans:page"))
    for fact in (
        "Partnership Plan 2012/13", "Safer Cornwall Partnership", "2012/13, April to March",
        "Partnership Strategic Assessment 2011/12", "30 November 2011",
    ):  # fmt: skip
        assert fact in words


def test_a_plan_needs_no_title_of_an_assessment(sign_in, officer, world):
    client = sign_in(officer)
    fill_in(client, address("plans:edit", world.plan), assessment_title="")
    page = client.get(address("plans:page", world.plan))
    assert Plan.objects.get().assessment_title == ""
    assert "Built on" not in words_of(page)


def test_every_framing_statement_stands_in_the_order_of_the_assessment(client, seeded_db):
    words = unescape(words_of(seeded(client, "plans:page")))
    rows = sorted(
        PlanStatement.objects.exclude(kind="external influences lead-in"),
        key=lambda row: row.source_lines,
    )
    assert len(rows) == 12
    places = []
    for row in rows:
        places.append(words.index(plain(row.text), places[-1] if places else 0))
    assert places == sorted(places)


def test_the_plan_lists_every_theme_with_what_it_must_address(client, seeded_db):
    response = seeded(client, "plans:page")
    html, words = response.content.decode(), unescape(words_of(response))
    for item in ScopeItem.objects.select_related("theme__plan"):
        assert f'href="{item.get_absolute_url()}"' in html
        assert plain(item.text) in words
    for theme in Theme.objects.select_related("plan"):
        assert f'href="{theme.get_absolute_url()}"' in html
        assert plain(theme.plan_statement) in words


def test_themes_stand_under_their_kinds_in_the_order_of_the_assessment(client, seeded_db):
    kinds = seeded(client, "themes:list").context["kinds"]
    assert [(group.label, len(group.themes)) for group in kinds] == [
        ("Priority", 3),
        ("High-risk issue", 1),
        ("Focus on people", 1),
        ("Focus on place", 1),
        ("Other risk factor", 3),
        ("On the agenda", 1),
    ]


def test_a_theme_counts_what_it_holds_and_no_count_multiplies_another(client, seeded_db):
    words = words_of(seeded(client, "themes:list"))
    counted = (
        "4 indicators of Domestic abuse 17 projects of Domestic abuse "
        "1 open delivery gap of Domestic abuse 6 emerging threats of Domestic abuse"
    )
    assert counted in words


def test_a_theme_without_indicator_or_project_says_so(client, world):
    world.theme("Hate crime")
    words = words_of(client.get(address("themes:list", world.plan)))
    assert "Nothing measures it: no indicator" in words
    assert "No project is listed" in words
    assert "No open delivery gap" in words


def test_a_closed_gap_and_a_decided_decision_are_not_counted(client, world):
    theme = world.theme()
    world.gap("Open one", theme)
    world.gap("Closed one", theme, status="closed", closed_on="2011-10-01")
    world.decision("Taken", theme, status="decided", decided_on="2011-10-01")
    response = client.get(address("themes:list", world.plan))
    (entry,) = response.context["kinds"][0].themes
    assert (entry.theme.gap_count, entry.theme.decision_count) == (1, 0)
    counts = client.get(address("plans:page", world.plan)).context["counts"]
    assert (counts["gap_count"], counts["decision_count"]) == (1, 0)


def test_every_influence_and_each_of_its_points_can_be_led_to(client, seeded_db):
    response = seeded(client, "influences:list")
    html, words = response.content.decode(), unescape(words_of(response))
    points = ExternalInfluencePoint.objects.select_related("influence__plan")
    assert len(points) == 8
    for point in points:
        assert plain(point.text) in words
        assert f'id="{point.influence.slug}-{point.order}"' in html
        assert f'id="{point.influence.get_absolute_url().partition("#")[2]}"' in html
    assert "A number of external influences cut across all areas of service delivery" in words
    assert "Source prints “Health Lives, Healthy People”" in words


def test_a_point_names_the_themes_that_it_touches(client, world):
    theme = world.theme("Drugs")
    influence = ExternalInfluence.objects.create(
        plan=world.plan, slug="bill", order=1, name="A bill"
    )
    point = ExternalInfluencePoint.objects.create(influence=influence, order=1, text="It bites.")
    point.themes.add(theme)
    response = client.get(address("influences:list", world.plan))
    assert f'href="{theme.get_absolute_url()}"' in response.content.decode()


def test_a_note_on_a_line_stands_beside_what_is_printed_there_and_once_in_full(client, world):
    for number in (1, 2):
        PlanStatement.objects.create(
            plan=world.plan, ref=f"FR-{number}", order=number, kind="aim", text="We aim.",
            source_lines=[3],
        )  # fmt: skip
    world.note("At what, is not said.", 3)
    words = words_of(client.get(address("plans:page", world.plan)))
    assert words.count("At what, is not said.") == 1
    assert "See also the note above" in words


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_plan_is_shown_without_a_fuss(client, world, name):
    assert client.get(address(name, world.plan)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_for_those_who_write_it(client, officer, sign_in, world, name):
    draft = SmallPlan(stage="draft", year=2013).plan
    assert client.get(address(name, draft)).status_code == 404
    assert sign_in(officer).get(address(name, draft)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_who_may_read_and_how(client, stranger, sign_in, world, name):
    url = address(name, world.plan)
    assert sign_in(stranger).get(url).status_code == 403
    assert client.post(url).status_code == 405
    assert client.get(url.replace("plan-2012", "plan-1066")).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_in_order_and_ids_stand_once(client, seeded_db, name):
    html = seeded(client, name).content.decode()
    levels = [int(n) for n in re.findall(r"<h([1-6])\b", html)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_much_costs_as_many_queries_as_little(client, world, name):
    url = address(name, world.plan)
    client.get(url)
    little = queries_of(client, url)
    for number in range(3):
        theme = world.theme(f"Theme {number}")
        world.gap("A gap", theme)
        world.threat("A threat", theme)
        world.decision("A decision", theme)
        world.project(f"Project {number}", theme)
        ScopeItem.objects.create(theme=theme, order=1, text="Victims")
        theme.strategies.add(world.strategy(f"Strategy {number}"))
        influence = ExternalInfluence.objects.create(
            plan=world.plan, slug=f"influence-{number}", order=number, name="Influence"
        )
        ExternalInfluencePoint.objects.create(influence=influence, order=1, text="x").themes.add(
            theme
        )
    # The acronyms are asked for by the first statement that there is.
    assert queries_of(client, url) <= little + 1 <= 14
