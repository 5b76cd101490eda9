"""A digest by e-mail when a period is closed: what changed, once, to those who asked for it, until they stop it."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.periods import Period
from performance.digests import actions
from performance.digests.actions import Digest, claim, send_digests, waiting_digests
from performance.digests.subscriptions import is_subscribed, subscribe, token_of
from performance.models import ClosedPeriod, DigestSubscription, Figure, SentDigest
from performance.rounds.actions import close_period, reopen_period
from safercornwall.digests.letter import DigestContents, DigestWriter
from tests.mailed import link_in
from tests.pages.reading_pages import words_of
from tests.world import KNOWN

ACCOUNT = reverse("your_account:page")
ASK = reverse("your_account:ask_for_digests")
STOP = reverse("your_account:stop_digests")
Q1, Q2 = Period.quarter(2011, 1), Period.quarter(2011, 2)
# The board met on these days.
FIRST, SECOND = datetime(2012, 1, 10, 14, tzinfo=UTC), datetime(2012, 2, 10, 14, tzinfo=UTC)
CAST = ("board", "officer", "analyst", "administrator", "stranger", "nobody")


@pytest.fixture(autouse=True)
def planner_known(settings):
    settings.PUBLIC_URL = "https://planner.example"


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


@pytest.fixture
def closed(world, board, administrator):
    """The board member asked for digests; then an indicator went off track, and Q2 was closed."""
    indicator = world.indicator(world.theme(), target=80, name="Coming back")
    world.indicator(world.theme("Fires"), 90, 80, name="Quiet nights")
    close_period(Q1, by=administrator, at=FIRST)
    subscribe(board)
    figure = world.figure(indicator, Q1, 50)
    Figure.objects.filter(pk=figure.pk).update(known_from=SECOND - timedelta(days=2))
    return close_period(Q2, by=administrator, at=SECOND)


def run(**options):
    call_command("send_reminders", **options)


# Asking and stopping


def test_somebody_asks_for_digests_on_their_account_and_stops_them(client, board, world):
    assert "Send me digests" in words_of(client.get(ACCOUNT))
    client.post(ASK)
    assert is_subscribed(board)
    assert "Stop digests" in words_of(client.get(ACCOUNT))
    client.post(STOP)
    assert not is_subscribed(board)


@pytest.mark.parametrize("who", CAST)
def test_whoever_reads_the_plan_may_ask_for_digests_of_it(who, request, sign_in, client, world):
    if who == "nobody":
        client.logout()
        assert client.post(ASK).url.startswith("/accounts/sign-in/")
        assert not DigestSubscription.objects.exists()
        return
    person = request.getfixturevalue(who)
    sign_in(person).post(ASK)
    assert is_subscribed(person) == (who != "stranger")


@pytest.mark.parametrize("address", [ASK, STOP])
def test_looking_changes_nothing(address, client, board, world):
    subscribe(board)
    assert client.get(address).status_code == 405
    assert is_subscribed(board)


def test_the_link_in_a_digest_stops_it_without_signing_in(closed, board):
    run()
    link = link_in(mail.outbox[-1], "/accounts/digests/")
    nobody = Client(enforce_csrf_checks=True)
    assert "Stop it" in words_of(nobody.get(link))
    assert is_subscribed(board)
    assert "You get no more digests" in words_of(nobody.post(link))
    assert not is_subscribed(board)


def test_a_mail_program_s_own_button_stops_it_at_once(closed, board):
    run()
    headers = mail.outbox[-1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("https://planner.example")
    nobody = Client(enforce_csrf_checks=True)
    assert nobody.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not is_subscribed(board)


def test_a_link_that_is_none_of_ours_stops_nothing(closed, board, world):
    forged = token_of(board).replace(":", "x:")
    for token in (forged, f"{board.pk}", "x"):
        answer = Client().post(reverse("your_account:stop_digest", args=[token]))
        assert answer.status_code == 410
    assert is_subscribed(board)


@pytest.mark.parametrize(("days", "stops"), [(89, True), (91, False)])
def test_the_link_works_for_ninety_days_and_then_says_where_to_stop_it(
    days, stops, closed, board, monkeypatch
):
    run()
    link = link_in(mail.outbox[-1], "/accounts/digests/")
    sent = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: sent + days * 24 * 60 * 60)
    answer = Client().post(link)
    assert answer.status_code == (200 if stops else 410)
    assert is_subscribed(board) != stops
    if not stops:
        said = words_of(answer)
        assert "The link in a digest works for 90 days, and this one is older." in said
        assert "Sign in, and stop digests under “Your account”." in said


# What it says


def test_it_says_what_changed_and_leads_to_it(closed, board, client):
    run()
    (message,) = mail.outbox
    assert message.to == [board.email]
    assert message.subject == "Q2 2011/12 is closed: 1 indicator changed status"
    assert "the board met on 10 February 2012" in message.body
    assert "since 10 January 2012" in message.body
    assert (
        "Coming back: No figures yet, now Off track. Off track: 50% in Q1 2011/12" in message.body
    )
    assert "https://planner.example/indicators/" in message.body
    assert "Quiet nights" not in message.body
    assert "1 figure came in, and none were corrected." in message.body
    for line in message.body.splitlines():
        if line.rpartition(" ")[2].startswith("https://planner.example/"):
            path = line.rpartition(" ")[2].removeprefix("https://planner.example")
            assert client.get(path).status_code == 200, path


def test_it_says_the_same_in_html(closed, board):
    run()
    ((html, kind),) = mail.outbox[0].alternatives
    assert kind == "text/html"
    assert "<h2>Worse than before</h2>" in html or "<h2>Another status</h2>" in html
    assert "Off track: 50% in Q1 2011/12" in html
    assert "/accounts/digests/stop/" in html
    # Nothing is fetched when it is opened.
    assert "src=" not in html
    assert "<style" not in html


def test_a_name_with_signs_of_html_is_harmless(closed, world):
    world.plan.title = "Plan <b>&</b>"
    world.plan.save()
    run()
    assert "Plan &lt;b&gt;&amp;&lt;/b&gt;" in mail.outbox[0].alternatives[0][0]
    assert "Plan <b>&</b>" in mail.outbox[0].body


def test_a_name_with_a_line_break_writes_no_header(closed, board):
    board.first_name = "Bryher\nBcc: all@example.org"
    board.save()
    run()
    assert "Hello Bryher Bcc: all@example.org" in mail.outbox[0].body


def test_a_suppressed_number_is_not_told(closed, world):
    figure = Figure.objects.get(value=50)
    moment = figure.known_from + timedelta(hours=1)
    Figure.objects.filter(pk=figure.pk).update(known_to=moment)
    Figure.objects.create(
        indicator=figure.indicator, area=figure.area, period_start=figure.period_start,
        period_end=figure.period_end, revision=2, known_from=moment, state="suppressed", value=None,
    )  # fmt: skip
    run()
    assert "50%" not in mail.outbox[0].body


def test_where_nothing_changed_it_says_so(world, board, administrator):
    subscribe(board)
    world.plan.known_since = KNOWN
    world.plan.save()
    close_period(Q2, by=administrator, at=SECOND)
    run()
    assert "No status changed, and nothing is new, ended or past its day." in mail.outbox[0].body
    assert "no indicator changed status" in mail.outbox[0].subject


def test_what_changed_is_worked_out_once_for_all_who_are_told(closed, officer, board, monkeypatch):
    subscribe(officer)
    DigestSubscription.objects.update(after_closing=0)
    made = []
    real = DigestContents.__init__
    monkeypatch.setattr(
        DigestContents, "__init__", lambda self, *given: (made.append(given), real(self, *given))[1]
    )
    digests = [one for one in waiting_digests() if one.closing == closed]
    assert len(digests) == 2
    writer = DigestWriter()
    for digest in digests:
        writer(digest)
    assert len(made) == 1


# Once, and to whom


def test_it_comes_once_however_often_the_job_runs(closed):
    run()
    run()
    assert len(mail.outbox) == 1
    assert SentDigest.objects.get().closing == closed


def test_of_two_processes_one_sends_it(closed, board):
    digest = Digest(closed, board)
    assert claim(digest) is not None
    assert claim(digest) is None
    (outcome,) = send_digests([digest], DigestWriter())
    assert outcome.taken
    assert mail.outbox == []


def test_one_that_could_not_be_sent_is_tried_again(closed, monkeypatch):
    def refuse(self, messages):
        raise OSError("no route to the mail server")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(CommandError, match="1 digest could not be sent"):
            run()
    assert not SentDigest.objects.exists()
    run()
    assert len(mail.outbox) == 1


def test_of_what_was_closed_before_somebody_asked_nothing_is_sent(closed, officer):
    subscribe(officer)
    assert [one.person for one in waiting_digests()] == [DigestSubscription.objects.first().person]


def test_a_period_opened_again_sends_none_until_it_is_closed_again(closed, administrator):
    reopen_period(closed, by=administrator, reason="A figure was wrong")
    run()
    assert mail.outbox == []
    close_period(Q2, by=administrator, at=SECOND + timedelta(days=1))
    run()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("change", ["deactivated", "without a role", "without an address"])
def test_whoever_cannot_be_written_to_or_may_not_read_gets_none(closed, board, change):
    if change == "deactivated":
        board.is_active = False
    if change == "without an address":
        board.email = ""
    board.save()
    if change == "without a role":
        board.groups.clear()
    run()
    assert mail.outbox == []


def test_a_draft_is_told_to_nobody(closed, world):
    world.plan.stage = "draft"
    world.plan.save()
    run()
    assert mail.outbox == []


def test_who_stops_it_while_it_is_being_sent_gets_none(closed, board):
    (digest,) = waiting_digests()
    DigestSubscription.objects.all().delete()
    assert claim(digest) is None


def test_it_can_be_tried_out(closed, capsys):
    run(dry_run=True)
    assert "Would write to Bryher" in capsys.readouterr().out
    assert mail.outbox == []
    assert not SentDigest.objects.exists()


def test_without_a_mail_server_the_job_says_so(closed, settings):
    settings.EMAIL_BACKEND = actions.check_mail.__globals__["NO_SERVER"]
    with pytest.raises(CommandError, match="No mail server is set"):
        run()
    assert ClosedPeriod.objects.count() == 2
