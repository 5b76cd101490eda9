"""What every list has: filters and order in its address, a title that says them, headings that sort, ways to widen it."""

import re
import time
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from priorities.models import DeliveryGap, DeliveryGapWording
from projects.models import FundingLine, Project, ProjectListing
from safercornwall.lists.catalogue import LISTS
from tests.pages.reading_pages import queries_of, words_of

PROJECTS = reverse("projects:list")
# Lists that stand on the page of another, and pages that are not called after their list.
PAGES = {
    "key-dates": "decisions",
    "external-influences": "influences",
    "reading-notes": "reading_notes",
    "priority-areas": "priority_areas",
}
# A list of one's work is for those who may change records.
FOR_EVERYBODY = [key for key in LISTS if key != "ownership"]
HOSTILE = (
    "q=%00&order=%00&size=%00&view=%00&theme=%00&flag=%00",
    "order=__class__&size=1e9&view=__class__&page=-1",
    "order=-pk&order=password&status[]=x&theme=plan__stage",
    "size=25&page=99999999999999999999&q=" + "a" * 5000,
)


def page_of(key):
    name = PAGES.get(key, key)
    plan = ["2012-13"] if LISTS[key].is_in_plan else []
    return reverse(f"{name}:list", args=plan)


def title_of(response):
    return re.search(r"<title>(.*?) – ", response.content.decode(), re.DOTALL)[1]


def headings_of(response):
    """Heading, where it leads and how it is sorted."""
    html = response.content.decode()
    found = re.findall(r'<th scope="col"[^>]*?(?:aria-sort="(\w+)")?>(.*?)</th>', html)
    return {
        re.sub(r"<span.*?</span>|<[^>]+>", "", inside).strip(): (
            (re.findall(r'href="([^"]+)"', inside) or [""])[0].replace("&amp;", "&"),
            sorted_,
        )
        for sorted_, inside in found
    }


@pytest.mark.parametrize("key", FOR_EVERYBODY)
def test_every_role_reads_every_list_and_others_do_not(
    key, sign_in, officer, analyst, board, administrator, stranger, client, world
):
    for person in (officer, analyst, board, administrator):
        assert sign_in(person).get(page_of(key)).status_code == 200
    assert sign_in(stranger).get(page_of(key)).status_code == 403
    client.logout()
    assert client.get(page_of(key)).status_code == 302


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_breaks_a_list(query, client, world):
    world.gap(world.theme())
    for key in FOR_EVERYBODY:
        assert client.get(f"{page_of(key)}?{query}").status_code == 200, key


@pytest.mark.parametrize("key", FOR_EVERYBODY)
def test_every_order_that_is_offered_is_one(key, client, seeded_db):
    form = client.get(page_of(key)).context["form"]
    orders = [value for value, _ in form.fields["order"].choices if value]
    assert orders
    for order in orders:
        response = client.get(page_of(key), {"order": order, "view": "table"})
        assert response.status_code == 200
        assert response.context["list"].listing.order is not None


def test_the_title_says_what_narrows_the_list(client, world):
    theme = world.theme("Burglary")
    assert title_of(client.get(PROJECTS)) == "Projects"
    asked = {"theme": theme.slug, "status": "on_hold", "order": "name", "size": "25"}
    assert title_of(client.get(PROJECTS, asked)) == "Projects: theme Burglary, status on hold"


def test_a_heading_sorts_and_sorts_the_other_way_when_followed_again(client, world):
    theme = world.theme()
    for name in ("Moss", "Ash"):
        world.project(theme, name=name)
    address, sorted_ = headings_of(client.get(PROJECTS, {"status": "current"}))["Project"]
    assert (address, sorted_) == ("?status=current&order=name", "")
    once = client.get(PROJECTS + address)
    assert [row.project.name for row in once.context["page"]] == ["Ash", "Moss"]
    address, sorted_ = headings_of(once)["Project"]
    assert sorted_ == "ascending"
    again = client.get(PROJECTS + address)
    assert [row.project.name for row in again.context["page"]] == ["Moss", "Ash"]
    assert headings_of(again)["Project"][1] == "descending"


@pytest.mark.parametrize("order", ["due", "-due"])
def test_what_has_no_value_comes_last_whichever_way(order, client, world):
    theme = world.theme()
    world.gap(theme, title="Dateless")
    world.gap(theme, title="Dated", due_on="2012-01-01")
    page = client.get(reverse("gaps:list", args=["2012-13"]), {"order": order}).context["page"]
    assert [row.statement.title for row in page] == ["Dated", "Dateless"]


