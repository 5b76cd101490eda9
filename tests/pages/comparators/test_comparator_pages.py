"""Comparators are entered, changed with a reason once the board has seen them, and removed; each change is a revision."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core.periods import Period
from performance.models import ClosedPeriod, Comparator, Target
from priorities.models import Plan
from tests.pages.editing.filling_in import errors_on
from tests.pages.reading_pages import words_of
from tests.world import QUARTER

NEW = "/indicators/repeats/comparators/new/"
NATIONAL = {
    "label": "national benchmark", "kind": "national", "period": "Q1 2011/12", "value": "28%",
    "value_printed": "", "source": "CAADA", "base": "",
}  # fmt: skip


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), value=17, slug="repeats", polarity="lower")


@pytest.fixture
def client(analyst, sign_in, indicator):
    return sign_in(analyst)


@pytest.fixture
def national(client):
    assert client.post(NEW, NATIONAL).status_code == 302
    return Comparator.objects.get()


def at(page, row):
    return reverse(f"comparators:{page}", args=["repeats", row.pk])


def changed(row, **facts):
    return {
        "kind": row.kind, "value": "28", "value_printed": "", "source": row.source, "reason": "",
        "base": row.pk,
    } | facts  # fmt: skip


def latest():
    return Comparator.objects.latest_revisions().get()


def close_the_quarter(administrator):
    ClosedPeriod.objects.create(
        period_start=QUARTER.start, period_end=QUARTER.end, closed_by=administrator,
        closed_at=datetime(2012, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def test_a_new_one_is_compared_at_once(client, indicator, analyst):
    answer = client.post(NEW, NATIONAL)
    assert answer.url == "/indicators/repeats/#comparators"
    made = latest()
    assert (made.value, made.period, made.recorded_by, made.revision) == (28, QUARTER, analyst, 1)
    assert "National benchmark: 28% (better)" in words_of(client.get(indicator.get_absolute_url()))


def test_how_it_will_look_is_said_and_nothing_is_saved(client):
    words = words_of(client.post(NEW, NATIONAL | {"look": "look"}))
    assert "National benchmark: 28% (better) in Q1 2011/12." in words
    other = words_of(client.post(NEW, NATIONAL | {"look": "look", "period": "2009/10"}))
    assert "There is no figure of the indicator for it to stand beside." in other
    assert not Comparator.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"label": " "}, ["Enter what it is called, such as national benchmark"]),
        ({"period": ""}, ["Enter the period, such as 2010/11"]),
        ({"kind": "other one"}, ["Choose which kind it is from the list"]),
        ({"value": ""}, ["Enter the value, or the words that stand in its place"]),
        ({"value": "2,8"}, ["Value must be a number, such as 8 or 2.5"]),
    ],
)
def test_what_is_missing_is_said(client, typed, told):
    assert errors_on(client.post(NEW, NATIONAL | typed)) == told
    assert not Comparator.objects.exists()


def test_words_may_stand_in_place_of_a_number(client, indicator):
    client.post(NEW, NATIONAL | {"value": "", "value_printed": "below average"})
    page = words_of(client.get(indicator.get_absolute_url()))
    assert "National benchmark: below average" in page


def test_one_that_is_there_already_is_changed_not_entered_again(client, national):
    assert errors_on(client.post(NEW, NATIONAL | {"value": "30"})) == [
        "There is one of this name for this period already: change that"
    ]
    assert latest().value == 28


def test_a_change_adds_a_revision_and_the_history_shows_both(client, national, analyst):
    client.post(at("edit", national), changed(national, value="30"))
    now = latest()
    assert (now.value, now.revision, Comparator.objects.count()) == (30, 2, 2)
    history = words_of(client.get(at("history", now)))
    assert history.index("National benchmark: 30%") < history.index("National benchmark: 28%")
    assert str(analyst) in history
    page = client.post(at("edit", now), changed(now, value="30"), follow=True)
    assert "is as it was: nothing was changed" in words_of(page)
    assert latest().revision == 2


def test_once_the_board_has_seen_it_a_change_asks_for_a_reason(client, national, administrator):
    close_the_quarter(administrator)
    page = client.post(at("edit", national), changed(national, value="30"))
    assert errors_on(page) == ["Say why the comparator changes"]
    assert latest().value == 28
    answer = client.post(
        at("edit", national), changed(national, value="30", reason="It was revised.")
    )
    assert answer.status_code == 302
    assert latest().reason_for_change == "It was revised."
    assert "It was revised." in words_of(client.get(at("history", latest())))


def test_the_second_of_two_people_is_told(client, national):
    client.post(at("edit", national), changed(national, value="30"))
    page = client.post(at("edit", national), changed(national, value="31"))
    assert page.status_code == 409
    assert "Somebody has changed this comparator since you looked" in words_of(page)
    assert latest().value == 30
    assert client.post(at("edit", national), changed(latest(), value="31")).status_code == 302


def test_removing_asks_for_a_reason_and_says_what_is_no_longer_compared(
    client, indicator, national, analyst
):
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="change", change_percent=-5,
        baseline_label="national benchmark", baseline_start=QUARTER.start,
        baseline_end=QUARTER.end, period_start=date(2011, 4, 1), period_end=date(2012, 3, 31),
    )  # fmt: skip
    words = words_of(client.get(at("remove", national)))
    assert "Nothing of Q1 2011/12 is compared with “national benchmark” any more." in words
    assert "The target for 2011/12 is a change on it, and is judged no more." in words
    page = client.post(at("remove", national), {"reason": "", "base": national.pk})
    assert errors_on(page) == ["Enter the reason for removing the comparator"]
    client.post(at("remove", national), {"reason": "Not comparable.", "base": national.pk})
    closed = Comparator.objects.get()
    assert (closed.closed_by, closed.reason_for_closing) == (analyst, "Not comparable.")
    assert not Comparator.objects.latest_revisions().exists()
    assert "28%" not in words_of(client.get(indicator.get_absolute_url()))
    assert "Not comparable." in words_of(client.get(at("history", national)))
    assert client.get(at("edit", national)).status_code == 302
    assert client.post(NEW, NATIONAL).status_code == 302
    assert latest().revision == 2, "it may be entered again"


@pytest.mark.parametrize("who", ["board", "officer"])
def test_others_read_them_and_may_not_change_them(who, request, sign_in, indicator, national):
    client = sign_in(request.getfixturevalue(who))
    page = client.get(indicator.get_absolute_url())
    assert "National benchmark: 28%" in words_of(page)
    assert NEW not in page.content.decode()
    for forbidden in (NEW, at("edit", national), at("remove", national)):
        assert client.get(forbidden).status_code == 403
        assert client.post(forbidden, NATIONAL).status_code == 403
    assert client.get(at("history", national)).status_code == 200


def test_of_a_draft_and_of_another_indicator_nothing_is_known(client, world, national):
    world.indicator(world.theme(), slug="other")
    for page in ("edit", "remove", "history"):
        assert (
            client.get(reverse(f"comparators:{page}", args=["other", national.pk])).status_code
            == 404
        )
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    for address in (NEW, at("edit", national), at("history", national)):
        assert client.get(address).status_code == 404


def test_the_period_stays(client, national):
    client.post(at("edit", national), changed(national, value="30", period="2009/10", label="x"))
    assert (latest().label, latest().period) == ("national benchmark", Period.quarter(2011, 1))
