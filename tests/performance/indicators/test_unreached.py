"""People who owe figures and have no e-mail address are named to an administrator, where the figures are looked for."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.people import give_role
from performance.models import Indicator
from priorities.models import Plan, Theme
from tests.pages.reading_pages import queries_of, words_of

PAGES = ["/rounds/", "/rounds/2011-12-q1/"]
ONE = "1 person who owes figures has no e-mail address"


@pytest.fixture
def silent(person):
    """Somebody without an address, who may record figures."""
    one = person("sid", "analyst")
    User.objects.filter(pk=one.pk).update(email=" ")
    return one


@pytest.fixture
def indicator(world, silent):
    return world.indicator(world.theme(), name="Burglary rate", reporting_lag_days=30, owner=silent)


@pytest.fixture
def client(sign_in, administrator):
    return sign_in(administrator)


def read(client, page=PAGES[0]):
    return words_of(client.get(page))


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_reads_who_and_is_led_to_the_arrangements(client, indicator, page):
    words = read(client, page)
    assert ONE in words
    assert "Sid: Burglary rate" in words
    assert f'href="/indicators/{indicator.slug}/reporting/"' in client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_does(board, officer, analyst, sign_in, indicator, page):
    assert not any("no e-mail" in read(sign_in(one), page) for one in (board, officer, analyst))


def test_whoever_stands_in_counts_too_and_each_once(client, indicator, world, person, silent):
    world.indicator(world.theme(), name="Arson", reporting_lag_days=30, stand_in=silent)
    other = person("una", "analyst")
    User.objects.filter(pk=other.pk).update(email="")
    Indicator.objects.filter(pk=indicator.pk).update(stand_in=other)
    words = read(client)
    assert "2 people who owe figures have no e-mail address" in words
    assert "Sid: Burglary rate, Arson" in words
    assert "Una: Burglary rate" in words


def with_an_address(indicator, silent):
    User.objects.filter(pk=silent.pk).update(email="sid@example.org")


def closed(indicator, silent):
    User.objects.filter(pk=silent.pk).update(is_active=False)


def without_the_right(indicator, silent):
    give_role(silent, "board")


def without_a_day(indicator, silent):
    Indicator.objects.filter(pk=indicator.pk).update(reporting_lag_days=None)


def retired(indicator, silent):
    Indicator.objects.filter(pk=indicator.pk).update(retired_on=timezone.localdate())


def owned_by_nobody(indicator, silent):
    Indicator.objects.filter(pk=indicator.pk).update(owner=None)


def in_a_draft(indicator, silent):
    plan = indicator.themes.get().plan
    draft = Plan.objects.create(
        partnership=plan.partnership, title="Next year", slug="2013-14", financial_year=2013,
        stage=Plan.Stage.DRAFT,
    )  # fmt: skip
    Theme.objects.update(plan=draft)


@pytest.mark.parametrize(
    "change",
    [
        with_an_address,
        closed,
        without_the_right,
        without_a_day,
        retired,
        owned_by_nobody,
        in_a_draft,
    ],
)
def test_who_would_not_be_reminded_anyway_is_not_named(client, indicator, silent, change):
    change(indicator, silent)
    assert "no e-mail address" not in read(client)


def test_one_that_is_retired_later_still_counts(client, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(retired_on=date(2999, 1, 1))
    assert ONE in read(client)


def test_more_people_cost_no_more_queries(client, indicator, world, person):
    few = queries_of(client, PAGES[0])
    for n in range(4):
        other = person(f"other{n}", "analyst")
        User.objects.filter(pk=other.pk).update(email="")
        world.indicator(
            world.theme(), reporting_lag_days=30, owner=other, live_from=date(2900, 1, 1)
        )
    assert queries_of(client, PAGES[0]) == few
