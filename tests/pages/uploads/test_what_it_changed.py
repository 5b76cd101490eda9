"""The preview begins with what would change; the page of what was applied keeps it; a corrected file keeps its round."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from performance.models import Upload
from tests.pages.reading_pages import words_of

ROWS = "Indicator,Area,Period,Value\nConvictions,Somewhere,Q1 2011/12,71%\n"


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(world.theme(), target=80, name="Convictions")
    return sign_in(analyst)


@pytest.fixture
def uploaded(client):
    def upload(rows=ROWS, query=""):
        file = SimpleUploadedFile("figures.csv", rows.encode())
        client.post(reverse("uploads:new") + query, {"kind": "figures", "file": file})
        queue.work()
        return Upload.objects.latest("pk")

    return upload


def test_what_would_change_and_apply_stand_before_the_rows(client, uploaded):
    html = client.get(uploaded().get_absolute_url()).content.decode()
    order = [html.index(f'id="{anchor}"') for anchor in ("would-do", "apply", "rows")]
    assert order == sorted(order)
    assert "Indicators that would change status" in html


def test_the_applied_page_keeps_the_statuses_that_changed(client, uploaded):
    upload = uploaded()
    before = words_of(client.get(upload.get_absolute_url()))
    client.post(reverse("uploads:accept", args=[upload.pk]))
    client.post(reverse("uploads:apply", args=[upload.pk]))
    queue.work()
    upload.refresh_from_db()
    assert upload.stage == "applied"

    words = words_of(client.get(upload.get_absolute_url()))

    said = "Convictions No figures yet Off track"
    assert said in before
    assert said in words[words.index("Statuses that changed") :]
    # It stands when the figures are others since.
    again = uploaded(ROWS.replace("71%", "85%"))
    client.post(reverse("uploads:accept", args=[again.pk]))
    client.post(reverse("uploads:apply", args=[again.pk]), {"reason": "Late returns"})
    queue.work()
    assert said in words_of(client.get(upload.get_absolute_url()))


def test_a_corrected_file_keeps_its_round(client, uploaded):
    upload = uploaded(ROWS.replace("71%", "lots"), "?round=2011-12-q1")
    html = client.get(upload.get_absolute_url()).content.decode()
    assert f"{reverse('uploads:new')}?kind=figures&amp;round=2011-12-q1" in html

    corrected = uploaded(ROWS, "?kind=figures&round=2011-12-q1")

    page = words_of(client.get(corrected.get_absolute_url()))
    assert "Back to the round of Q1 2011/12" in page


def test_a_file_that_was_refused_leads_to_its_round_too(client, uploaded):
    file = SimpleUploadedFile("figures.xlsx", b"PK\x03\x04 no workbook")
    client.post(f"{reverse('uploads:new')}?round=2011-12-q1", {"kind": "figures", "file": file})
    queue.work()
    upload = Upload.objects.latest("pk")
    assert upload.stage == "refused"
    html = client.get(upload.get_absolute_url()).content.decode()
    assert f"{reverse('uploads:new')}?kind=figures&amp;round=2011-12-q1" in html
