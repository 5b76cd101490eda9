"""The process that reads a file: whatever becomes of it, whoever asked is told, and nothing of theirs is in it."""

import io
import logging
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from performance.uploads.files import FileRefused, child, read_table, table
from performance.uploads.files.refusals import MachineAtFault
from performance.uploads.files.table import read_rows
from tests.performance.uploads.files.test_bad_files import children
from tests.performance.uploads.making import workbook


@pytest.fixture
def figures(tmp_path):
    path = tmp_path / "figures.xlsx"
    workbook(path)
    return path


def refusal_of(path) -> str:
    with pytest.raises(FileRefused) as refused:
        read_table(path, path.name)
    return refused.value.code


def test_one_that_takes_too_long_is_ended(figures, monkeypatch):
    monkeypatch.setattr(table, "WALL_SECONDS", 0.001)
    before = children()
    assert refusal_of(figures) == "too_slow"
    assert children() <= before


def test_one_that_fails_is_logged_for_us_and_a_refusal_for_them(figures, monkeypatch, caplog):
    monkeypatch.setattr(table, "_READER", "tests.performance.uploads.no_such_module")
    with caplog.at_level(logging.ERROR):
        assert refusal_of(figures) == "unreadable"
    assert "No module named tests.performance.uploads.no_such_module" in caplog.text


@pytest.mark.parametrize(
    ("code", "complaint", "refusal"),
    [
        (-signal.SIGXCPU, "", "too_slow"),
        (-signal.SIGABRT, "memory allocation of 3000000000 bytes failed", "too_much_memory"),
        (-signal.SIGABRT, "panicked", "unreadable"),
        (-signal.SIGSEGV, "", "unreadable"),
    ],
)
def test_how_it_ended_says_what_was_wrong(code, complaint, refusal):
    assert table.refusal_after_death(code, complaint).code == refusal


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        (-signal.SIGTERM, ""),
        (-signal.SIGINT, ""),
        (-signal.SIGHUP, ""),
        # Its own limits end it otherwise: somebody did, or a system without memory.
        (-signal.SIGKILL, ""),
        (1, "Traceback\nOSError: [Errno 28] No space left on device: '/tmp/x'\n"),
        (1, "Traceback\nOSError: [Errno 24] Too many open files: '/tmp/x'\n"),
        (1, "Traceback\nOSError: [Errno 5] Input/output error\n"),
    ],
)
def test_what_the_machine_did_is_no_refusal_of_the_file(code, complaint):
    assert isinstance(table.refusal_after_death(code, complaint), MachineAtFault)


def test_a_full_disk_is_no_refusal_of_the_file(figures):
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(MachineAtFault):
        child.read(str(figures), ".xlsx", full)


def test_a_restart_that_ends_the_reader_is_no_refusal_of_the_file(figures, monkeypatch):
    monkeypatch.setattr(table, "_READER", "tests.performance.uploads.terminated")
    with pytest.raises(MachineAtFault, match="SIGTERM"):
        read_table(figures, figures.name)


def test_a_system_that_starts_no_process_is_no_refusal_of_the_file(figures, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(MachineAtFault):
        read_table(figures, figures.name)


def test_it_gets_no_secret_and_no_file_of_ours(figures, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "three-choughs")
    monkeypatch.setattr(table, "_READER", "tests.performance.uploads.nosy")
    with read_table(figures, figures.name) as read:
        found = read.peak_memory
    assert not {"SECRET_KEY", "DATABASE_URL", "HOME"} & set(found["variables"])
    # The fourth is the folder that it looks into.
    assert found["files"] == [0, 1, 2, *sorted({3, found["spool"]} | {found["files"][3]})]


def test_it_does_not_load_django(figures):
    script = "import sys, performance.uploads.files.child; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert said.stdout.strip() == b"False"


@pytest.mark.parametrize(
    "answer",
    [b"", b"[]", b"{}", b'{"kind": "csv", "sheets": [1]}', b'{"refused": "what"}', b"\xff"],
)
def test_an_answer_that_makes_no_sense_is_a_refusal(answer):
    with pytest.raises(FileRefused) as refused:
        table._table(table.answer_in(answer), io.BytesIO())
    assert refused.value.code == "unreadable"


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"{}\n", b"[]\n", b"5\n", b"\xff\n", b"[" * 9_000),
        *(b"[[]]\n", b'[["x"],[1]]\n', b"[[1.0],[1]]\n", b"[1,[1]]\n"),
        *(b'[[1],[{"on":"x"}]]\n', b"[[1],[{}]]\n"),
        *(b"[[1]]\n", b"[[1],[1,2]]\n", b"[[1,2],[1]]\n", b"[[1,2],[1,2],[1]]\n"),
    ],
)
def test_rows_that_make_no_sense_are_a_refusal(line):
    with pytest.raises(FileRefused):
        list(read_rows(io.BytesIO(line), 0, max(len(line), 1)))


def test_the_rows_are_gone_once_it_is_closed(figures):
    with read_table(figures, figures.name) as read:
        assert list(read.rows("Figures")) == [(1, ("Area", "Value")), (2, ("Truro", 5))]
    with pytest.raises(ValueError, match="closed file"):
        list(read.rows("Figures"))


def test_two_can_read_the_same_rows_at_once(figures):
    with read_table(figures, figures.name) as read:
        pairs = list(zip(read.rows("Figures"), read.rows("Figures"), strict=True))
    assert len(pairs) == 2
    assert all(first == second for first, second in pairs)
