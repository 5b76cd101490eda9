"""What is particular to editing plans, themes and what stands under a theme."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from priorities.models import (
    Evidence,
    EvidenceTopic,
    PerformanceStatement,
    Plan,
    PriorityArea,
    Theme,
)
from tests.pages.editing.filling_in import errors_on, fill_in, send
from tests.pages.reading_pages import queries_of, words_of


@pytest.fixture
def burglary(world):
    return world.theme("Burglary")


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def under(theme, noun, page="new", **names):
    return reverse(f"{noun}:{page}", kwargs={"plan": theme.plan.slug, "theme": theme.slug, **names})


@pytest.fixture
def draft(world):
    return Plan.objects.create(
        partnership=world.partnership, title="Next year", slug="2013-14", financial_year=2013,
        assessment_title="Assessment", stage="draft",
    )  # fmt: skip


def test_an_officer_begins_a_plan_and_its_first_theme(client, world):
    page = client.get(reverse("plans:new"))
    answer = send(
        client,
        page,
        title="Plan 2013/14",
        partnership=str(world.partnership.pk),
        financial_year="2013/14",
        assessment_title="Assessment 2012",
        reporting_date="30 Nov 2012",
        **{"statements-new-1-kind": "aim", "statements-new-1-text": "Less harm."},
    )
    made = Plan.objects.get(slug="2013-14")
    assert (made.stage, made.reporting_date) == ("draft", date(2012, 11, 30))
    assert "Less harm." in words_of(client.get(answer.url))
    new_theme = reverse("themes:new", kwargs={"plan": "2013-14"})
    assert new_theme in client.get(answer.url).content.decode()
    send(client, client.get(new_theme), name="Fraud", kind="priority", plan_statement="Less of it.")
    theme = made.themes.get()
    assert (theme.slug, theme.code, theme.order) == ("fraud", "FRA", 1)


def test_two_plans_of_one_year_are_refused(client, world):
    page = client.get(reverse("plans:new"))
    answer = send(
        client, page, title="Again", partnership=str(world.partnership.pk),
        financial_year="2012/13", assessment_title="x",
    )  # fmt: skip
    assert len(errors_on(answer)) == 1
    assert Plan.objects.count() == 1


def test_a_draft_plan_is_not_there_for_readers(sign_in, board, client, draft):
    reader = sign_in(board)
    for page in ("history", "version"):
        number = {"number": 1} if page == "version" else {}
        url = reverse(f"plans:{page}", kwargs={"slug": draft.slug, **number})
        assert reader.get(url).status_code == 404
    assert client.get(reverse("plans:history", kwargs={"slug": draft.slug})).status_code == 200
    assert client.get(reverse("themes:new", kwargs={"plan": draft.slug})).status_code == 200


def test_only_a_priority_has_a_number(client, burglary):
    url = reverse("themes:edit", kwargs={"plan": "2012-13", "slug": burglary.slug})
    answer = fill_in(client, url, priority_number="2")
    assert errors_on(answer) == ["Only a priority has a priority number."]
    fill_in(client, url, priority_number="2", kind="priority")
    assert "Priority 2" in words_of(client.get(burglary.get_absolute_url()))


def test_how_areas_are_chosen_is_a_list_of_lines(client, burglary):
    url = reverse("themes:edit", kwargs={"plan": "2012-13", "slug": burglary.slug})
    fill_in(client, url, area_criteria="extent\n\n trend ")
    burglary.refresh_from_db()
    assert burglary.area_criteria == ["extent", "trend"]
    assert "They are chosen by: extent trend" in words_of(client.get(burglary.get_absolute_url()))


def test_criteria_that_are_printed_are_not_said_twice(client, burglary):
    Theme.objects.filter(pk=burglary.pk).update(
        area_criteria=["extent"], area_criteria_printed="Criteria: extent."
    )
    assert "They are chosen by" not in words_of(client.get(burglary.get_absolute_url()))


@pytest.mark.parametrize("name", ["éèê 漢字", "漢字", "2012"])
def test_a_theme_of_any_name_has_evidence_with_an_address(client, world, name):
    page = client.get(reverse("themes:new", kwargs={"plan": "2012-13"}))
    send(client, page, name=name, kind="priority", plan_statement="x")
    theme = Theme.objects.get(name=name)
    send(client, client.get(under(theme, "evidence")), text="It rose.")
    made = theme.evidence.get()
    assert client.get(under(theme, "evidence", "edit", ref=made.ref)).status_code == 200


def test_evidence_stands_on_its_theme_with_its_figures(client, burglary):
    topic = EvidenceTopic.objects.create(plan=burglary.plan, name="Cost", slug="cost")
    answer = send(
        client,
        client.get(under(burglary, "evidence")),
        text="It costs more.",
        source="Police",
        topics=[str(topic.pk)],
        **{
            "figures-new-1-label": "Cost of burglary",
            "figures-new-1-value_printed": "7,300",
            "figures-new-1-value": "7300",
            "figures-new-1-unit": "GBP",
        },
    )
    made = Evidence.objects.get()
    assert (made.ref, list(made.topics.all())) == ("EV-T1-01", [topic])
    assert made.figures.get().value == Decimal(7300)
    assert answer.url == f"{burglary.get_absolute_url()}#ev-t1-01"
    told = words_of(client.get(answer.url))
    assert "It costs more." in told
    assert "£7,300: Cost of burglary" in told


def test_a_statement_of_performance_stands_under_its_heading(client, burglary):
    page = client.get(under(burglary, "performance_statements"))
    send(client, page, group_printed="2010/11 failed", kind="failed", text="Too many.")
    made = PerformanceStatement.objects.get()
    assert (made.ref, made.theme) == ("PS-T1-01", burglary)
    assert "2010/11 failed Too many." in words_of(client.get(burglary.get_absolute_url()))


def test_the_printed_rank_of_an_area_follows_its_rank(client, world, burglary):
    town = world.area("Newquay", within=world.county)
    send(
        client,
        client.get(under(burglary, "priority_areas")),
        name="Newquay", area=str(town.pk), rating="high", rank="4", is_joint="on",
        **{"reasons-new-1-text": "Many second homes."},
    )  # fmt: skip
    made = PriorityArea.objects.get()
    assert (made.ref, made.rank_printed) == ("AREA-T1-01", "=4")
    fill_in(client, under(burglary, "priority_areas", "edit", ref=made.ref), rank="2", is_joint=[])
    made.refresh_from_db()
    assert made.rank_printed == "2"
    told = words_of(client.get(burglary.get_absolute_url()))
    assert "Many second homes." in told
    assert "How sure this reading is" not in told


def test_places_that_share_a_name_are_told_apart_by_their_kind(client, world, burglary):
    network = world.area("Newquay", kind="network_area", within=world.county)
    network.slug = "newquay-area"
    network.save()
    world.area("Newquay", within=network)
    offered = client.get(under(burglary, "priority_areas")).content.decode()
    assert "Newquay (network area)" in offered
    assert "Newquay (town)" in offered


@pytest.mark.parametrize("noun", ["evidence", "performance_statements", "priority_areas"])
def test_nothing_begins_under_a_theme_that_is_not_there(client, burglary, noun):
    address = under(burglary, noun)
    assert client.get(address).status_code == 200
    client.post(reverse("themes:archive", kwargs={"plan": "2012-13", "slug": burglary.slug}))
    assert client.get(address).status_code == 404
    assert client.get(address.replace(burglary.slug, "nowhere")).status_code == 404


def test_each_statement_on_a_theme_has_its_edit_link_for_who_may(
    client, sign_in, board, world, burglary
):
    evidence = burglary.evidence.create(ref="EV-1", order=1, text="It rose.")
    said = burglary.performance_statements.create(ref="PS-1", order=1, text="x", kind="failed")
    area = world.priority_area(burglary, world.county)
    links = [
        under(burglary, noun, "edit", ref=record.ref)
        for noun, record in (
            ("evidence", evidence), ("performance_statements", said), ("priority_areas", area),
        )
    ]  # fmt: skip
    page = client.get(burglary.get_absolute_url()).content.decode()
    assert [link for link in links if f'href="{link}"' not in page] == []
    page = sign_in(board).get(burglary.get_absolute_url()).content.decode()
    assert [link for link in links if link in page] == []


def test_edit_links_on_a_theme_cost_no_query(client, sign_in, analyst, world, burglary):
    burglary.performance_statements.create(ref="PS-1", order=1, text="x", kind="failed")
    url = burglary.get_absolute_url()
    one = queries_of(client, url)
    for number in range(2, 6):
        burglary.evidence.create(ref=f"EV-{number}", order=number, text="It rose.")
        burglary.performance_statements.create(
            ref=f"PS-{number}", order=number, text="x", kind="failed"
        )
        world.priority_area(burglary, world.county)
    assert queries_of(client, url) <= one + 1
    assert queries_of(client, url) == queries_of(sign_in(analyst), url)