@pytest.mark.parametrize("name", ["order", "size", "status", "theme", "flag"])
def test_a_value_that_is_not_offered_is_said_and_left_out(name, client, world):
    world.project(world.theme())
    response = client.get(PROJECTS, {name: "nonsense"})
    assert "This choice is not in the list, so it was left out" in words_of(response)
    assert len(response.context["page"].object_list) == 1


def test_pages_are_as_long_as_asked_for_and_keep_the_filters(client, world):
    theme = world.theme()
    for _ in range(27):
        world.project(theme)
    response = client.get(PROJECTS, {"size": "25", "status": "current"})
    assert len(response.context["page"].object_list) == 25
    assert "?size=25&amp;status=current&amp;page=2" in response.content.decode()
    assert len(client.get(PROJECTS).context["page"].object_list) == 27


def test_an_empty_list_offers_to_leave_each_filter_out(client, world):
    world.project(world.theme())
    response = client.get(PROJECTS, {"status": "closed", "q": "circus"})
    words, html = words_of(response), response.content.decode()
    assert "No project matches these filters. Leave out one of the filters:" in words
    assert 'href="?q=circus">Without status closed' in html
    assert 'href="?status=closed">Without words “circus”' in html


def test_a_list_that_is_empty_by_itself_does_not_speak_of_filters(client, world):
    assert "There is no milestone yet." in words_of(client.get(reverse("milestones:list")))


def test_exports_of_a_page_keep_its_filters_and_order(client, world):
    html = client.get(
        PROJECTS, {"status": "current", "order": "-name", "page": "1"}
    ).content.decode()
    for extension in ("xlsx", "csv"):
        assert f'href="/exports/projects.{extension}?status=current&amp;order=-name"' in html


def test_records_are_found_by_a_flag_about_them(client, world):
    theme = world.theme()
    world.project(theme, name="Held", status="on_hold")
    world.project(theme, name="Moving")
    page = client.get(PROJECTS, {"flag": "on_hold"}).context["page"]
    assert [row.project.name for row in page] == ["Held"]


def test_gaps_are_found_by_who_owns_them(client, world):
    theme = world.theme()
    world.gap(theme, title="Owned", owner=world.partnership)
    world.gap(theme, title="Loose")
    response = client.get(reverse("gaps:list", args=["2012-13"]), {"owner": world.partnership.slug})
    assert [row.statement.title for row in response.context["page"]] == ["Owned"]
    assert title_of(response) == "Delivery gaps: Safer Somewhere"


def many(world, number):
    theme, first = world.theme(), world.next() * 10_000
    orders = range(first, first + number)
    projects = Project.objects.bulk_create(
        Project(slug=f"p-{n}", order=n % 30_000, name=f"Project {n}", status="current")
        for n in orders
    )
    ProjectListing.objects.bulk_create(
        ProjectListing(
            project=row, theme=theme, order=1, status="current", heading_printed="x", text=row.name
        )
        for row in projects
    )
    FundingLine.objects.bulk_create(
        FundingLine(project=row, order=1, source="x", state="secured", financial_year=2012)
        for row in projects
    )
    gaps = DeliveryGap.objects.bulk_create(
        DeliveryGap(plan=world.plan, slug=f"g-{n}", order=n % 30_000, title=f"Gap {n}", text="x")
        for n in orders
    )
    DeliveryGapWording.objects.bulk_create(
        DeliveryGapWording(gap=row, theme=theme, ref=f"G{row.pk}", order=1, text="x")
        for row in gaps
    )


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"order": "name", "size": "25"},
        {"order": "-funding"},
        {"view": "table", "order": "-due"},
    ],
)
def test_two_thousand_records_ask_as_much_as_fifty(query, client, world):
    addresses = [f"{PROJECTS}?{urlencode(query)}", f"{page_of('gaps')}?{urlencode(query)}"]
    many(world, 50)
    client.get(PROJECTS)
    few = [queries_of(client, address) for address in addresses]
    many(world, 1950)
    assert [queries_of(client, address) for address in addresses] == few
    began = time.process_time()
    for address in addresses:
        assert client.get(address).context["page"].paginator.count == 2000
    assert time.process_time() - began < 10
