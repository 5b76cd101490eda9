"""A break in a series is entered, changed with a reason, archived and brought back; what is compared follows at once."""

from datetime import date

import pytest
from django.urls import reverse

from core.documents.history import versions_of
from core.periods import Period
from performance.models import Indicator, SeriesBreak
from performance.standings.standing import current_standing, with_figures
from priorities.models import Plan
from tests.pages.editing.filling_in import errors_on, fill_in, send
from tests.pages.reading_pages import words_of

AS_AT = date(2011, 11, 30)
NEW = "/indicators/closures/breaks/new/"
ARCHIVED = "/indicators/closures/breaks/archived/"
RULE = {"starts_on": "1 April 2011", "what_changed": "A new counting rule."}


@pytest.fixture
def indicator(world):
    """77% in Q1 2011/12, and 70% a year before."""
    made = world.indicator(world.theme("Burglary"), value=77, target=80, slug="closures")
    world.figure(made, Period.quarter(2010, 1), 70)
    return made


@pytest.fixture
def client(analyst, sign_in, indicator):
    return sign_in(analyst)


@pytest.fixture
def cut(client):
    fill_in(client, NEW, **RULE)
    return SeriesBreak.objects.get()


@pytest.fixture
def address(cut):
    def to(page, **names):
        return reverse(f"breaks:{page}", kwargs={"slug": "closures", "pk": cut.pk} | names)

    return to


def page_of(client, indicator):
    return words_of(client.get(indicator.get_absolute_url()))


def direction_of(indicator):
    (found,) = with_figures(Indicator.objects.filter(pk=indicator.pk), AS_AT)
    return current_standing(found, AS_AT).travel.direction


def test_a_new_one_is_shown_and_nothing_is_compared_across_it(client, indicator):
    assert direction_of(indicator) == "improving"
    answer = fill_in(client, NEW, **RULE)
    assert answer.url == "/indicators/closures/#breaks"
    words = page_of(client, indicator)
    assert "The series breaks on 1 April 2011: A new counting rule." in words
    assert direction_of(indicator) == "unknown"


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_analysts_and_administrators_may(who, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert NEW in client.get(indicator.get_absolute_url()).content.decode()
    assert fill_in(client, NEW, **RULE).status_code == 302


@pytest.mark.parametrize("who", ["board", "officer"])
def test_others_read_them_and_may_not(who, request, sign_in, indicator, cut, address):
    client = sign_in(request.getfixturevalue(who))
    page = client.get(indicator.get_absolute_url())
    assert "A new counting rule." in words_of(page)
    assert NEW not in page.content.decode()
    for forbidden in (NEW, address("edit"), address("archive"), ARCHIVED):
        assert client.get(forbidden).status_code == 403
    assert client.post(address("archive")).status_code == 403
    assert client.get(address("history")).status_code == 200


def test_of_a_draft_nothing_is_known(client, address):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    for page in (NEW, address("edit"), address("history")):
        assert client.get(page).status_code == 404


def test_what_would_no_longer_be_compared_is_said_before_it_is_saved(client):
    look = {"look": "look", "save": []}
    page = send(client, client.get(NEW), **RULE, **look)
    assert (
        "Nothing is compared across 1 April 2011. 1 figure before it is not compared with the 1 from then on."
        in words_of(page)
    )
    assert not SeriesBreak.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"starts_on": ""}, ["Enter the first day"]),
        ({"what_changed": " "}, ["Enter what changed"]),
        ({"starts_on": "1 Jan 0001"}, ["First day must be from 1900 to 2199"]),
    ],
)
def test_what_is_missing_is_said(client, typed, told):
    assert errors_on(fill_in(client, NEW, **RULE | typed)) == told
    assert not SeriesBreak.objects.exists()


def test_a_second_one_on_a_day_is_refused(client, cut):
    assert errors_on(fill_in(client, NEW, **RULE)) == ["The series breaks on this day already"]


def test_a_change_asks_for_a_reason_which_its_history_shows(client, cut, address, analyst):
    page = fill_in(client, address("edit"), starts_on="1 July 2011")
    assert errors_on(page) == ["Say why its day changes"]
    send(client, page, reason="The rule came later.")
    cut.refresh_from_db()
    assert cut.starts_on == date(2011, 7, 1)
    assert fill_in(client, address("edit"), what_changed="Said better.").status_code == 302
    history = words_of(client.get(address("history")))
    assert "The rule came later." in history
    assert versions_of(cut)[0].by == analyst


def test_it_is_archived_and_brought_back(client, indicator, cut, address):
    client.post(address("archive"), {"reason": "There was none."})
    assert "The series breaks" not in page_of(client, indicator)
    assert direction_of(indicator) == "improving"
    assert "Break on 1 April 2011" in words_of(client.get(ARCHIVED))
    client.post(address("bring_back"))
    assert "The series breaks on 1 April 2011" in page_of(client, indicator)
    assert direction_of(indicator) == "unknown"
