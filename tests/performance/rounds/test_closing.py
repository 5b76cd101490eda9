"""Closing a quarter when the board has met, and opening it again."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from performance.figures.actions import remove_figure
from performance.figures.board_has_seen import board_has_seen, needs_a_reason
from performance.figures.keys import FigureKey
from performance.models import ClosedPeriod, Figure, StagedRow, Upload
from performance.rounds.actions import CannotClose, close_period, reopen_period, standing_closing
from performance.rounds.on_the_day import KnownOnTheDay, OnTheDay, on_the_day
from performance.rounds.round import read_round
from priorities.clocks import clocks_of
from safercornwall.pages.addresses import round_url
from safercornwall.pages.rounds.forms import CloseForm
from tests.pages.reading_pages import queries_of, words_of
from tests.world import KNOWN

Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
MET = datetime(2011, 12, 7, 14, 30, tzinfo=UTC)
NOW = datetime(2011, 12, 8, 9, 0, 20, tzinfo=UTC)
DAY = timedelta(days=1)
CLOSE = f"{round_url(Q2)}close/"
REOPEN = f"{round_url(Q2)}reopen/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture
def indicator(world):
    return world.indicator(world.theme(), name="Convictions", reporting_lag_days=30)


@pytest.fixture
def closed(analyst):
    return close_period(Q2, by=analyst, at=MET, note="Board of 7 December")


def figure(indicator, period=Q2, value="70", **facts):
    value = None if facts.get("state") == "suppressed" else Decimal(value)
    return Figure.objects.create(
        **{
            "indicator": indicator, "area": indicator.area, "value": value,
            "period_start": period.start, "period_end": period.end, "known_from": KNOWN,
        } | facts
    )  # fmt: skip


def correct(old, value, *, by=None, reason="", at=NOW):
    """What an upload does: it closes one revision and opens the next."""
    Figure.objects.filter(pk=old.pk).update(known_to=at)
    return figure(
        old.indicator, old.period, value, revision=old.revision + 1, known_from=at, recorded_by=by,
        reason_for_change=reason,
    )  # fmt: skip


def filled_in(response=None, **changes):
    """What the form of closing is sent with, as it was shown."""
    shown, shown_then = (
        response.context["form"][name].value() if response else ""
        for name in ("shown_missing", "shown_known")
    )
    facts = {
        "met_on_day": "7", "met_on_month": "12", "met_on_year": "2011", "met_at": "14:30",
        "note": "Board of 7 December", "shown_missing": shown, "shown_known": shown_then, "confirm": "on",
    } | changes  # fmt: skip
    return {name: value for name, value in facts.items() if value is not None}


def close(client, **changes):
    return client.post(CLOSE, filled_in(client.get(CLOSE), **changes))


def problems_of(response):
    assert response.status_code == 200
    assert b"<title>Error: " in response.content
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


# The verbs


def test_closing_is_kept_with_who_and_when(analyst, closed):
    assert (closed.period, closed.closed_at, closed.closed_by) == (Q2, MET, analyst)
    assert closed.note == "Board of 7 December"
    assert standing_closing(Q2) == closed
    assert standing_closing(Q1) is None


@pytest.mark.parametrize(
    ("period", "at", "why"),
    [
        (Q2, NOW + timedelta(seconds=1), "not before"),
        (Q2, datetime(2011, 9, 30, 12, tzinfo=UTC), "over after 30 September 2011"),
        # Half past eleven at night in summer time, by the clock on the wall: the quarter's last day still runs.
        (Q2, datetime(2011, 9, 30, 22, 30, tzinfo=UTC), "over after 30 September 2011"),
        (Period.quarter(2011, 3), NOW, "over after 31 December 2011"),
    ],
)
def test_a_period_is_not_closed_before_it_is_over_and_the_board_has_met(analyst, period, at, why):
    with pytest.raises(CannotClose, match=why):
        close_period(period, by=analyst, at=at)
    assert not ClosedPeriod.objects.exists()


def test_a_period_is_closed_from_the_day_after_its_end(analyst):
    assert close_period(Q2, by=analyst, at=datetime(2011, 9, 30, 23, tzinfo=UTC))


def test_a_period_that_is_closed_is_not_closed_again(closed, administrator):
    with pytest.raises(CannotClose, match="closed already, by Aled, as at the meeting of 7 Dec"):
        close_period(Q2, by=administrator, at=NOW)
    assert ClosedPeriod.objects.count() == 1
    assert close_period(Q1, by=administrator, at=NOW)


def test_opening_again_keeps_the_closing_and_says_why(closed, administrator):
    reopen_period(closed, by=administrator, reason="The wrong quarter.")
    (row,) = ClosedPeriod.objects.all()
    assert (row.reopened_by, row.reopened_at) == (administrator, NOW)
    assert row.reopen_reason == "The wrong quarter."
    assert row.closed_by == closed.closed_by
    assert standing_closing(Q2) is None


def test_of_two_who_open_it_again_the_second_is_told(closed, administrator, analyst):
    stale = ClosedPeriod.objects.get()
    reopen_period(closed, by=administrator, reason="The wrong quarter.")
    with pytest.raises(CannotClose, match="opened again by Ada on 8 December 2011 already"):
        reopen_period(stale, by=analyst, reason="Mine.")
    assert ClosedPeriod.objects.get().reopen_reason == "The wrong quarter."


def test_a_period_that_was_opened_again_can_be_closed_again(closed, analyst):
    reopen_period(closed, by=analyst, reason="The wrong day.")
    again = close_period(Q2, by=analyst, at=NOW)
    assert standing_closing(Q2) == again
    assert ClosedPeriod.objects.count() == 2


# What is then asked of a correction


@pytest.mark.parametrize(
    ("period", "asked"),
    [
        (Q2, True),
        (Period.month(2011, 7), True),
        (Period.month(2011, 9), True),
        (Period.rolling_year(2011, 8), True),
        (Period.month(2011, 6), False),
        (Period.month(2011, 10), False),
        (Q1, False),
        (Period.financial_year(2011), False),
    ],
)
def test_a_figure_of_a_closed_quarter_is_changed_with_a_reason(
    indicator, analyst, closed, period, asked
):
    old = figure(indicator, period)
    upload = Upload.objects.create(
        file_name="x.csv", size=1, sha256="0", uploaded_by=analyst, stage="checked", kind="figures"
    )
    row = StagedRow.objects.create(
        upload=upload, row=2, cell="D2", subject=indicator.pk, area=indicator.area_id,
        period_start=period.start, period_end=period.end, verdict="changed", base=old.pk,
    )  # fmt: skip
    assert needs_a_reason(upload) is asked
    assert board_has_seen(indicator, indicator.area, period) is asked
    StagedRow.objects.filter(pk=row.pk).update(verdict="new", base=None)
    assert needs_a_reason(upload) is False
    StagedRow.objects.filter(pk=row.pk).update(verdict="changed", base=old.pk)
    reopen_period(closed, by=analyst, reason="The wrong day.")
    assert needs_a_reason(upload) is False


# The page of closing


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("board", 403), ("stranger", 403), ("analyst", 200), ("administrator", 200)],
)
def test_only_those_who_may_close_a_quarter(who, status, request, sign_in, indicator):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(CLOSE).status_code == status
    if status == 403:
        assert client.post(CLOSE, filled_in()).status_code == 403
        assert client.post(REOPEN, {"reason": "x"}).status_code == 403
        assert not ClosedPeriod.objects.exists()


@pytest.mark.parametrize(("who", "led"), [("officer", False), ("board", False), ("analyst", True)])
def test_only_those_are_led_there(who, led, request, sign_in, indicator, closed):
    client = sign_in(request.getfixturevalue(who))
    assert (CLOSE.replace("q2", "q1") in client.get(round_url(Q1)).content.decode()) is led
    assert (REOPEN in client.get(round_url(Q2)).content.decode()) is led
    assert CLOSE not in client.get(round_url(Q2)).content.decode()


def test_other_ways_of_asking_are_refused(client, indicator):
    for address in (CLOSE, REOPEN):
        assert client.put(address).status_code == 405
        assert client.delete(address).status_code == 405


def test_it_says_first_what_closing_means_and_what_is_missing(client, world, indicator):
    figure(
        world.indicator(world.theme(), name="Half known", live_from=Q2.start), state="provisional"
    )
    world.indicator(world.theme(), name="Dayless", live_from=Q2.start)
    figure(world.indicator(world.theme(), name="Known"))
    indicator.live_from = Q2.start
    indicator.save()
    response = client.get(CLOSE)
    words = words_of(response)
    assert "A later correction is still possible, and needs a reason." in words
    assert "1 late, 1 provisional and 1 with no day set: close Q2 2011/12 all the same" in words
    assert [row.indicator.name for row in response.context["rows"]] == [
        "Convictions", "Half known", "Dayless",
    ]  # fmt: skip
    assert not ClosedPeriod.objects.exists(), "looking closes nothing"


def test_when_all_is_in_nothing_need_be_ticked(client, indicator):
    figure(indicator)
    figure(indicator, Period.month(2011, 8), state="suppressed")
    assert "Every figure that was looked for is in" in words_of(client.get(CLOSE))
    assert "confirm" not in client.get(CLOSE).context["form"].fields
    close(client, confirm=None)
    assert standing_closing(Q2)


def test_a_quarter_is_closed_as_at_the_meeting(client, analyst, indicator):
    figure(indicator)
    response = close(client)
    assert response.status_code == 302
    assert response["Location"] == round_url(Q2)
    closing = standing_closing(Q2)
    assert closing.closed_by == analyst
    assert closing.note == "Board of 7 December"
    # To the minute: what was known in that minute was known.
    assert MET < closing.closed_at < MET + timedelta(minutes=1)
    words = words_of(client.get(round_url(Q2)))
    assert "Q2 2011/12 is closed." in words
    assert "Closed as at the meeting of 7 December 2011, 14:30, by Aled" in words
    assert "7 December 2011" in words_of(client.get(reverse("rounds:list")))


def test_now_is_offered_and_may_be_left_as_it_is(client, indicator):
    figure(indicator)
    form = client.get(CLOSE).context["form"]
    local = timezone.localtime(NOW)
    assert form["met_on"].value() == local.date()
    assert "09:00" in client.get(CLOSE).content.decode()
    close(client, met_on_day="8", met_at="09:00")
    assert standing_closing(Q2).closed_at == NOW


@pytest.mark.parametrize("time", ["14:30", "14.30", "2:30pm", "2.30 pm"])
def test_the_time_is_read_as_people_write_it(time):
    form = CloseForm(
        filled_in(met_at=time), period=Q2, missing="", now=NOW, known_at=lambda at: OnTheDay(at, [])
    )
    assert form.is_valid(), form.errors
    assert timezone.localtime(form.closed_at).strftime("%H:%M") == "14:30"


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"met_on_day": "9"}, "met_on", "still to come"),
        ({"met_on_day": "8", "met_at": "09:01"}, "met_at", "still to come"),
        ({"met_on_year": "2999"}, "met_on", "still to come"),
        ({"met_on_year": "9999", "met_on_day": "31"}, "met_on", "still to come"),
        ({"met_on_day": "30", "met_on_month": "9"}, "met_on", "over after 30 September 2011"),
        ({"met_on_year": "1"}, "met_on", "over after"),
        ({"met_on_day": "31", "met_on_month": "11"}, "met_on", "in the calendar"),
        ({"met_on_day": "x"}, "met_on", "in the calendar"),
        ({"met_on_day": "", "met_on_month": "", "met_on_year": ""}, "met_on", "Enter the day"),
        ({"met_on_year": "99999999999999999999"}, "met_on", "in the calendar"),
        ({"met_at": ""}, "met_at", "Enter the time"),
        ({"met_at": "25:00"}, "met_at", "such as 14:30"),
        ({"met_at": "noon\x00"}, "met_at", ""),
        ({"note": "x" * 2001}, "note", "at most 2,000"),
        ({"note": "x\x00"}, "note", "Null characters"),
        ({"confirm": None}, "confirm", "Tick the box"),
    ],
)
def test_what_is_filled_in_wrongly_is_said_at_its_field(client, indicator, changes, field, why):
    indicator.live_from = Q2.start
    indicator.save()
    problems = problems_of(close(client, **changes))
    assert list(problems) == [field]
    assert why in problems[field][0]
    assert not ClosedPeriod.objects.exists()


def test_whoever_ticked_the_box_is_asked_again_when_the_figures_have_changed(
    client, world, indicator
):
    indicator.live_from = Q2.start
    indicator.save()
    shown = client.get(CLOSE)
    world.indicator(world.theme(), live_from=Q2.start)
    response = client.post(CLOSE, filled_in(shown))
    (why,) = problems_of(response)["confirm"]
    assert "now 1 late and 1 with no day set" in why
    assert not ClosedPeriod.objects.exists()
    assert response.context["form"]["confirm"].value() is False
    assert client.post(CLOSE, filled_in(response)).status_code == 302
    assert standing_closing(Q2)


# A meeting before the figures came in

EARLY = {"met_on_day": "29", "met_on_month": "11"}


@pytest.fixture
def three(world, indicator):
    """Figures of which one was known a day before the other two."""
    theme = world.theme()
    figure(indicator, value="70", known_from=KNOWN - 2 * DAY)
    figure(world.indicator(theme, name="Arrests"), value="6")
    figure(world.indicator(theme, name="Offences"), value="7")
    return indicator


def then_of(response):
    return [
        (row.indicator.name, row.at_meeting, row.now) for row in response.context["meeting_rows"]
    ]


def test_before_a_meeting_that_came_too_early_it_is_said_what_was_in(client, three):
    response = close(client, **EARLY)

    (why,) = problems_of(response)["confirm_known"]
    assert "Figures came in after the meeting." in why
    words = words_of(response)
    assert "On 29 November 2011 at 14:30, 1 of 3 figures was in." in words
    assert "1 of 3 figures was in: close Q2 2011/12 with only these as reported" in words
    assert then_of(response) == [
        ("Arrests", "", "6%"), ("Offences", "", "7%"), ("Convictions", "70%", "70%"),
    ]  # fmt: skip
    assert not ClosedPeriod.objects.exists()

    ticked = client.post(CLOSE, filled_in(response, confirm_known="on", **EARLY), follow=True)
    assert "1 of 3 figures was in. What was in is as reported" in words_of(ticked)
    assert standing_closing(Q2).closed_at.date() == date(2011, 11, 29)


def test_closing_with_nothing_as_reported_is_meant(client, three):
    early = {"met_on_day": "1", "met_on_month": "11"}
    response = close(client, **early)

    words = words_of(response)
    assert "On 1 November 2011 at 14:30, none of 3 figures was in." in words
    assert "none of 3 figures was in: close Q2 2011/12 with nothing as reported" in words
    assert not ClosedPeriod.objects.exists()
    assert client.post(CLOSE, filled_in(response, **early)).status_code == 200, "not ticked"
    assert client.post(CLOSE, filled_in(response, confirm_known="on", **early)).status_code == 302


def test_a_box_ticked_for_one_day_does_not_hold_for_another(client, three):
    shown = close(client, **EARLY)
    other = {"met_on_day": "1", "met_on_month": "11"}

    response = client.post(CLOSE, filled_in(shown, confirm_known="on", **other))

    assert list(problems_of(response)) == ["confirm_known"]
    assert response.context["form"]["confirm_known"].value() is False
    assert not ClosedPeriod.objects.exists()


@pytest.mark.parametrize("seen", ["", "x" * 301, "x\x00", None])
def test_a_box_that_was_never_shown_is_not_ticked(client, three, seen):
    response = close(client, confirm_known="on", shown_known=seen, **EARLY)
    assert "confirm_known" in problems_of(response)


def test_nothing_is_asked_where_all_was_in_at_the_meeting(client, three):
    assert "confirm_known" not in words_of(client.get(CLOSE))
    assert 'type="checkbox"' not in client.get(CLOSE).content.decode()
    assert close(client).status_code == 302


def test_a_figure_that_was_corrected_since_was_in(client, three):
    correct(Figure.objects.get(indicator=three), "71")
    assert close(client).status_code == 302
    assert ClosedPeriod.objects.exists()


def test_a_figure_that_never_came_is_not_one_that_came_later(client, world, three):
    world.indicator(world.theme(), live_from=Q2.start)
    assert close(client).status_code == 302
    assert ClosedPeriod.objects.exists()


def test_a_figure_that_was_removed_before_the_meeting_was_not_in(client, world, three, analyst):
    old = Figure.objects.get(indicator=three)
    with time_machine.travel(MET - DAY, tick=False):
        remove_figure(
            FigureKey(three, three.area, Q2), based_on=old.pk, by=analyst, reason="Not ours"
        )
    figure(three, value="72", revision=9, known_from=NOW)

    day = {"met_on_day": "6", "met_at": "14:29"}
    assert close(client, **day).status_code == 302, "it was still in"
    reopen_period(standing_closing(Q2), by=analyst, reason="Again")
    assert then_of(close(client))[0] == ("Convictions", "", "72%")


def test_the_trace_of_a_removal_is_no_figure(world, three, analyst):
    old = Figure.objects.get(indicator=three)
    with time_machine.travel(MET, tick=False):
        remove_figure(
            FigureKey(three, three.area, Q2), based_on=old.pk, by=analyst, reason="Not ours"
        )
    found = read_round(world.plan, Q2, clocks_of(world.plan))
    at = {moment: on_the_day(found, world.plan, moment).number_in for moment in (MET - DAY, MET)}
    assert at == {MET - DAY: 3, MET: 2}, "its trace opens and closes at that very moment"


def test_looking_back_asks_once_however_many_figures(world, three):
    found = read_round(world.plan, Q2, clocks_of(world.plan))
    with CaptureQueriesContext(connection) as asked:
        on_the_day(found, world.plan, MET)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ([False], "the only figure was not in"),
        ([True], "the only figure was in"),
        ([False, False], "none of 2 figures was in"),
        ([True, False], "1 of 2 figures was in"),
        ([True, True, False], "2 of 3 figures were in"),
        ([], "no figure was looked for"),
    ],
)
def test_how_many_were_in_reads_well(then, words):
    known = [KnownOnTheDay(None, Figure() if was_in else None) for was_in in then]
    assert OnTheDay(MET, known).words == f"On 7 December 2011 at 14:30, {words}"


def test_a_quarter_that_is_not_over_cannot_be_closed(client, indicator):
    later = round_url(Period.quarter(2011, 3))
    assert f"{later}close/" not in client.get(later).content.decode()
    for response in (client.get(f"{later}close/", follow=True),
                     client.post(f"{later}close/", filled_in(), follow=True)):  # fmt: skip
        assert "Q3 2011/12 is over after 31 December 2011" in words_of(response)
    assert not ClosedPeriod.objects.exists()


def test_the_second_who_closes_is_told_who_was_first(client, closed, indicator):
    for response in (client.get(CLOSE, follow=True), client.post(CLOSE, filled_in(), follow=True)):
        assert "closed already, by Aled, as at the meeting of 7 December 2011" in words_of(response)
    assert ClosedPeriod.objects.count() == 1


def test_the_second_is_told_too_who_is_overtaken_at_the_last_moment(
    client, indicator, administrator, monkeypatch
):
    """Somebody else closes it between the look and the deed."""
    figure(indicator)

    def overtaken(quarter, now):
        ClosedPeriod.objects.create(
            period_start=Q2.start, period_end=Q2.end, closed_at=MET, closed_by=administrator
        )
        return ""

    monkeypatch.setattr("safercornwall.pages.rounds.close._cannot_close", overtaken)
    response = client.post(CLOSE, filled_in())
    assert response.status_code == 302
    assert "closed already, by Ada" in words_of(client.get(round_url(Q2)))
    assert ClosedPeriod.objects.count() == 1


# The page of opening again


def test_a_quarter_is_opened_again_with_a_reason(client, analyst, indicator, closed):
    assert "closed as at the meeting of 7 December 2011, 14:30, by Aled" in words_of(
        client.get(REOPEN)
    )
    assert standing_closing(Q2), "looking opens nothing"
    response = client.post(REOPEN, {"reason": " The wrong quarter. "}, follow=True)
    words = words_of(response)
    assert "Q2 2011/12 is open again." in words
    assert "8 December 2011, 09:00 by Aled The wrong quarter." in words
    assert "Board of 7 December" in words, "the closing stays on the page"
    assert standing_closing(Q2) is None


def test_an_old_tab_does_not_open_what_was_closed_again_since(
    client, closed, administrator, analyst
):
    reopen_period(closed, by=administrator, reason="The wrong quarter.")
    again = close_period(Q2, by=administrator, at=NOW)
    answer = client.post(REOPEN, {"reason": "The wrong day.", "seen": str(closed.pk)})
    assert "was opened and closed again since you looked" in words_of(answer)
    assert "The wrong day." in answer.content.decode()
    assert standing_closing(Q2) == again


def test_a_form_that_does_not_say_which_closing_opens_nothing(client, closed):
    client.post(REOPEN, {"reason": "The wrong day.", "seen": ""})
    assert standing_closing(Q2) == closed


@pytest.mark.parametrize(
    ("reason", "why"),
    [("", "Enter the reason"), ("  \n", "Enter the reason"), ("x" * 2001, "at most 2,000")],
)
def test_it_is_not_opened_again_without_one(client, closed, reason, why):
    (problem,) = problems_of(client.post(REOPEN, {"reason": reason}))["reason"]
    assert why in problem
    assert standing_closing(Q2) == closed


def test_what_is_not_closed_is_not_opened(client, indicator):
    for response in (
        client.get(REOPEN, follow=True),
        client.post(REOPEN, {"reason": "x"}, follow=True),
    ):
        assert "Q2 2011/12 is not closed." in words_of(response)


# What a closed quarter shows


def rows_in(client, period=Q2):
    response = client.get(round_url(period))
    return {row.indicator.name: row for row in response.context["rows"]}


def test_a_corrected_figure_is_shown_as_reported_and_as_it_is_now(
    client, analyst, indicator, closed
):
    correct(figure(indicator), "72.5", by=analyst, reason="Two came late.")
    words = words_of(client.get(round_url(Q2)))
    assert "As reported: 70% Now: 72.5%, since 8 December 2011, by Aled: Two came late." in words
    assert "1 figure has changed" in words


def test_what_is_as_it_was_reported_is_shown_once(client, indicator, closed):
    figure(indicator)
    words = words_of(client.get(round_url(Q2)))
    assert "As reported" not in words
    assert "Reported 70%" in words
    assert "1 figure has" not in words


def test_corrections_before_the_meeting_are_what_was_reported(client, analyst, indicator, closed):
    correct(figure(indicator), "72", by=analyst, at=MET - DAY)
    assert rows_in(client)["Convictions"].change is None
    assert rows_in(client)["Convictions"].value == "72%"


def test_a_figure_that_came_late_was_not_reported(client, analyst, indicator, closed):
    figure(indicator, known_from=NOW, recorded_by=analyst)
    change = rows_in(client)["Convictions"].change
    assert (change.reported, change.latest, change.by) == ("Not in yet", "70%", "Aled")


def test_a_figure_that_was_removed_says_who_and_why(client, analyst, indicator, closed):
    indicator.live_from = Q2.start
    indicator.save()
    old = figure(indicator)
    asked = FigureKey(indicator, indicator.area, Q2)
    remove_figure(asked, based_on=old.pk, by=analyst, reason="Counted in Q3 instead.")
    row = rows_in(client)["Convictions"]
    assert row.state == "late"
    change = row.change
    assert (change.reported, change.latest, change.by) == ("70%", "Removed", "Aled")
    assert change.reason == "Counted in Q3 instead."


def test_what_an_undo_brought_back_is_the_undoers_deed(
    client, analyst, administrator, indicator, closed
):
    """The revision that comes back still names whoever recorded it first."""
    correct(figure(indicator, recorded_by=analyst), "75", by=analyst, reason="Taken back.")
    Upload.objects.create(
        file_name="Q2.xlsx", size=1, sha256="0", uploaded_by=analyst, kind="figures", stage="undone",
        applied_by=analyst, applied_at=MET + DAY / 2, undone_by=administrator, undone_at=NOW,
        undo_reason="The wrong file.",
    )  # fmt: skip
    change = rows_in(client)["Convictions"].change
    assert (change.by, change.reason) == ("Ada", "The wrong file.")


def test_a_changed_state_is_a_change_too(client, analyst, indicator, closed):
    correct(figure(indicator, state="provisional"), "70", by=analyst)
    change = rows_in(client)["Convictions"].change
    assert (change.reported, change.latest) == ("70%, provisional", "70%")


def test_the_months_of_a_closed_quarter_are_as_reported_too(client, analyst, world, closed):
    month = Period.month(2011, 8)
    monthly = world.indicator(world.theme(), name="Monthly", frequency="month")
    correct(figure(monthly, month), "71", by=analyst)
    response = client.get(round_url(Q2))
    changes = {row.period: row.change and row.change.latest for row in response.context["rows"]}
    assert changes == {month: "71%", Period.month(2011, 9): None}


def test_a_quarter_that_was_opened_again_shows_what_is_known_now(
    client, analyst, indicator, closed
):
    correct(figure(indicator), "72", by=analyst)
    reopen_period(closed, by=analyst, reason="The wrong day.")
    assert rows_in(client)["Convictions"].change is None
    assert rows_in(client)["Convictions"].value == "72%"


def test_queries_of_a_closed_quarter_do_not_grow(client, world, analyst, closed):
    def add(count):
        for _ in range(count):
            indicator = world.indicator(world.theme())
            correct(figure(indicator), "71", by=analyst)

    add(2)
    few = [queries_of(client, address) for address in (round_url(Q2), REOPEN)]
    add(30)
    assert [queries_of(client, address) for address in (round_url(Q2), REOPEN)] == few
    assert max(few) <= 20


def test_queries_of_closing_do_not_grow(client, world):
    def add(count):
        for _ in range(count):
            world.indicator(world.theme(), live_from=date(2011, 1, 1))

    add(2)
    few = queries_of(client, CLOSE)
    add(30)
    assert queries_of(client, CLOSE) == few <= 20
