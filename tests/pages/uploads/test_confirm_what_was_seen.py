"""Whoever confirms confirms what they saw: an old tab applies, accepts, discards, undoes and erases nothing new."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.jobs import queue
from core.periods import Period
from performance.models import ClosedPeriod, Figure, Finding, Upload, UploadFile
from performance.uploads import reading, stages
from performance.uploads.layout.layouts import StoredLayout
from performance.uploads.ledger.apply import apply_upload
from tests.pages.reading_pages import words_of

Q1 = Period.quarter(2010, 1)
CSV = (
    b"Indicator,Area,Period,Value,Other value\n"
    b"Convictions,Somewhere,Q1 2010/11,71,17\n"
)  # fmt: skip
CHANGED = "has changed since you looked"


@pytest.fixture
def client(sign_in, analyst):
    return sign_in(analyst)


@pytest.fixture
def upload(world, analyst):
    """Checked, and its file can be read in two ways."""
    indicator = world.indicator(world.theme(), value=70, target=80, period=Q1, name="Convictions")
    assert indicator.unit
    made = Upload.objects.create(
        kind="figures", file_name="figures.csv", size=len(CSV), sha256="0", uploaded_by=analyst
    )
    UploadFile.objects.create(upload=made, content=CSV)
    stages.enqueue(made, "check", by=analyst)
    queue.work()
    made.refresh_from_db()
    assert made.stage == "checked"
    return made


def at(upload, step=""):
    return reverse(f"uploads:{step or 'page'}", args=[upload.pk])


def seen_on(client, upload, step=""):
    """The hidden field of a page, as a browser keeps it in an open tab."""
    html = client.get(at(upload, step)).content.decode()
    assert 'name="seen" value="' in html
    return html.split('name="seen" value="')[1].split('"')[0]


def name_anew(upload, by):
    """Another person takes the other column."""
    stored = StoredLayout.of(upload).layout
    columns = dict(stored.columns) | {"value": 4}
    layout = type(stored)(**{**stored.__dict__, "columns": columns})
    reading.name_columns(upload, layout, by=by)
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "checked"


def warn(upload):
    Finding.objects.create(
        upload=upload, order=upload.findings.count() + 100, severity="warning", code="text", cell="D2", found="71",
        message="Is this right?", remedy="Look.",
    )  # fmt: skip
    counts = upload.counts | {"warning": upload.counts["warning"] + 1}
    Upload.objects.filter(pk=upload.pk).update(counts=counts, checked_at=timezone.now())


def latest():
    return list(Figure.objects.filter(known_to=None).values_list("value", flat=True))


@pytest.mark.parametrize("step", ["apply", "discard", "columns"])
def test_an_old_tab_does_nothing_to_a_preview_that_it_never_showed(
    step, client, upload, administrator
):
    seen = seen_on(client, upload)
    name_anew(upload, administrator)
    before = latest()
    said = {"seen": seen, "reason": "The police said so"}
    if step == "columns":
        said |= {
            f"column_{n}": role
            for n, role in enumerate(("indicator", "area", "period", "value", ""))
        }
    answer = client.post(at(upload, step), said, follow=True)
    queue.work()
    upload.refresh_from_db()

    assert CHANGED in words_of(answer)
    assert upload.stage == "checked"
    assert latest() == before


def test_who_looks_again_applies_what_stands_there_now(client, upload, administrator):
    name_anew(upload, administrator)
    client.post(at(upload, "apply"), {"seen": seen_on(client, upload), "reason": "Right"})
    queue.work()

    assert [int(value) for value in latest()] == [17]


def test_a_form_that_says_nothing_of_what_was_seen_confirms_nothing(client, upload):
    answer = client.post(at(upload, "apply"), {"seen": "", "reason": "Right"}, follow=True)

    assert CHANGED in words_of(answer)
    assert Upload.objects.get().stage == "checked"


def test_the_reason_that_was_typed_is_kept(client, upload, administrator):
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=timezone.now(), closed_by=administrator
    )
    seen = seen_on(client, upload)
    name_anew(upload, administrator)
    answer = client.post(at(upload, "apply"), {"seen": seen, "reason": "The court was wrong"})

    assert CHANGED in words_of(answer)
    assert "The court was wrong" in answer.text


def test_nobody_accepts_warnings_that_were_found_since(client, upload):
    warn(upload)
    seen = seen_on(client, upload)
    warn(Upload.objects.get())
    answer = client.post(at(upload, "accept"), {"seen": seen}, follow=True)

    assert CHANGED in words_of(answer)
    assert Upload.objects.get().warnings_accepted_by is None


def test_warnings_that_were_read_are_accepted(client, upload, analyst):
    warn(upload)
    client.post(at(upload, "accept"), {"seen": seen_on(client, upload)})

    assert Upload.objects.get().warnings_accepted_by == analyst


def test_an_undo_is_refused_where_a_period_was_closed_since(client, upload, analyst):
    apply_upload(upload, by=analyst)
    seen = seen_on(client, upload)
    ClosedPeriod.objects.create(
        period_start=Q1.start, period_end=Q1.end, closed_at=timezone.now(), closed_by=analyst
    )
    answer = client.post(at(upload, "undo"), {"seen": seen, "reason": "The wrong sheet"})

    assert CHANGED in words_of(answer)
    assert "The wrong sheet" in answer.text
    assert Upload.objects.get().stage == "applied"


def test_nothing_is_erased_that_was_read_anew_since(sign_in, administrator, upload):
    client = sign_in(administrator)
    seen = seen_on(client, upload, "erase")
    name_anew(upload, administrator)
    said = {"seen": seen, "stage": "checked", "reason": "A name", "name": "a.csv"}
    answer = client.post(at(upload, "erase"), said, follow=True)

    assert "has changed since you opened this page" in words_of(answer)
    assert UploadFile.objects.exists()


def test_a_second_comparison_is_another_preview(upload, analyst, administrator, client):
    seen = seen_on(client, upload)
    Upload.objects.update(checked_at=upload.checked_at + timedelta(seconds=1))

    assert seen_on(client, upload) != seen
