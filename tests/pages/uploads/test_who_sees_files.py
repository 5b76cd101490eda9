"""Who may have a file, and read what its cells say: those who may upload it. The others read the evidence."""

import pytest
from django.urls import reverse

from core.periods import Period
from performance.models import Finding, Upload, UploadFile
from performance.uploads.ledger.apply import apply_upload
from performance.uploads.ledger.staging import compare, stage
from performance.uploads.ledger.undo import undo_upload
from tests.pages.reading_pages import words_of

Q1 = Period.quarter(2010, 1)
SECRET = "Jan Tregeagle"
READERS, UPLOADERS = ("board", "officer"), ("analyst", "administrator")
NOT_APPLIED = ("waiting", "mapping", "checked", "refused", "discarded")


@pytest.fixture
def make(world, analyst):
    """An upload whose one row says something by mistake."""
    indicator = world.indicator(world.theme(), name="Convictions", unit="")

    def upload(at="checked", kind="figures"):
        made = Upload.objects.create(
            file_name="figures.csv", size=8, sha256="0", uploaded_by=analyst, stage="checked", kind=kind
        )  # fmt: skip
        UploadFile.objects.create(upload=made, content=SECRET.encode())
        said = (Q1.start, Q1.end, "reported", 4321, None, None, SECRET, "")
        stage([(made.pk, 2, "Figures!D2", indicator.pk, indicator.area_id, "", *said)])
        made.counts = compare(made)
        made.save()
        if at in ("applied", "undone"):
            apply_upload(made, by=analyst)
        if at == "undone":
            undo_upload(made, by=analyst, reason="Wrong sheet")
        else:
            Upload.objects.filter(pk=made.pk).update(stage=at)
        Finding.objects.create(
            upload=made, order=1, severity="warning", code="text", cell="Figures!D2", found=SECRET,
            message=f"{SECRET} is a name.", remedy="Take it out.",
        )  # fmt: skip
        made.refresh_from_db()
        return made

    return upload


def url(upload, step=""):
    return reverse(f"uploads:{step or 'page'}", args=[upload.pk])


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("at", [*NOT_APPLIED, "applied", "undone"])
@pytest.mark.parametrize("step", ["file", "marked", "marked_progress", "marked_file"])
def test_a_reader_never_has_the_file(who, at, step, request, sign_in, make):
    upload = make(at)
    answer = sign_in(request.getfixturevalue(who)).get(url(upload, step))

    assert answer.status_code == 403
    assert "You may not do that" in words_of(answer)
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("at", NOT_APPLIED)
def test_a_reader_reads_no_cell_of_what_was_not_applied(who, at, request, sign_in, make):
    upload, client = make(at), sign_in(request.getfixturevalue(who))

    assert client.get(url(upload, "rows")).status_code == 403
    page = client.get(url(upload))
    assert page.status_code == 200
    assert "figures.csv" in words_of(page), "who sent what, and when, is the evidence"
    assert "Aled" in words_of(page)
    for hidden in (
        SECRET,
        "4,321",
        "4321",
        url(upload, "file"),
        url(upload, "marked"),
        url(upload, "rows"),
    ):
        assert hidden not in page.content.decode(), hidden


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("at", ["applied", "undone"])
def test_a_reader_reads_the_evidence_of_what_was_applied(who, at, request, sign_in, make):
    upload, client = make(at), sign_in(request.getfixturevalue(who))

    page = client.get(url(upload))
    assert "4,321" in words_of(page)
    assert url(upload, "rows") in page.content.decode()
    assert url(upload, "file") not in page.content.decode()
    assert "4,321" in words_of(client.get(url(upload, "rows")))


@pytest.mark.parametrize("who", UPLOADERS)
@pytest.mark.parametrize("at", ["checked", "refused", "discarded", "applied", "undone"])
def test_whoever_may_upload_has_the_file_and_its_cells(who, at, request, sign_in, make):
    upload, client = make(at), sign_in(request.getfixturevalue(who))

    assert client.get(url(upload, "file")).content == SECRET.encode()
    assert SECRET in words_of(client.get(url(upload, "rows")))
    assert url(upload, "file") in client.get(url(upload)).content.decode()


def test_it_is_the_permission_of_that_kind_of_file(sign_in, analyst, make):
    group = analyst.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="add_comparator"))
    client = sign_in(analyst)

    comparators = make(kind="comparators")
    assert client.get(url(comparators, "file")).status_code == 403
    assert client.get(url(comparators, "rows")).status_code == 403
    assert client.get(url(make(), "file")).status_code == 200
