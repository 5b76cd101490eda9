"""Whoever takes an upload back is told first what the board has seen of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.jobs import queue
from core.periods import Period
from performance.models import ClosedPeriod, Figure, Upload
from performance.uploads import actions
from tests.pages.reading_pages import queries_of, words_of

Q2, Q3 = Period.quarter(2011, 2), Period.quarter(2011, 3)
ROWS = (
    b"Indicator,Area,Period,Value\nConvictions,Somewhere,Q2 2011/12,71%\n"
    b"Convictions,Newtown,Q2 2011/12,72%\nConvictions,Somewhere,Q3 2011/12,73%\n"
)


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(world.theme(), name="Convictions")
    world.area("Newtown", within=world.county)
    return sign_in(analyst)


@pytest.fixture
def applied(client, analyst):
    def upload(content=ROWS, reason=""):
        file = SimpleUploadedFile("figures.csv", content)
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
        queue.work()
        found = Upload.objects.latest("pk")
        if found.findings.exists():
            actions.accept_warnings(found, by=analyst)
        actions.apply(found, by=analyst, reason=reason)
        queue.work()
        found.refresh_from_db()
        assert found.stage == "applied"
        return found

    return upload


@pytest.fixture
def close(analyst):
    def closed(period, ago=timedelta(0), **facts):
        return ClosedPeriod.objects.create(
            period_start=period.start, period_end=period.end, closed_at=timezone.now() - ago,
            closed_by=analyst, **facts,
        )  # fmt: skip

    return closed


def said(client, upload):
    return words_of(client.get(upload.get_absolute_url()))


def test_nothing_is_said_where_nothing_is_closed(client, applied):
    assert "is closed" not in said(client, applied())


def test_it_says_which_period_is_closed_and_how_many_the_board_has_seen(client, applied, close):
    upload = applied()
    close(Q2)
    words = said(client, upload)
    assert "Q2 2011/12 is closed: the board has seen 2 of these figures." in words
    assert "Q3" not in words[words.index("Take it back") : words.index("Why is it taken back?")]
    # With what is wrong in the form it is said again.
    response = client.post(reverse("uploads:undo", args=[upload.pk]), {"reason": " "})
    words = words_of(response)
    assert "the board has seen 2 of these figures" in words
    assert "Enter the reason for taking it back" in words
    assert upload.jobs.filter(task="undo").count() == 0


def test_each_closed_period_is_said(client, applied, close):
    upload = applied()
    close(Q2)
    close(Q3)
    words = said(client, upload)
    assert "Q2 2011/12 is closed: the board has seen 2" in words
    assert "Q3 2011/12 is closed: the board has seen 1" in words


def test_figures_that_came_after_the_closing_were_not_seen(client, applied, close):
    close(Q2, timedelta(hours=1))
    words = said(client, applied())
    assert "the board has seen" not in words
    assert "Q2 2011/12 is closed: 2 of these figures came in after that" in words


def test_what_others_corrected_before_the_closing_the_board_did_not_see(client, applied, close):
    upload = applied()
    now = timezone.now()
    Figure.objects.filter(area__slug="newtown").update(known_to=now)
    close(Q2)
    assert "the board has seen 1 of these figures" in said(client, upload)


def test_an_open_period_is_not_spoken_of(client, applied, close, analyst):
    upload = applied()
    close(Q2, reopened_at=timezone.now(), reopened_by=analyst, reopen_reason="Late figures")
    assert "is closed" not in said(client, upload)


def test_whoever_may_not_take_it_back_is_not_warned(applied, close, sign_in, board):
    upload = applied()
    close(Q2)
    assert "the board has seen" not in said(sign_in(board), upload)


def test_many_closed_periods_ask_no_more(client, applied, close):
    upload = applied()
    close(Q2)
    client.get(upload.get_absolute_url())
    before = queries_of(client, upload.get_absolute_url())
    for n in range(8):
        close(Period.quarter(2000 + n, 1))
    assert queries_of(client, upload.get_absolute_url()) == before <= 20
