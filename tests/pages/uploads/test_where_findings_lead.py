"""A finding sends nobody to a page that is not there, or that they may not open."""

import importlib
import io
import pkgutil
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import performance
from core.jobs import queue
from performance.cells.cell import Message
from performance.models import Upload
from tests.pages.reading_pages import words_of

SENDS = re.compile(r"\bpage of the\b|administrator|columns again|“About|boundary file")
LINKS = re.compile(r'<a[^>]* href="([^"#?]+)')
# What sends somebody elsewhere, each with who goes there and the page.
LEADS = {
    "unknown_code": ("administrator", lambda upload: reverse("setting_up:areas")),
    "comment_without_figure": (
        "analyst",
        lambda upload: reverse("commentary:enter", args=["robbery"]),
    ),
    "heading_of_other_kind": (
        "analyst",
        lambda upload: reverse("uploads:columns", args=[upload.pk]),
    ),
    "other_figures": ("analyst", lambda upload: reverse("uploads:sheets", args=[upload.pk])),
}


def messages():
    for module in pkgutil.walk_packages(performance.__path__, "performance."):
        if ".migrations" not in module.name and ".management" not in module.name:
            held = vars(importlib.import_module(module.name)).values()
            yield from (one for one in held if isinstance(one, Message))


def words_in(message):
    return " ".join((message.text, message.remedy, message.form_text, message.form_remedy))


def test_messages_hold_no_address_of_their_own():
    """A page gives links, from names that are looked up."""
    assert [one for one in messages() if re.search(r"https?:|<a|\s/\w+/", words_in(one))] == []


def test_every_message_that_sends_somewhere_is_tried_here():
    assert {one.code for one in messages() if SENDS.search(words_in(one))} == set(LEADS)


@pytest.fixture
def client(sign_in, analyst, world):
    world.indicator(
        world.theme(), unit="offences", number_kind="counted", name="Robbery", slug="robbery"
    )
    return sign_in(analyst)


@pytest.fixture
def upload(client):
    """A workbook with figures in two sheets, in which nearly all is wrong that can be."""
    book = openpyxl.Workbook()
    rows = (
        ["Indicator", "Area", "Period", "Value", "Comment"],
        ["Robbery", "Somewhere", "Q1 2011/12", 5, ""],
        ["Robery", "Somewhere", "Q1 2011/12", 6, ""],
        ["Robbery", "Nowhere", "Q9 2011/12", "many", ""],
        ["Robbery", "E01018750", "Q1 2011/12", 5, ""],
        ["Robbery", "Somewhere", "Q2 2011/12", None, "Not in yet"],
        [None, None, None, "#DIV/0!", ""],
    )
    for sheet in (book.active, book.create_sheet("Second")):
        for row in rows:
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("bad.xlsx", kept.getvalue())
    client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
    queue.work()
    return Upload.objects.get()


@pytest.mark.parametrize("code", LEADS)
def test_whoever_is_sent_there_may_open_it(code, upload, sign_in, request):
    who, address = LEADS[code]
    client = sign_in(request.getfixturevalue(who))

    assert client.get(address(upload)).status_code == 200


@pytest.mark.parametrize("page", ["indicators:new", "setting_up:areas"])
def test_an_administrator_may_add_what_a_name_is_not(page, sign_in, administrator, world):
    assert sign_in(administrator).get(reverse(page)).status_code == 200


def test_the_file_has_what_sends_somewhere(upload):
    assert upload.stage == "checked"
    # Of the heading it is said where a person has named the columns.
    found = set(upload.findings.values_list("code", flat=True))
    assert set(LEADS) - found == {"heading_of_other_kind"}


def test_the_page_links_to_the_columns_and_the_sheets(client, upload):
    found = LINKS.findall(client.get(upload.get_absolute_url()).content.decode())

    assert reverse("uploads:columns", args=[upload.pk]) in found
    assert reverse("uploads:sheets", args=[upload.pk]) in found
    assert "About the file" in words_of(client.get(upload.get_absolute_url()))


def status_of(client, address):
    """A file is read to its end, or it stays open."""
    response = client.get(address)
    if response.streaming:
        response.getvalue()
    return response.status_code


@pytest.mark.parametrize("who", ["analyst", "administrator"])
def test_every_link_of_the_page_can_be_followed(who, upload, sign_in, request):
    client = sign_in(request.getfixturevalue(who))
    page = client.get(upload.get_absolute_url()).content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    answers = {address: status_of(client, address) for address in set(LINKS.findall(main))}

    assert len(answers) > 4
    assert {address: code for address, code in answers.items() if code != 200} == {}
