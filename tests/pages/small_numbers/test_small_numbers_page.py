"""The page of small numbers: everybody reads the rule, and an administrator sets the threshold."""

import pytest

from performance.models import Figure, Indicator, SmallNumberThreshold
from tests.pages.reading_pages import words_of
from tests.world import QUARTER

PAGE = "/small-numbers/"


@pytest.fixture
def indicator(world):
    facts = {"number_kind": "counted", "unit": "victims", "name": "Victims"}
    return world.indicator(world.theme(), 7, **facts)


@pytest.fixture
def admin(sign_in, administrator):
    return sign_in(administrator)


def said(number=10, reason="Asked by the information officer", seen=0):
    return {"number": number, "reason": reason, "seen": seen}


def test_everybody_reads_the_rule_and_nobody_but_an_administrator_may_set_it(client, world):
    page = words_of(client.get(PAGE))
    assert "A figure that counts fewer than 5 is withheld." in page
    assert "Nobody has set one, so that 5 holds." in page
    assert "Set the threshold" not in page
    assert client.post(PAGE, said()).status_code == 403
    assert not SmallNumberThreshold.objects.exists()


def test_an_administrator_sets_the_threshold_and_figures_are_withheld_at_once(
    admin, client, indicator
):
    assert admin.post(PAGE, said()).status_code == 302
    page = words_of(client.get(PAGE))
    assert "fewer than 10" in page
    assert "Asked by the information officer" in page
    assert Figure.objects.get(period_start=QUARTER.start).value is None
    told = words_of(client.get(indicator.get_absolute_url()))
    assert "fewer than 10, or withheld so that another cannot be worked out" in told


@pytest.mark.parametrize("number", ["", "2", "101", "five"])
def test_another_number_is_asked_for_again(number, admin, world):
    answer = admin.post(PAGE, said(number))
    assert "Enter a whole number from 3 to 100" in words_of(answer)
    assert not SmallNumberThreshold.objects.exists()


def test_a_reason_is_wanted(admin, world):
    assert "Say why it is changed" in words_of(admin.post(PAGE, said(reason=" ")))


def test_what_somebody_else_set_meanwhile_is_shown_first(admin, administrator, world):
    admin.post(PAGE, said(10))
    answer = admin.post(PAGE, said(20))
    assert answer.status_code == 409
    assert "Somebody else changed it since you opened the page" in words_of(answer)
    assert [one.number for one in SmallNumberThreshold.objects.all()] == [10]
    newest = SmallNumberThreshold.objects.get()
    assert admin.post(PAGE, said(20, seen=newest.pk)).status_code == 302


def test_an_indicator_says_on_its_own_page_why_its_small_numbers_are_shown(
    admin, client, analyst, sign_in, indicator
):
    edit = f"{indicator.get_absolute_url()}edit/"
    form = sign_in(analyst).get(edit).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "" if value is None else value for name, value in values.items()}
    why = {"small_numbers_shown_because": "It counts premises.", "reason": "Asked"}
    assert sign_in(analyst).post(edit, values | why).status_code == 302
    assert Indicator.objects.get().small_numbers_shown_because == "It counts premises."
    page = words_of(client.get(PAGE))
    assert "Victims It counts premises." in page
