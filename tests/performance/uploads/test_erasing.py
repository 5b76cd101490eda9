"""Erasing what is in a file: what goes, what stays, who may, and that all of it can still be taken back."""

import json

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.jobs.queue import work
from performance.models import (
    ColumnMapping,
    Erasure,
    Figure,
    Finding,
    Job,
    StagedRow,
    Upload,
    UploadFile,
)
from performance.uploads import actions, erasing, reading
from performance.uploads.erasing import REDACTED, ErasureRequest
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.undo import undo_upload
from performance.uploads.receiving import receive
from performance.uploads.refusals import NotNow
from tests.pages.reading_pages import words_of

SECRET = "Jan Tregeagle of Dozmary"
NAME = "Tregeagle.csv"
HEADINGS = "Indicator,Area,Period,Value,Comment"


@pytest.fixture(autouse=True)
def indicator(world):
    return world.indicator(
        world.theme(), name="Convictions", unit="offences", number_kind="counted"
    )


@pytest.fixture
def receive_rows(analyst):
    def receive_them(*rows, name=NAME):
        content = "\n".join([HEADINGS, *rows]).encode()
        upload = receive(SimpleUploadedFile(name, content), kind="figures", by=analyst, again=True)
        work("w")
        upload.refresh_from_db()
        return upload

    return receive_them


@pytest.fixture
def applied(receive_rows, analyst):
    def apply_them(*rows, **facts):
        upload = receive_rows(*rows, **facts)
        actions.accept_warnings(upload, by=analyst)
        apply_upload(upload, by=analyst, reason="Corrected")
        return upload

    return apply_them


def row(value, comment="", period="Q1 2011/12"):
    return f"Convictions,Somewhere,{period},{value},{comment}"


def url(upload, step="erase"):
    return reverse(f"uploads:{step or 'page'}", args=[upload.pk])


def erase(upload, wish, *, by):
    """Asked for by somebody who saw it as it is."""
    upload.refresh_from_db()
    return erasing.erase(upload, wish, by=by, expected_stage=upload.stage)


def everything_kept():
    """All that the database holds of uploads and figures, the bytes of files included."""
    files = b"".join(bytes(one.content) for one in UploadFile.objects.all()).decode()
    tables = (Upload, Finding, StagedRow, Figure, Job, ColumnMapping, Erasure)
    rows = [record for table in tables for record in table.objects.all()]
    return files + json.dumps(json.loads(serializers.serialize("json", rows)), ensure_ascii=False)


@pytest.mark.parametrize("who", ["board", "officer", "analyst", "stranger"])
def test_only_an_administrator_erases(who, request, sign_in, applied):
    upload, client = applied(row(12)), sign_in(request.getfixturevalue(who))

    assert client.get(url(upload)).status_code == 403
    assert client.post(url(upload), {"reason": "x", "name": "y"}).status_code == 403
    assert UploadFile.objects.filter(upload=upload).exists()
    if who != "stranger":
        assert url(upload) not in client.get(url(upload, "")).content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_is_a_form_to_be_sent(method, sign_in, administrator, applied):
    assert getattr(sign_in(administrator), method)(url(applied(row(12)))).status_code == 405


