"""What is in a backup: an ordinary archive, whose dump has the hash that its end says."""

import io
import json
import tarfile

import pytest

from core.backups import contents
from core.backups.contents import BackupContents, Hashed, Manifest, archive
from core.backups.problems import BackupProblem
from core.backups.table_sums import TableSum

MANIFEST = Manifest(
    planner="0.1.0",
    made_at="2011-11-30T09:00:00+00:00",
    vendor="postgresql",
    server=15,
    program=15,
    migrations=[["places", "0001_initial"]],
    tables={"places_area": TableSum(2, "ab"), "places_index": TableSum(1, "cd")},
)
DUMP = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(contents, "PART", 1000)


def written(manifest=MANIFEST, dump=DUMP):
    pieces = [dump[n : n + 300] for n in range(0, len(dump), 300)]
    return b"".join(archive(manifest, Hashed(pieces), "database.dump"))


def test_it_is_read_as_it_was_written():
    found = BackupContents(io.BytesIO(written()))
    assert found.manifest == MANIFEST
    assert (found.manifest.rows, found.manifest.counts["places_area"]) == (3, 2)
    assert b"".join(found.dump()) == DUMP
    assert found.end.size == len(DUMP)


def test_ordinary_programs_read_it_too():
    with tarfile.open(fileobj=io.BytesIO(written())) as tar:
        names = tar.getnames()
        parts = [name for name in names if name.startswith("database.dump.")]
        assert (names[0], names[-1], len(parts)) == ("manifest.json", "end.json", 9)
        assert b"".join(tar.extractfile(name).read() for name in parts) == DUMP


def test_an_empty_dump_has_its_end():
    assert list(BackupContents(io.BytesIO(written(dump=b""))).dump()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.replace(bytes([7, 8, 9]), bytes([7, 9, 8]), 1),
        lambda content: content[:9000],
        # A part is missing, or the end.
        lambda content: content.replace(b"database.dump.00003", b"end.json\0\0\0\0\0\0\0\0\0\0\0", 1),
        lambda content: content[: content.rindex(b"end.json")] + bytes(1024),
    ],
)  # fmt: skip
def test_a_dump_that_is_not_what_was_written_is_refused(damage):
    with pytest.raises(BackupProblem, match="damaged"):
        list(BackupContents(io.BytesIO(damage(written()))).dump())


@pytest.mark.parametrize("content", [b"", b"Bring milk.", bytes(2000)])
def test_what_is_no_archive_is_no_backup(content):
    with pytest.raises(BackupProblem, match="no backup of the planner"):
        BackupContents(io.BytesIO(content))


def test_a_form_of_a_later_version_is_refused():
    said = {**json.loads(json.dumps(MANIFEST.__dict__)), "form": 2}
    with pytest.raises(BackupProblem, match="later version"):
        BackupContents(io.BytesIO(written(manifest=Manifest(**said))))
