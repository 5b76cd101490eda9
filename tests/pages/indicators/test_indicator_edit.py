"""An indicator is corrected and retired in the browser; with a reason once the board has seen a figure of it."""

from datetime import date

import pytest
from django.utils import timezone

from performance.models import ClosedPeriod, Indicator
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import words_of
from tests.world import QUARTER

PAGE = "/indicators/closures/edit/"


@pytest.fixture
def indicator(world):
    made = world.indicator(world.theme(), slug="closures", unit="closures")
    world.figure(made, QUARTER, 4)
    return made


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


def send(client, **changed):
    shown = client.get(PAGE).context["form"]
    told = {field.name: "" if field.value() is None else field.value() for field in shown}
    return client.post(PAGE, told | changed)


def now():
    return Indicator.objects.get()


@pytest.fixture
def closed(indicator, administrator):
    return ClosedPeriod.objects.create(
        period_start=QUARTER.start,
        period_end=QUARTER.end,
        closed_at=timezone.now(),
        closed_by=administrator,
    )


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_whoever_changes_indicators_is_led_there(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert PAGE in client.get(indicator.get_absolute_url()).content.decode()
    assert send(client, unit="premises").status_code == 302
    assert now().unit == "premises"


@pytest.mark.parametrize("who", ["board", "officer", "stranger"])
def test_others_may_not(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"unit": "premises"}).status_code == 403
    assert now().unit == "closures"


def test_what_was_changed_is_in_its_history(client, indicator):
    send(client, name="Premises closed", polarity="lower")
    words = words_of(client.get(PAGE))
    assert "Premises closed" in words
    assert "Lower is better" in words
    assert "Aled" in words
    assert now().polarity_is_judgement is False


def test_before_the_board_has_seen_a_figure_no_reason_is_asked_for(client, indicator):
    assert send(client, unit="premises").status_code == 302


def test_after_that_it_is(client, indicator, closed):
    assert errors_on(send(client, unit="premises")) == ["Say why it is changed"]
    assert now().unit == "closures"
    assert send(client, unit="premises", reason="It was mistyped.").status_code == 302
    assert "It was mistyped." in words_of(client.get(PAGE))


def test_it_is_retired_and_brought_back(client, indicator):
    send(client, retired_on="31 March 2011")
    assert now().retired_on == date(2011, 3, 31)
    send(client, retired_on="")
    assert now().retired_on is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "Enter the name of the indicator"),
        ({"name": "other ONE"}, "Another indicator has this name. Give it one of its own"),
        ({"unit": ""}, "Enter the unit, for example fires"),
        ({"area": "99999"}, "Choose a place from the list"),
        ({"polarity": "up"}, "Choose which way is good from the list"),
        (
            {"live_from": "1/4/2011", "retired_on": "31/3/2011"},
            "It is retired on or after the day it is live from",
        ),
        ({"decimal_places": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_a_bad_form_is_told_at_its_field_and_nothing_is_saved(
    client, indicator, world, changed, told
):
    other = world.indicator(world.theme())
    Indicator.objects.filter(pk=other.pk).update(name="Other one")
    assert told in errors_on(send(client, **changed))[0]
    indicator.refresh_from_db()
    assert indicator.version == 1


def test_of_two_people_the_second_is_told(client, indicator, sign_in, administrator):
    shown = client.get(PAGE).context["form"]
    told = {field.name: "" if field.value() is None else field.value() for field in shown}
    send(sign_in(administrator), unit="premises")
    page = client.post(PAGE, told | {"unit": "places"})
    assert page.status_code == 409
    assert "Somebody else changed this" in words_of(page)
    assert now().unit == "premises"
