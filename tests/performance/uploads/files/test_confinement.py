"""Whoever takes the reading process over gets nothing else: no file, no network, no process, no secret.

Where the kernel cannot confine it, the system check says so; then these tests ask for that instead.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core import checks

from performance.uploads.files import confinement, read_table, table
from tests.performance.uploads import escaping
from tests.performance.uploads.making import workbook

HOLDS = not confinement.lacking()
NAMES = [attempt.__name__ for attempt in escaping.ATTEMPTS]


def warnings_of_ours():
    return [one for one in checks.run_checks() if one.id == "performance.W001"]


@pytest.fixture
def attempted(tmp_path, monkeypatch):
    """What came of each attempt, in a process that was started as the reading one is."""
    path = tmp_path / "figures.csv"
    path.write_text("Area,Value\nTruro,5\n")
    (tmp_path / "secret-key").write_text("three-choughs")
    (tmp_path / "planner.sqlite3").write_bytes(b"SQLite format 3")
    monkeypatch.setenv("SECRET_KEY", "three-choughs")
    monkeypatch.setattr(table, "_READER", "tests.performance.uploads.escaping")
    with read_table(path, path.name) as read:
        return read.peak_memory


def test_no_attempt_gets_out(attempted):
    if not HOLDS:
        assert warnings_of_ours(), "not confined, and nobody is told"
        return
    assert set(attempted) == set(NAMES)
    assert {name for name, outcome in attempted.items() if outcome != "refused"} == set()


def test_there_are_more_than_ten_attempts_and_each_would_work_unconfined(tmp_path):
    """So that none is refused for another reason than the confinement."""
    path = tmp_path / "figures.csv"
    path.write_text("x")
    (tmp_path / "secret-key").write_text("three-choughs")
    (tmp_path / "planner.sqlite3").write_bytes(b"x")
    quiet = {
        *("open_a_socket", "open_a_local_socket", "become_a_program", "trace_the_parent"),
        *("take_back_the_limits", "mount_something", "read_memory_of_parent", "delete_the_file"),
        *("leave_a_process_behind", "write_into_tmp", "stop_the_parent"),
    }
    tried = [one for one in escaping.ATTEMPTS if one.__name__ not in quiet]
    assert len(escaping.ATTEMPTS) >= 20
    assert {escaping.outcome_of(one, str(path)) for one in tried} == {"escaped"}


def test_the_system_check_says_what_the_kernel_lacks(monkeypatch):
    monkeypatch.setattr(confinement, "_landlock_version", lambda c: 0)
    (warning,) = warnings_of_ours()
    assert "Landlock" in warning.msg
    assert "seccomp" not in warning.msg or not HOLDS


@pytest.mark.skipif(not HOLDS, reason="the kernel confines nothing, and the check says so")
def test_the_system_check_is_silent_where_all_is_there():
    assert warnings_of_ours() == []


def test_what_it_left_behind_is_ended_with_it(tmp_path, monkeypatch):
    path = tmp_path / "figures.xlsx"
    workbook(path)
    monkeypatch.setattr(table, "_READER", "tests.performance.uploads.lingering")
    with read_table(path, path.name) as read:
        left = read.peak_memory
    until = time.monotonic() + 10
    while is_running(left) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(left)


def is_running(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_it_has_a_session_of_its_own(tmp_path, monkeypatch):
    path = tmp_path / "figures.xlsx"
    workbook(path)
    monkeypatch.setattr(table, "_READER", "tests.performance.uploads.lingering")
    with read_table(path, path.name) as read:
        assert read.kind != os.getsid(0)


def test_a_filter_is_there_for_each_machine_that_servers_have():
    assert set(confinement._FORBIDDEN) == {"x86_64", "aarch64"}
    for machine in confinement._FORBIDDEN:
        assert all(len(line) == 4 for line in confinement._filter(machine, 1))


def test_the_probe_confines_nobody():
    script = (
        "from performance.uploads.files.confinement import lacking; lacking();"
        "import subprocess; subprocess.run(['/bin/true'], check=True); print(open('/etc/passwd').read(1))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert said.stdout
