"""Any page can be seen as at an earlier day, and says so."""

import re

import pytest

from priorities.models import DeliveryGap
from tests.pages.reading_pages import words_of

URL = "/as-at/"
EARLIER = "30 June 2011"


def bar_of(page):
    """What stands above each page of the plan that it shows."""
    bar = re.search(r'<div class="sc-as-at.*?</p>', page.content.decode(), re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", "", bar).split())


def choose(client, day=EARLIER, back="/"):
    return client.post(URL, {"day": day, "next": back})


PAGES = (
    *("/", "/flags/", "/indicators/", "/projects/", "/plans/2012-13/", "/plans/2012-13/gaps/"),
    *("/plans/2012-13/themes/domestic-abuse/", "/places/penzance/", "/search/?q=asb"),
    *("/indicators/deliberate-fires-secondary/", "/projects/idva-high/"),
)


@pytest.mark.parametrize("address", PAGES)
def test_each_page_is_shown_as_at_that_day_and_says_so(client, seeded_db, address):
    assert choose(client, back=address).url == address
    page = client.get(address)
    assert f"As at {EARLIER}, an earlier day" in bar_of(page)
    assert str(page.context["as_at"]) == "2011-06-30"


@pytest.mark.parametrize("address", PAGES)
def test_the_way_there_stands_on_each_page(client, seeded_db, address):
    assert "See an earlier day" in bar_of(client.get(address))


def test_what_counts_from_a_day_counts_from_that_one(client, world):
    gap = world.gap(world.theme())
    DeliveryGap.objects.filter(pk=gap.pk).update(due_on="2011-09-30")
    assert "Past their date" in words_of(client.get("/plans/2012-13/gaps/"))
    past = "/plans/2012-13/gaps/?due=past"
    assert "<strong>1</strong>" in client.get(past).content.decode()
    choose(client)
    assert "<strong>0</strong>" in client.get(past).content.decode()


def test_the_plans_own_day_comes_back(client, seeded_db):
    choose(client)
    client.post(URL, {"back": "yes", "next": "/flags/"})
    assert bar_of(client.get("/")).startswith("As at 30 November 2011 ·")


def test_it_is_one_persons_own_choice(client, sign_in, officer, seeded_db):
    choose(client)
    assert "As at 30 November 2011" in bar_of(sign_in(officer).get("/"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "Enter the day."),
        ("30 November 2011", "Enter a day before 30 November 2011."),
        ("2031-01-01", "Enter a day before 30 November 2011."),
        ("once", "must be a day such as"),
    ],
)
def test_a_day_that_makes_no_sense_is_told_at_the_field(client, world, day, said):
    assert said in words_of(choose(client, day))
    assert "As at 30 November 2011" in bar_of(client.get("/"))


def test_nobody_is_sent_to_another_site(client, world):
    assert choose(client, back="https://elsewhere.example/").url == "/"


def test_whoever_may_not_read_the_plan_may_not_choose(sign_in, stranger, world):
    assert choose(sign_in(stranger)).status_code == 403


def test_what_an_officer_acts_on_stays_as_it_stands(sign_in, officer, world):
    client = sign_in(officer)
    choose(client)
    page = client.get("/plans/2012-13/gaps/proposed/")
    assert page.status_code == 200
    assert bar_of(page).startswith("As at 30 November 2011 ·")
