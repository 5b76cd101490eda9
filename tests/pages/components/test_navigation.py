"""The frame of every page says where one is, and leads to each page that one may open, in six groups."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import ResolverMatch, get_resolver

from accounts.models import Organisation, User
from priorities.models import Plan
from safercornwall.pages.components.navigation import GROUPS, navigation, section_of

SIGN_IN = "/accounts/sign-in/"


def test_someone_who_is_not_signed_in_is_shown_no_ways_in():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    ways_in = navigation(request)
    ways_in.pop("partnership_name")
    assert not any(ways_in.values())


@pytest.mark.django_db
def test_a_plan_that_there_is_not_leaves_a_page_that_can_still_be_shown():
    request = RequestFactory().get("/plans/9999/")
    request.user = User.objects.create(username="demelza")
    request.resolver_match = ResolverMatch(lambda: None, (), {"plan": "9999"}, url_name="plan")
    frame = navigation(request)
    assert not frame["current_plan"]
    assert "Themes" not in [item.label for group in frame["menu"] for item in group.items]


@pytest.mark.usefixtures("world")
def test_the_menu_has_six_groups_and_data_comes_last(client):
    menu = client.get("/").context["menu"]
    assert [group.label for group in menu] == [
        *("Overview", "Plan", "Performance", "Places", "Delivery", "Data"),
    ]
    assert [group.label for group in menu if group.is_current] == ["Overview"]
    assert menu[0].url == "/"


@pytest.mark.usefixtures("world")
def test_a_page_shows_the_pages_of_its_own_group(client):
    page = client.get("/indices/")
    [group] = [group for group in page.context["menu"] if group.is_current]
    assert group.label == "Places"
    assert [item.label for item in group.items if item.is_current_page] == ["Indices"]
    assert '<ul class="sc-navigation__pages" aria-label="Places"' in page.content.decode()


@pytest.mark.usefixtures("world")
def test_a_board_member_is_not_offered_rounds_and_uploads_first(sign_in, board, analyst):
    def data_of(person):
        return [item.label for item in sign_in(person).get("/").context["menu"][-1].items]

    assert data_of(board) == ["Downloads", "Small numbers", "Organisations", "Rounds", "Uploads"]
    assert data_of(analyst)[:2] == ["Rounds", "Uploads"]


def test_a_page_of_a_section_marks_one_entry_of_the_menu(client, world):
    page = client.get(world.county.get_absolute_url())
    [group] = [group for group in page.context["menu"] if group.is_current]
    assert [item.label for item in group.items if item.is_current_section] == ["Places"]


def test_titles_and_the_page_to_sign_in_have_the_name_of_the_partnership(client, sign_in, board):
    client.logout()
    assert "<title>Sign in – Safer Cornwall planner</title>" in client.get(SIGN_IN).content.decode()
    Organisation.objects.create(name="Safer & Here", slug="here", kind="partnership")
    html = client.get(SIGN_IN).content.decode()
    assert "<title>Sign in – Safer &amp; Here</title>" in html
    assert "<span>Safer &amp; Here</span>" in html
    page = sign_in(board).get("/accounts/your-account/").content.decode()
    assert "<title>Your account – Safer &amp; Here</title>" in page


def test_the_header_has_the_name_of_the_partnership(sign_in, administrator, board):
    def name(person):
        html = sign_in(person).get("/accounts/your-account/").content.decode()
        return html.split("sc-header__name")[1].split("<span>")[1].split("</span>")[0]

    assert name(administrator) == "Safer Cornwall planner"
    Organisation.objects.create(name="Safer Here", slug="safer-here", kind="partnership")
    assert name(administrator) == "Safer Here"
    other = Organisation.objects.create(name="Safer & There", slug="there", kind="partnership")
    Plan.objects.create(
        partnership=other, title="Plan", slug="2012-13", financial_year=2012, stage="current"
    )
    assert name(board) == "Safer &amp; There"


def test_nobody_is_led_to_a_page_that_they_may_not_open(sign_in, world, stranger, officer):
    for person in (stranger, officer):
        browser = sign_in(person)
        for group in browser.get("/accounts/your-account/").context["menu"]:
            for item in group.items:
                assert browser.get(item.url).status_code == 200, (person, item.url)


def test_every_section_that_has_a_page_stands_in_a_group():
    """A page in no group would leave its reader without the menu of where they are."""
    known = {section_of(view) for pages in GROUPS.values() for _, view, _ in pages}
    apart = {"search", "drafts", "comments", "exports", "signing_in", "your_account", "about"}
    assert {section_of(f"{name}:") for name in get_resolver().namespace_dict} - apart <= known


@pytest.mark.usefixtures("world")
def test_the_way_back_up_begins_at_the_board(client):
    for address in ("/projects/", "/flags/", "/indicators/"):
        page = client.get(address).content.decode()

        assert page.count('<a class="govuk-breadcrumbs__link" href="/">Board</a>') == 1


def test_a_list_and_its_records_are_one_section():
    assert section_of("gaps:list") == section_of("gaps:page")
    assert section_of("gaps:page") != section_of("projects:page")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("address", "label"), [("/", "Board"), ("/since/", "What changed")])
def test_only_the_page_that_one_is_on_is_marked(client, address, label):
    overview = client.get(address).context["menu"][0]
    assert [item.label for item in overview.items if item.is_current_section] == [label]