def test_an_administrator_is_led_there_and_told_what_goes(sign_in, administrator, applied):
    upload, client = applied(row(12, SECRET)), sign_in(administrator)

    assert url(upload) in client.get(url(upload, "")).content.decode()
    page = words_of(client.get(url(upload)))
    assert "It cannot be brought back" in page
    assert "It can still be taken back" in page
    assert UploadFile.objects.filter(upload=upload).exists(), "to look changes nothing"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": " ", "name": "a.csv"}, "Enter the reason for erasing it"),
        ({"reason": "x" * 2001, "name": "a.csv"}, "Give the reason in at most 2,000 characters"),
        ({"reason": "Names", "name": ""}, "Enter what the file is called from now on"),
        ({"reason": "Names", "name": "x" * 256}, "Use at most 255 characters for the name"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_erased(sent, said, sign_in, administrator, applied):
    upload = applied(row(12))
    answer = sign_in(administrator).post(url(upload), sent | {"stage": "applied"})

    assert answer.status_code == 200
    assert said in words_of(answer)
    assert UploadFile.objects.filter(upload=upload).exists()
    assert not Erasure.objects.exists()


def test_of_what_was_applied_the_figures_and_the_record_stay(sign_in, administrator, applied):
    upload = applied(row(12, SECRET))
    sent = {"reason": "It names a victim", "name": "Names removed.csv", "with_comments": "on"}
    sent["stage"] = "applied"
    client = sign_in(administrator)
    page = words_of(client.post(url(upload), sent, follow=True))

    assert "erased by Ada" in page
    assert "It names a victim" in page
    assert SECRET not in everything_kept()
    assert "Tregeagle" not in everything_kept()
    figure = Figure.objects.latest_revisions().get()
    assert (figure.value, figure.comment, figure.upload_id) == (12, REDACTED, upload.pk)
    assert figure.cell == "D2"
    upload.refresh_from_db()
    assert (upload.stage, upload.file_name) == ("applied", "Names removed.csv")
    kept = upload.erasures.get()
    assert (kept.erased_by, kept.reason, kept.renamed) == (administrator, "It names a victim", True)
    assert client.get(url(upload, "file")).status_code == 404
    assert client.get(url(upload, "marked")).status_code == 404
    assert url(upload, "file") not in client.get(url(upload, "")).content.decode()


def test_everybody_reads_that_it_was_erased(sign_in, administrator, board, applied):
    upload = applied(row(12))
    erase(upload, ErasureRequest("It names a victim", NAME), by=administrator)
    assert "It names a victim" in words_of(sign_in(board).get(url(upload, "")))


def test_comments_stay_where_that_is_not_asked_for(administrator, applied):
    upload = applied(row(12, "Counted anew"))
    erase(upload, ErasureRequest("A name in a hidden sheet", NAME), by=administrator)
    assert Figure.objects.get().comment == "Counted anew"
    # Later it may be asked for after all.
    erase(upload, ErasureRequest("In the comment too", NAME, with_comments=True), by=administrator)
    assert Figure.objects.get().comment == REDACTED
    assert upload.erasures.count() == 2


def test_a_comment_goes_from_every_revision_that_says_it_and_no_other(administrator, applied):
    applied(row(11, "Of the first file"), name="first.csv")
    second = applied(row(12, SECRET), row("n/a", SECRET, "Q2 2011/12"))
    applied(row(13), name="third.csv")
    applied(row(14, SECRET, "Q3 2010/11"), name="another figure.csv")

    erase(second, ErasureRequest("A name", NAME, with_comments=True), by=administrator)

    said = Figure.objects.order_by("period_start", "revision").values_list("comment", "reason")
    assert list(said) == [
        (SECRET, ""),
        ("Of the first file", ""), (REDACTED, ""), (REDACTED, ""),
        ("", REDACTED),
    ]  # fmt: skip


@pytest.mark.parametrize("with_comments", [True, False])
def test_it_can_still_be_taken_back_whole(with_comments, administrator, analyst, applied):
    applied(row(11, "Before"), row(5, "", "Q3 2010/11"), name="first.csv")
    upload = applied(
        row(12, SECRET), row("n/a", SECRET, "Q2 2011/12"), row("remove", "", "Q3 2010/11")
    )
    erase(upload, ErasureRequest("A name", NAME, with_comments), by=administrator)

    undone = undo_upload(upload, by=analyst, reason="Wrong quarter")

    assert (undone.restored, undone.kept) == (3, ())
    latest = Figure.objects.latest_revisions().order_by("period_start")
    assert list(latest.values_list("value", "comment")) == [(5, ""), (11, "Before")]


def test_an_older_upload_that_said_the_same_can_still_be_taken_back(
    administrator, analyst, applied
):
    first, second = applied(row(12, SECRET)), applied(row(13, SECRET), name="second.csv")
    erase(second, ErasureRequest("A name", "b.csv", with_comments=True), by=administrator)

    undo_upload(second, by=analyst, reason="x")
    assert undo_upload(first, by=analyst, reason="x").kept == ()
    assert SECRET not in json.dumps(list(StagedRow.objects.values_list("comment", flat=True)))


def test_of_what_was_not_applied_nothing_but_the_record_stays(administrator, receive_rows):
    upload = receive_rows(row(SECRET), row(3, SECRET, "Q2 2011/12"))
    assert SECRET in everything_kept()

    erase(upload, ErasureRequest("A name", "a.csv"), by=administrator)

    upload.refresh_from_db()
    assert upload.stage == Upload.Stage.DISCARDED
    assert not upload.rows.exists()
    assert upload.findings.get().cell == "D2", "that something was wrong there is no secret"
    for gone in (SECRET, "Tregeagle", "Convictions,Somewhere"):
        assert gone not in everything_kept()
    with pytest.raises(NotNow):
        actions.check_again(upload, by=administrator)


def test_names_that_nothing_has_are_not_kept_among_the_causes(administrator, receive_rows):
    upload = receive_rows(f"Convictions,{SECRET},Q1 2011/12,3,")
    assert upload.counted.causes[0].name == SECRET

    erase(upload, ErasureRequest("A name", "a.csv"), by=administrator)

    assert SECRET not in everything_kept()


def test_names_that_were_answered_for_are_forgotten(administrator, analyst, receive_rows):
    upload = receive_rows(row(12), f"Convictions,{SECRET},Q1 2011/12,3,")
    key = upload.counted.causes[0].key
    reading.answer_causes(upload, {"area": {key: ""}}, by=analyst)
    work("w")
    upload.refresh_from_db()
    apply_upload(upload, by=analyst, reason="")
    assert "tregeagle" in json.dumps(list(ColumnMapping.objects.values_list("layout", flat=True)))

    erase(upload, ErasureRequest("A name", "a.csv"), by=administrator)

    upload.refresh_from_db()
    assert upload.counted.rows_left_out == 1, "how many is no secret"
    assert "tregeagle" not in everything_kept().lower()


def test_what_was_seen_under_headings_that_nobody_knows_goes(administrator, analyst):
    content = f"What,Wer\n{SECRET},3\n".encode()
    upload = receive(SimpleUploadedFile("a.csv", content), kind="figures", by=analyst)
    work("w")
    assert SECRET in everything_kept()

    erase(upload, ErasureRequest("A name", "a.csv"), by=administrator)

    assert SECRET not in everything_kept()
    upload.refresh_from_db()
    assert (upload.stage, upload.headings) == ("discarded", [])


def test_a_check_that_failed_can_be_erased(administrator, receive_rows):
    upload = receive_rows(row(3))
    Upload.objects.filter(pk=upload.pk).update(stage="waiting")
    erase(upload, ErasureRequest("A name", NAME), by=administrator)
    upload.refresh_from_db()
    assert upload.stage == "discarded"


def test_while_somebody_works_on_it_nothing_is_erased(sign_in, administrator, receive_rows):
    upload = receive_rows(row(3))
    Job.objects.create(upload=upload, task="apply", asked_by=administrator)
    client = sign_in(administrator)

    sent = {"reason": "A name", "name": NAME, "stage": "checked"}
    page = client.post(url(upload), sent, follow=True)

    assert "This upload is being worked on. Erase it when that is done." in words_of(page)
    assert UploadFile.objects.filter(upload=upload).exists()
    assert not Erasure.objects.exists()


@pytest.mark.parametrize("sent", [{"stage": "checked"}, {"stage": ""}, {"stage": "nonsense"}, {}])
def test_what_was_applied_since_is_not_erased_but_shown_anew(sent, sign_in, administrator, applied):
    upload, client = applied(row(12, SECRET)), sign_in(administrator)

    answer = client.post(url(upload), {"reason": "A name came in", "name": NAME} | sent)

    page = words_of(answer)
    assert "Nothing is erased. Since you opened this page the upload has moved on" in page
    assert "is now “Applied”" in page
    assert "Write over the comments that came with it too" in page
    html = answer.content.decode()
    assert "A name came in" in html, "nothing has to be typed again"
    assert '<input type="hidden" name="stage" value="applied"' in html
    assert UploadFile.objects.filter(upload=upload).exists()
    assert not Erasure.objects.exists()

    again = {"reason": "A name came in", "name": NAME, "stage": "applied"}
    assert "The content of the file is erased" in words_of(
        client.post(url(upload), again, follow=True)
    )


def test_the_page_says_for_which_stage_it_speaks(sign_in, administrator, receive_rows):
    upload, client = receive_rows(row(3)), sign_in(administrator)
    assert 'name="stage" value="checked"' in client.get(url(upload)).content.decode()
    # Of what is wrong with the form too, it is told for the stage that is shown around it.
    html = client.post(url(upload), {"stage": "mapping", "name": NAME}).content.decode()
    assert 'name="stage" value="checked"' in html


def test_the_stage_is_compared_under_the_lock(administrator, analyst, receive_rows):
    upload = receive_rows(row(3, SECRET))
    actions.accept_warnings(upload, by=analyst)
    apply_upload(Upload.objects.get(pk=upload.pk), by=analyst, reason="x")
    with pytest.raises(erasing.MovedOn):
        erasing.erase(
            upload, ErasureRequest("A name", NAME), by=administrator, expected_stage="checked"
        )
    assert UploadFile.objects.filter(upload=upload).exists()


def test_what_goes_wrong_half_way_leaves_all_as_it_was(administrator, applied, monkeypatch):
    upload = applied(row(12, SECRET))
    monkeypatch.setattr("performance.uploads.erasing._redact_staged", lambda: "SELECT nothing")
    with pytest.raises(Exception, match="nothing"), transaction.atomic():
        erase(upload, ErasureRequest("A name", "b.csv", with_comments=True), by=administrator)
    assert SECRET in everything_kept()
    assert UploadFile.objects.filter(upload=upload).exists()


def test_an_erasure_without_a_reason_is_not_kept(administrator, applied):
    upload = applied(row(12))
    with pytest.raises(IntegrityError), transaction.atomic():
        erase(upload, ErasureRequest("", NAME), by=administrator)


def test_other_copies_of_the_same_file_are_named(sign_in, administrator, receive_rows):
    first, second = receive_rows(row(12)), receive_rows(row(12), name="again.csv")
    other = receive_rows(row(13), name="other.csv")

    page = sign_in(administrator).get(url(first)).content.decode()

    assert f'href="{url(second, "")}"' in page
    assert f'href="{url(other, "")}"' not in page
