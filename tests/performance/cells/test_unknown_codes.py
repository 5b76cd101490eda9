"""A file that names areas by codes that are not loaded: what they are codes of, how many, and who can help."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.jobs import queue
from performance.cells.area_codes import area_code_kind, unknown_codes_in
from performance.models import Upload
from places.models import AreaCode
from tests.pages.reading_pages import words_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("E01018750", "lsoa"),
        (" e01018750 ", "lsoa"),
        ("W01000001", "lsoa"),
        ("E05009271", "ward"),
        ("E06000052", "authority"),
        ("E07000041", "authority"),
        ("E02003901", "msoa"),
        ("E0101875", None),
        ("E010187500", None),
        ("Newquay", None),
        ("", None),
    ],
)
def test_what_looks_like_a_code_of_what(text, kind):
    assert area_code_kind(text) == kind


@pytest.fixture
def checked(sign_in, analyst, world):
    """A file of these codes, each for two quarters, after its check; with the one who sent it."""
    world.indicator(world.theme(), name="Convictions")
    client = sign_in(analyst)

    def send(*codes):
        lines = [f"Convictions,{code},Q{n} 2010/11,{n}" for code in codes for n in (1, 2)]
        content = "\n".join(["Indicator,Area,Period,Value", *lines, ""]).encode()
        file = SimpleUploadedFile("lsoas.csv", content)
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
        queue.work()
        upload = Upload.objects.latest("pk")
        return upload, words_of(client.get(upload.get_absolute_url()))

    return send


def test_each_code_is_counted_once_and_who_can_load_them_is_said(checked):
    upload, words = checked("E01018750", "E01018751", "e01018751", "E05009271", "Atlantis")
    assert upload.counts["error"] == 10
    assert unknown_codes_in(upload.counted) == [(2, "LSOAs"), (1, "wards")]
    assert "codes that are not loaded: 2 codes of LSOAs, 1 code of wards." in words
    assert "An administrator adds them, from the boundary file" in words

    finding = upload.findings.filter(code="unknown_code").first()
    assert "“E01018750”, which looks like that of an LSOA that is not loaded" in finding.message
    assert "an administrator adds these areas" in finding.remedy
    assert "ask an administrator" in upload.findings.get(cell__endswith="B10").remedy


def test_more_than_are_listed_are_all_counted(checked):
    upload, words = checked(*(f"E0101{n:04}" for n in range(520)))
    assert upload.findings.count() == 1_000
    assert unknown_codes_in(upload.counted) == [(520, "LSOAs")]
    assert "There are 1,040 errors." in words
    assert "The first 1,000 are listed, errors before warnings." in words


def test_a_code_that_is_loaded_is_found(checked, world):
    AreaCode.objects.create(area=world.county, system="gss", code="E06000052")
    upload, words = checked("E06000052")
    assert upload.counts["error"] == 0
    assert "not loaded" not in words
