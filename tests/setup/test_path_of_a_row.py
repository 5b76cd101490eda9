"""A row passes few modules on its way from a posted workbook to its preview, so that a maintainer can read them all."""

import io
import sys
from pathlib import Path

import openpyxl
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.periods import Period
from performance.models import Upload
from performance.uploads.check import check_upload
from performance.uploads.files import child

ROOT = Path(settings.BASE_DIR)
FOLDERS = ("performance/cells/", "performance/uploads/", "safercornwall/pages/uploads/")
# Each has one subject.
MOST_FILES = 43
# What a maintainer reads is the same in few long files or many short ones.
MOST_LINES = 9_200


class Trace:
    """The files of FOLDERS that any function was called in."""

    def __init__(self):
        self.files = set()

    def __enter__(self):
        sys.setprofile(self._note)
        return self

    def __exit__(self, *problem):
        sys.setprofile(None)

    def _note(self, frame, event, _):
        code = frame.f_code
        if event != "call" or code.co_name == "<module>":
            return
        name = code.co_filename.removeprefix(f"{ROOT}/")
        if name.startswith(FOLDERS):
            self.files.add(name)


def workbook_of(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_from_a_posted_workbook_to_its_preview_a_row_passes_few_files(
    world, sign_in, analyst, tmp_path
):
    world.indicator(
        world.theme(), value=70, target=80, period=Period.quarter(2010, 1), name="Convictions"
    )
    content = workbook_of(
        ["Indicator", "Area", "Period", "Value"],
        ["Convictions", "Somewhere", "Q1 2010/11", 71],
        ["Convictions", "Somewhere", "Q2 2010/11", 75],
    )
    path = tmp_path / "figures.xlsx"
    path.write_bytes(content)
    client = sign_in(analyst)
    # Forms are defined when the addresses are first looked up.
    client.get(reverse("uploads:new"))
    with Trace() as trace:
        file = SimpleUploadedFile("figures.xlsx", content)
        client.post(reverse("uploads:new"), {"kind": "figures", "file": file})
        upload = Upload.objects.get()
        check_upload(upload)
        page = client.get(upload.get_absolute_url())
        # Another process reads the file, where nothing is traced: here it is read once more.
        with (tmp_path / "rows").open("wb") as rows:
            child.read(str(path), ".xlsx", rows)
    assert upload.stage == Upload.Stage.CHECKED
    assert page.context["rows"]
    assert len(trace.files) <= MOST_FILES, "\n".join(sorted(trace.files))
    lines = sum(len((ROOT / name).read_text().splitlines()) for name in trace.files)
    assert lines <= MOST_LINES, lines
