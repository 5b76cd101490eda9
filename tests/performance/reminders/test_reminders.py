"""Reminders as people get them: who is written to, what it says, and what happens when a mail server fails."""

import re
import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.people import give_role
from core.periods import Period
from performance.models import Figure, Indicator, Reminder, Target
from performance.reminders import actions
from performance.reminders.missing_figures import post_on
from priorities.models import Plan
from safercornwall.pages.reminders.letter import message_of
from tests.world import KNOWN

Q1 = Period.quarter(2011, 1)
DUE = date(2011, 7, 30)


def after(days):
    """Eight in the morning in Cornwall."""
    return datetime(2011, 7, 30, 7, tzinfo=UTC) + timedelta(days)


@pytest.fixture
def owner(person):
    return person("owen", "analyst")


@pytest.fixture
def stand_in(person):
    return person("stella", "analyst")


@pytest.fixture
def indicator(world, owner, stand_in):
    """Its figure for Q1 2011/12 is due on 30 July 2011, and is not in."""
    return world.indicator(
        world.theme(), name="Burglary", reporting_lag_days=30, owner=owner, stand_in=stand_in,
        live_from=Q1.start,
    )  # fmt: skip


def letter_on(today):
    return partial(message_of, today=today)


def run(*arguments, days=None):
    """What the command says, on standard output and on standard error."""
    out, err = StringIO(), StringIO()
    if days is None:
        call_command("send_reminders", *arguments, stdout=out, stderr=err)
    else:
        with time_machine.travel(after(days), tick=False):
            call_command("send_reminders", *arguments, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def written_to():
    people = sorted(to for message in mail.outbox for to in message.to)
    mail.outbox.clear()
    return [address.partition("@")[0] for address in people]


# Who, and when


def test_a_scheduler_that_runs_every_day_writes_on_the_days_that_are_promised(indicator):
    days = {}
    for day in range(-20, 61):
        run(days=day)
        if people := written_to():
            days[day] = people
    both = ["owen", "stella"]
    assert days == {
        -14: ["owen"], -3: ["owen"], 2: ["owen"], 7: both, 30: both,
        # The figure of the next quarter, due on 30 October, is looked for by then.
    }  # fmt: skip
    assert Reminder.objects.filter(indicator=indicator, sent_to=indicator.owner).count() == 5


def test_running_it_again_sends_nothing_again(indicator):
    assert "1 e-mail sent on 16 July 2011." in run(days=-14)
    assert "0 e-mails sent" in run(days=-14)
    assert "0 e-mails sent" in run(days=-13)
    assert written_to() == ["owen"]
    assert Reminder.objects.count() == 1


@pytest.mark.parametrize("state", ["reported", "provisional", "suppressed", "not_applicable"])
def test_a_figure_that_is_in_is_never_asked_for(indicator, world, state):
    figure = world.figure(indicator, Q1, 77)
    without = {"value": None, "reason": "Not collected"} if state[0] in "sn" else {}
    Figure.objects.filter(pk=figure.pk).update(state=state, **without)
    assert "0 e-mails sent" in run(days=8)
    assert written_to() == []


def test_a_figure_that_was_taken_back_is_asked_for_again(indicator, world):
    figure = world.figure(indicator, Q1, 77)
    Figure.objects.filter(pk=figure.pk).update(known_to=KNOWN + timedelta(1))
    run(days=3)
    assert written_to() == ["owen"]


def test_a_figure_for_another_area_is_not_the_indicators_own(indicator, world):
    figure = world.figure(indicator, Q1, 77)
    Figure.objects.filter(pk=figure.pk).update(area=world.area("Bodmin"))
    run(days=3)
    assert written_to() == ["owen"]


@pytest.mark.parametrize("gone", ["inactive", "no address", "blank address", "no role"])
def test_whoever_stands_in_is_asked_at_once_where_the_owner_cannot_be(indicator, owner, gone):
    match gone:
        case "inactive":
            owner.is_active = False
        case "no address":
            owner.email = ""
        case "blank address":
            owner.email = "  "
        case "no role":
            give_role(owner, "board")
    owner.save()
    run(days=-14)
    assert mail.outbox[0].to == ["stella@example.org"]
    assert "You stand in for Owen, who cannot be asked." in mail.outbox[0].body


def test_nobody_to_remind_is_said_and_is_no_failure(indicator):
    Indicator.objects.update(owner=None, stand_in=None)
    said = run(days=7)
    assert "Nobody to remind: Burglary, Q1 2011/12: was due on 30 July 2011, 7 days ago" in said
    assert "0 e-mails sent" in said


def test_somebody_who_had_an_e_mail_lately_waits_and_is_not_forgotten(indicator, world, owner):
    run(days=-14)
    world.indicator(
        world.theme(), name="Arson", reporting_lag_days=30, owner=owner, live_from=Q1.start
    )
    said = run(days=-12)
    assert "Had an e-mail within five days, and waits: Owen <owen@example.org>\n  Arson" in said
    assert written_to() == ["owen"]
    run(days=-9)
    assert [message.subject for message in mail.outbox] == [
        "Figure due on 30 July 2011: Arson, Q1 2011/12"
    ]


@pytest.mark.parametrize("lag", [None, 300])
def test_what_has_no_day_or_is_due_much_later_is_not_asked_for(indicator, lag):
    Indicator.objects.update(reporting_lag_days=lag)
    said = run(days=7)
    assert (written_to(), "Nobody" in said) == ([], False)


def test_an_old_plan_that_is_loaded_today_asks_for_nothing(indicator):
    said = run("--on", "2026-11-22", "--dry-run")
    assert "Q1 2011/12" not in said


def test_a_retired_indicator_is_not_asked_for(indicator):
    Indicator.objects.update(retired_on=date(2011, 7, 20))
    run(days=-3)
    assert written_to() == []


def test_of_a_draft_nobody_learns_by_e_mail(indicator):
    Plan.objects.update(stage=Plan.Stage.DRAFT)
    assert "Burglary" not in run(days=3)
    assert written_to() == []


@pytest.mark.parametrize(
    ("frequency", "days", "period"),
    [
        ("month", -14, "June 2011"),
        ("quarter", -14, "Q1 2011/12"),
        ("rolling_year", -14, "12 months to June 2011"),
    ],
)
def test_each_frequency_asks_for_its_own_period(indicator, frequency, days, period):
    Indicator.objects.update(frequency=frequency, live_from=date(2010, 1, 1))
    run(days=days)
    assert f"Burglary, {period}" in mail.outbox[0].subject + mail.outbox[0].body.replace("\n ", ",")


def test_nobody_is_reminded_of_what_no_round_looks_for(indicator, world):
    """With no first day of its own it is looked for from its first target."""
    Indicator.objects.update(live_from=None)
    next_year = Period.financial_year(2012)
    Target.objects.create(
        indicator=indicator, area=indicator.area, form="at_least", value=80,
        period_start=next_year.start, period_end=next_year.end,
    )  # fmt: skip
    assert post_on(after(1).date()).letters == ()
    Target.objects.update(period_start=Q1.start)
    (letter,) = post_on(after(1).date()).letters
    assert [row.missing.period for row in letter.reminders] == [Q1]


def test_many_figures_take_no_more_queries_than_few(indicator, world, owner):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            post_on(after(7).date())
        return len(captured)

    few = queries()
    for number in range(20):
        world.indicator(
            world.theme(), name=f"Other {number}", reporting_lag_days=30 + number % 3, owner=owner,
            stand_in=owner, live_from=Q1.start,
        )  # fmt: skip
    assert queries() == few <= 7


# What it says


def test_an_e_mail_says_which_figure_when_why_and_how(indicator):
    run(days=7)
    to_owner, to_stand_in = sorted(mail.outbox, key=lambda message: message.to)
    assert to_owner.subject == "Figure was due on 30 July 2011: Burglary, Q1 2011/12"
    assert to_owner.from_email == "Safer Cornwall planner <planner@planner.example>"
    assert to_owner.body.startswith("Hello Owen,\n\nOne figure is looked for, and it is late.\n")
    assert "Q1 2011/12: was due on 30 July 2011, 7 days ago." in to_owner.body
    assert "You are its owner." in to_owner.body
    assert "You stand in for Owen, who is asked too." in to_stand_in.body
    assert to_owner.message()["Auto-Submitted"] == "auto-generated"


def test_every_address_in_an_e_mail_leads_somewhere(indicator, sign_in, owner):
    run(days=7)
    addresses = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert len(addresses) == 5
    client = sign_in(owner)
    for address in addresses:
        assert address.startswith("https://planner.example/")
        response = client.get(address.removeprefix("https://planner.example"))
        assert response.status_code == 200, address


def test_one_e_mail_gathers_all_that_a_person_owes(indicator, world, owner):
    for name, lag in (("Arson", 30), ("Theft", 36), ("Fraud", 33)):
        world.indicator(
            world.theme(), name=name, reporting_lag_days=lag, owner=owner, live_from=Q1.start
        )
    run(days=1)
    assert written_to() == ["owen"]
    with time_machine.travel(after(1)):
        letter = post_on(DUE).letters
    assert letter == ()
    assert set(Reminder.objects.values_list("indicator__name", "days")) == {
        ("Burglary", 1), ("Arson", 1), ("Theft", -14), ("Fraud", -3),
    }  # fmt: skip


def test_a_name_can_neither_write_headers_nor_break_the_lines(indicator, owner):
    evil = "Burglary\r\nBcc: everybody@example.org\r\n\r\nSend money & <b>now</b>\u202e"
    Indicator.objects.update(name=evil)
    type(owner).objects.filter(pk=owner.pk).update(first_name="Owen\nBcc: x@example.org")
    run(days=-14)
    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)
    assert parsed["Bcc"] is None
    assert parsed["To"] == "owen@example.org"
    assert "\n" not in mail.outbox[0].subject
    assert "\nBcc" not in mail.outbox[0].body
    assert "Burglary Bcc: everybody@example.org Send money & <b>now</b>\n" in mail.outbox[0].body
    assert "\u202e" not in mail.outbox[0].body + mail.outbox[0].subject


