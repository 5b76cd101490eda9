"""What an upload keeps as JSON: read as it is written now, and as the version before wrote it."""

import json
from dataclasses import replace

from performance.models import ConcurrentChangeCounts, Upload, UploadCounts
from performance.models.upload_counts import Cause
from performance.uploads.layout.layouts import ColumnSamples, Layout, StoredLayout

COUNTS = UploadCounts(
    new=3, removed=1, error=2, warning=4, unknown_codes={"E01": 7}, restored=1, kept=("Q1!D2",),
    concurrent_changes=ConcurrentChangeCounts(2, (("Q1!D2", 5, None, 6),)),
    left_out=(Cause("area", "codes:lsoa", rows=3, names=2, examples=("E01020001",)),),
    read_as=(Cause("area", "name:x", "X", near=(("truro", "Truro (town)"),)),),
)  # fmt: skip

LAYOUT = StoredLayout(
    Layout("wide", {"period": 0}, subjects=((2, "burglary"),), constants={"area": "truro"},
           convention="calendar", heading_row=4),
    heading_row=4, samples=(ColumnSamples(("1", "2"), is_numbers=True),),
    answers={"area": {"name:x": "truro", "codes:lsoa": ""}},
)  # fmt: skip


def in_the_database(value):
    return json.loads(json.dumps(value))


def test_counts_come_back_as_they_were_kept():
    kept = in_the_database(COUNTS.as_json())
    assert kept["version"] == 1
    assert UploadCounts.from_json(kept) == COUNTS


def test_counts_of_the_version_before_are_read():
    kept = {
        "new": 3, "removed": 1, "error": 2, "warning": 4, "unknown_codes_E01": 7, "restored": 1,
        "kept": ["Q1!D2"], "meanwhile": {"number": 2, "first": [["Q1!D2", 5, None, 6]]},
    }  # fmt: skip
    assert Upload(counts=kept).counted == replace(COUNTS, left_out=(), read_as=())


def test_an_upload_that_was_never_checked_counts_nothing():
    assert Upload().counted == UploadCounts.from_json(None) == UploadCounts()


def test_written_are_the_new_the_changed_and_the_removed():
    assert UploadCounts(new=1, changed=2, removed=4, unchanged=8, left=16, rejected=32).written == 7


def test_a_layout_comes_back_as_it_was_kept():
    kept = in_the_database(LAYOUT.as_json())
    assert kept["version"] == 1
    assert StoredLayout.of(Upload(layout=kept)) == LAYOUT


def test_a_layout_of_the_version_before_is_read():
    kept = in_the_database(LAYOUT.as_json())
    kept["seen"] = kept.pop("samples")
    del kept["version"]
    assert StoredLayout.of(Upload(layout=kept)) == LAYOUT


def test_before_the_columns_are_named_there_is_no_layout():
    unnamed = StoredLayout(heading_row=2, samples=LAYOUT.samples)
    assert StoredLayout.from_json(in_the_database(unnamed.as_json())) == unnamed
    assert StoredLayout.of(Upload()) == StoredLayout.from_json(None) == StoredLayout()


def test_samples_are_given_for_each_column_asked_about():
    assert LAYOUT.samples_of(2) == [*LAYOUT.samples, ColumnSamples()]
    assert LAYOUT.samples_of(0) == []
