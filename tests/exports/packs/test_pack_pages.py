"""Asking for a board pack in the browser, watching it being made, and taking it away: by whoever asked, and nobody else."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.jobs import queue
from core.jobs.leases import MOST_ATTEMPTS
from performance.models import Figure
from safercornwall.exports.models import BoardPack, BoardPackFile, PackTemplate
from safercornwall.exports.packs import making
from safercornwall.exports.word.confined import CannotWrite
from tests.exports.word.test_template_inspection import VBA, plain, with_part
from tests.pages.reading_pages import queries_of, words_of

CAST = ("board", "officer", "analyst", "administrator", "stranger", "nobody")
NEW = reverse("exports:new_pack", args=["2012-13"])
TEMPLATE = reverse("exports:pack_template", args=["2012-13"])
WITHDRAW = reverse("exports:withdraw_template", args=["2012-13"])
DAY = {"as_at_day": "30", "as_at_month": "11", "as_at_year": "2011"}


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


@pytest.fixture
def as_(request, sign_in, client):
    def of(who):
        if who == "nobody":
            client.logout()
            return client
        return sign_in(request.getfixturevalue(who))

    return of


@pytest.fixture
def pack(client, world, board):
    """One that the board member asked for, not made yet."""
    world.indicator(world.theme("Burglary"), 50, 80, name="Coming back")
    client.post(NEW, DAY)
    return BoardPack.objects.get()


def pages_of(pack):
    return [reverse(f"exports:{name}", args=[pack.pk]) for name in ("pack", "pack_progress")]


def file_of(pack):
    return reverse("exports:pack_file", args=[pack.pk])


# Asking


def test_the_plan_s_own_day_is_filled_in(client, world):
    page = client.get(NEW)
    assert page.context["form"].initial["as_at"] == date(2011, 11, 30)


def test_a_reader_of_an_earlier_day_is_offered_that_day(client, world):
    client.post(reverse("board:day"), {"day": "30 Jun 2011"})
    assert client.get(NEW).context["form"].initial["as_at"] == date(2011, 6, 30)


def test_one_click_asks_for_a_pack_and_leads_to_it(client, world, board):
    answer = client.post(NEW, DAY)
    made = BoardPack.objects.get()
    assert answer["Location"] == reverse("exports:pack", args=[made.pk])
    assert (made.plan, made.as_at, made.asked_by) == (world.plan, date(2011, 11, 30), board)


def test_a_double_click_asks_once(client, world):
    client.post(NEW, DAY)
    client.post(NEW, DAY)
    assert BoardPack.objects.count() == 1


def test_nobody_has_more_than_three_made_at_a_time(client, world):
    for day in range(1, 6):
        answer = client.post(NEW, DAY | {"as_at_day": str(day)})
    assert BoardPack.objects.count() == making.MOST_UNDER_WAY
    assert "Three packs are being made for you" in words_of(answer)
    BoardPack.objects.update(state="done")
    assert client.post(NEW, DAY).status_code == 302


def test_a_day_to_come_is_refused(client, world):
    answer = client.post(NEW, DAY | {"as_at_year": "2199"})
    assert "Enter a day from 1 January 1998 to" in words_of(answer)
    assert not BoardPack.objects.exists()


def test_only_the_last_ten_are_kept(client, world, board):
    for day in range(1, 13):
        client.post(NEW, DAY | {"as_at_day": str(day)})
        BoardPack.objects.update(state="done")
    assert BoardPack.objects.count() == making.MOST_KEPT


# Making


def test_the_pack_is_made_in_the_background_and_taken_away(client, pack):
    assert "The pack waits its turn" in words_of(client.get(pages_of(pack)[0]))
    assert client.get(file_of(pack)).status_code == 404
    assert queue.work() == 1
    assert "Download for Word" in words_of(client.get(pages_of(pack)[0]))
    answer = client.get(file_of(pack))
    assert answer["Cache-Control"] == "private, no-store"
    name = "board-pack_partnership-plan-2012-13_as-at-2011-11-30.docx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    file = docx.Document(io.BytesIO(answer.getvalue()))
    assert "What needs attention" in [one.text for one in file.paragraphs]


def test_the_page_shows_how_far_it_is_and_a_link_reloads_it_without_a_script(client, pack):
    BoardPack.objects.update(state="running", done=1, total=3, doing="Writing Burglary", worker="w")
    page = client.get(pages_of(pack)[0])
    assert "Writing Burglary: 1 of 3" in words_of(page)
    html = page.content.decode()
    assert f'<a class="govuk-link" href="{pages_of(pack)[0]}">Reload this page</a>' in html
    assert 'value="1" max="3"' in html
    assert "data-finished" not in client.get(pages_of(pack)[1]).content.decode()


def test_the_progress_says_when_it_is_over(client, pack):
    queue.work()
    assert "data-finished" in client.get(pages_of(pack)[1]).content.decode()
    assert "Reload this page" not in words_of(client.get(pages_of(pack)[0]))


def test_a_pack_that_cannot_be_written_says_why(client, pack, monkeypatch):
    def refuse(document, template):
        raise CannotWrite("The pack is too long to be written.")

    monkeypatch.setattr(making, "write_in_confinement", refuse)
    queue.work()
    page = words_of(client.get(pages_of(pack)[0]))
    assert "The pack was not made The pack is too long to be written." in page
    assert client.get(file_of(pack)).status_code == 404


def test_a_worker_that_dies_leaves_no_half_pack(pack, monkeypatch):
    def die(job):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(making, "finish", die)
        queue.run(queue.claim("first"))
    assert not BoardPackFile.objects.exists()
    assert queue.work() == 1
    assert BoardPack.objects.get().is_done


def test_after_the_last_attempt_it_says_that_it_failed(client, pack, monkeypatch):
    def die(*args, **kwargs):
        raise RuntimeError("always")

    monkeypatch.setattr(making, "gather", die)
    assert queue.work() == MOST_ATTEMPTS
    assert BoardPack.objects.get().state == "failed"
    assert "The pack was not made" in words_of(client.get(pages_of(pack)[0]))


# Who may


@pytest.mark.parametrize("who", CAST)
def test_whoever_reads_the_plan_may_ask_for_a_pack(who, as_, world):
    answer = as_(who).post(NEW, DAY)
    if who in ("stranger", "nobody"):
        assert answer.status_code == (403 if who == "stranger" else 302)
        assert not BoardPack.objects.exists()
    else:
        assert answer["Location"].startswith("/board-packs/")


@pytest.mark.parametrize("who", CAST)
def test_a_pack_is_for_whoever_asked_for_it_and_nobody_else(who, as_, pack):
    queue.work()
    client = as_(who)
    expected = {"board": 200, "stranger": 403, "nobody": 302}.get(who, 404)
    for address in (*pages_of(pack), file_of(pack)):
        answer = client.get(address)
        assert answer.status_code == expected, address
        if who != "nobody":
            assert "no-store" in answer["Cache-Control"]
    assert client.post(file_of(pack)).status_code == (302 if who == "nobody" else 405)


def test_a_pack_of_a_plan_that_became_a_draft_is_withheld_from_who_may_not_see_drafts(client, pack):
    queue.work()
    pack.plan.stage = "draft"
    pack.plan.save()
    for address in (*pages_of(pack), file_of(pack), NEW):
        assert client.get(address).status_code == 404


def test_a_pack_made_before_a_figure_was_suppressed_is_not_given_out_again(
    client, sign_in, pack, analyst, board
):
    queue.work()
    figure = Figure.objects.get()
    moment = timezone.now()
    Figure.objects.filter(pk=figure.pk).update(known_to=moment)
    Figure.objects.create(
        indicator=figure.indicator, area=figure.area, period_start=figure.period_start,
        period_end=figure.period_end, revision=2, known_from=moment, state="suppressed", value=None,
    )  # fmt: skip
    assert client.get(file_of(pack))["Location"] == pages_of(pack)[0]
    assert "not given out any more" in words_of(client.get(pages_of(pack)[0]))
    # Whoever may change figures sees what it was anyway.
    BoardPack.objects.update(asked_by=analyst)
    assert sign_in(analyst).get(file_of(pack)).status_code == 200


def test_a_pack_made_before_a_figure_was_withheld_is_not_given_out_again(client, pack):
    queue.work()
    figure, now = Figure.objects.get(), timezone.now()
    marked = {"withheld": "small", "withheld_below": 5, "withheld_since": now}
    Figure.objects.create(
        indicator=figure.indicator, area=figure.area, period_start=figure.period_start,
        period_end=figure.period_start, known_from=now, value=3, **marked,
    )  # fmt: skip
    assert client.get(file_of(pack)).status_code == 200, "it came later, and cannot stand in it"
    Figure.objects.filter(pk=figure.pk).update(**marked)
    assert client.get(file_of(pack))["Location"] == pages_of(pack)[0]


def test_a_pack_during_which_a_figure_was_suppressed_is_not_given_out(client, pack):
    queue.work()
    Figure.objects.update(state="suppressed", value=None, known_from=timezone.now())
    BoardPack.objects.update(finished_at=timezone.now())
    assert client.get(file_of(pack))["Location"] == pages_of(pack)[0]


def test_a_pack_is_not_made_for_somebody_who_may_not_read_the_plan_any_more(pack):
    pack.plan.stage = "draft"
    pack.plan.save()
    queue.work()
    pack.refresh_from_db()
    assert (pack.state, pack.problem) == ("failed", making.GONE)
    assert not BoardPackFile.objects.exists()


def test_an_officer_may_take_a_draft_away(sign_in, officer, world):
    world.plan.stage = "draft"
    world.plan.save()
    assert sign_in(officer).post(NEW, DAY).status_code == 302
    queue.work()
    assert BoardPack.objects.get().is_done


def test_the_page_asks_as_little_with_many_packs_as_with_few(client, pack):
    few = queries_of(client, NEW)
    for day in range(1, 8):
        client.post(NEW, DAY | {"as_at_day": str(day)})
        BoardPack.objects.update(state="done")
    assert queries_of(client, NEW) == few


# A template of one's own


def test_a_pack_is_written_with_the_partnership_s_template(sign_in, administrator, client, pack):
    admin = sign_in(administrator)
    answer = admin.post(TEMPLATE, {"file": SimpleUploadedFile("Ours.docx", plain())})
    assert answer["Location"] == NEW
    assert "written with the styles of Ours.docx" in words_of(client.get(NEW))
    client.post(NEW, DAY | {"as_at_day": "1"})
    queue.work()
    newest = BoardPack.objects.order_by("-pk").first()
    file = docx.Document(io.BytesIO(client.get(file_of(newest)).getvalue()))
    assert file.paragraphs[0].text == "Our cover"


def test_a_template_that_is_not_safe_is_refused_and_not_kept(sign_in, administrator, world):
    macros = with_part("word/vbaProject.bin", VBA)
    answer = sign_in(administrator).post(TEMPLATE, {"file": SimpleUploadedFile("x.docx", macros)})
    assert "holds something that a template may not hold" in words_of(answer)
    assert not PackTemplate.objects.exists()


def test_a_new_template_takes_the_place_of_the_one_before(sign_in, administrator, world):
    admin = sign_in(administrator)
    for name in ("First.docx", "Second.docx"):
        admin.post(TEMPLATE, {"file": SimpleUploadedFile(name, plain())})
    assert [one.file_name for one in PackTemplate.objects.filter(withdrawn_at=None)] == [
        "Second.docx"
    ]
    assert PackTemplate.objects.count() == 2


def test_a_template_is_withdrawn(sign_in, administrator, world):
    admin = sign_in(administrator)
    admin.post(TEMPLATE, {"file": SimpleUploadedFile("Ours.docx", plain())})
    assert admin.post(WITHDRAW)["Location"] == NEW
    assert "written in plain styles" in words_of(admin.get(NEW))


@pytest.mark.parametrize("who", CAST)
def test_only_administrators_change_the_template(who, as_, world):
    client = as_(who)
    expected = {"administrator": 200, "nobody": 302}.get(who, 403)
    assert client.get(TEMPLATE).status_code == expected
    assert client.get(WITHDRAW).status_code == {"nobody": 302}.get(who, 405)
    if who != "administrator":
        client.post(TEMPLATE, {"file": SimpleUploadedFile("Ours.docx", plain())})
        assert not PackTemplate.objects.exists()


def test_a_form_without_a_file_says_what_is_missing(sign_in, administrator, world):
    assert "Choose a file" in words_of(sign_in(administrator).post(TEMPLATE, {}))