def test_a_long_name_is_cut_in_the_subject_and_whole_in_the_text(indicator):
    name = "Repeat incidents " * 14
    Indicator.objects.update(name=name.strip())
    run(days=-14)
    assert len(mail.outbox[0].subject) < 160
    assert "…" in mail.outbox[0].subject
    assert name.strip() in mail.outbox[0].body


def test_no_value_of_a_figure_is_sent(indicator, world):
    world.figure(indicator, Period.quarter(2010, 4), "71.37")
    run(days=7)
    assert mail.outbox
    assert all("71" not in message.body + message.subject for message in mail.outbox)


# Trying it out


def test_a_dry_run_says_who_would_get_what_and_sends_nothing(indicator):
    said = run("--dry-run", days=7)
    assert "Would write to Owen <owen@example.org>\n  Burglary, Q1 2011/12" in said
    assert "Would write to Stella <stella@example.org>" in said
    assert "2 e-mails would be sent on 6 August 2011." in said
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_a_day_to_come_can_be_tried_and_not_sent(indicator):
    said = run("--on", "2011-07-16", "--dry-run", days=-20)
    assert "1 e-mail would be sent on 16 July 2011." in said
    with pytest.raises(CommandError, match="only be tried out"):
        run("--on", "2011-07-16", days=-20)
    assert mail.outbox == []


def test_a_day_gone_by_is_made_up_for_but_never_within_five_days_of_another(
    indicator, world, owner
):
    run("--on", "2011-07-16", days=-4)
    assert written_to() == ["owen"]
    assert Reminder.objects.get().days == -14
    run(days=-3)
    run("--on", "2011-07-27", days=-2)
    assert written_to() == []
    run(days=1)
    assert written_to() == ["owen"]


@pytest.mark.parametrize(
    "text", ["yesterday", "30/07/2011", "2011-02-30", "0001-01-01", "9999-12-31", ""]
)
def test_what_is_no_day_is_said_in_words(db, text):
    with pytest.raises(CommandError, match="is no day that can be looked at"):
        run(f"--on={text}", "--dry-run")


# What goes wrong


class HalfBroken(EmailBackend):
    """A mail server that refuses one person."""

    refused = "owen@example.org"

    def send_messages(self, messages):
        if any(self.refused in message.to for message in messages):
            raise ConnectionRefusedError("Mailbox\nunavailable")
        return super().send_messages(messages)


def test_one_address_that_fails_stops_nobody_else_and_is_tried_again(indicator, settings):
    settings.EMAIL_BACKEND = f"{__name__}.HalfBroken"
    out, err = StringIO(), StringIO()
    with (
        time_machine.travel(after(7), tick=False),
        pytest.raises(CommandError, match=r"^1 e-mail could not be sent. The next run tries again"),
    ):
        call_command("send_reminders", stdout=out, stderr=err)
    assert (
        "Could not write to Owen <owen@example.org>: ConnectionRefusedError: Mailbox unavailable"
        in err.getvalue()
    )
    assert "1 e-mail sent on 6 August 2011." in out.getvalue()
    assert written_to() == ["stella"]
    assert list(Reminder.objects.values_list("sent_to__username", flat=True)) == ["stella"]

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run(days=7)
    assert written_to() == ["owen"]


@pytest.mark.parametrize(
    "address", ["owen@example.org\nBcc: x@example.org", "owen", "@", "a" * 250]
)
def test_an_address_that_is_none_is_a_failure_and_not_a_crash(indicator, owner, address):
    type(owner).objects.filter(pk=owner.pk).update(email=address)
    with suppress(CommandError):
        run(days=7)
    assert "stella" in written_to()
    assert all("Bcc" not in message.message() for message in mail.outbox)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("EMAIL_BACKEND", actions.NO_SERVER, "No mail server is set"),
        ("PUBLIC_URL", "", "Set PUBLIC_URL"),
    ],
)
def test_without_a_mail_server_or_an_address_it_says_so_and_claims_nothing(
    indicator, settings, name, value, said
):
    setattr(settings, name, value)
    with pytest.raises(CommandError, match=said):
        run(days=7)
    assert Reminder.objects.count() == 0
    assert "Would write to Owen" in run("--dry-run", days=7)


def test_what_another_run_claimed_in_the_meantime_is_not_sent(indicator):
    with time_machine.travel(after(7), tick=False):
        post = post_on(after(7).date())
        run()
        mail.outbox.clear()
        outcomes = list(actions.send(post, today=after(7).date(), write=letter_on(after(7).date())))
    assert [(one.taken, one.sent, one.failed) for one in outcomes] == [(True, False, "")] * 2
    assert written_to() == []
    assert Reminder.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_send_each_letter_once(indicator):
    today = after(7).date()
    posts = [post_on(today) for _ in range(4)]
    start, outcomes = threading.Barrier(len(posts)), []

    def send(post):
        try:
            start.wait(10)
            outcomes.extend(actions.send(post, today=today, write=letter_on(today)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(outcomes) == 8
    assert sorted(one.letter.to.name for one in outcomes if one.sent) == ["Owen", "Stella"]
    assert written_to() == ["owen", "stella"]
    assert Reminder.objects.count() == 2
