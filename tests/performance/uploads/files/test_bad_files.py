"""A bad file is refused in plain words, soon, within its memory, and leaves no process behind."""

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from performance.uploads.files import FileRefused, read_table
from performance.uploads.files.limits import MEMORY_BYTES
from performance.uploads.files.refusals import MESSAGES
from tests.performance.uploads.bad_files import BAD_FILES

ROOT = Path(__file__).resolve().parents[4]
SECONDS = 10
# Those that no file brings about by itself: test_reading_process.py does, and tests/core/test_stored_files.py.
OTHERWISE = {"too_slow", "unreadable", "not_stored"}


def children() -> set[str]:
    """The processes that this one has started and that are still there."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


def seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_bad_file_is_refused(bad, tmp_path):
    path = tmp_path / bad.name
    bad.make(path)
    children_before, seconds_before = children(), seconds_of_children()

    with pytest.raises(FileRefused) as refused:
        read_table(path, bad.name)

    assert refused.value.code == bad.code
    assert bad.says in refused.value.message
    assert seconds_of_children() - seconds_before < SECONDS
    assert children() <= children_before


def test_there_are_many_and_each_refusal_has_one():
    assert len(BAD_FILES) >= 60
    assert len({bad.name for bad in BAD_FILES}) == len(BAD_FILES)
    assert {bad.code for bad in BAD_FILES} == set(MESSAGES) - OTHERWISE


@pytest.mark.parametrize("message", MESSAGES.values(), ids=list(MESSAGES))
def test_a_refusal_says_what_to_do_in_plain_words(message):
    assert message.endswith(".")
    assert re.search(
        r"\b(Add|Check|Copy|Open|Put|Save|Shorten|Take|Upload|choose|save|put)\b", message
    )
    assert not re.search(
        r"calamine|exception|invalid|parse|error|RLIMIT|None", message, re.IGNORECASE
    )


def test_the_greediest_files_stay_within_their_memory(tmp_path):
    """Measured from outside, each in a fresh process that reads nothing else."""
    greedy = [bad for bad in BAD_FILES if bad.code in ("too_much_memory", "too_many_cells")]
    assert len(greedy) >= 6
    for bad in greedy:
        path = tmp_path / bad.name
        bad.make(path)
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, path, path.suffix],
            capture_output=True,
            check=True,
            cwd=ROOT,
        )
        assert 10_000_000 < int(measured.stdout.split()[-1]) < MEMORY_BYTES < 400_000_000


MEASURE = """
import os, resource, subprocess, sys, tempfile
with tempfile.TemporaryFile() as spool:
    subprocess.run(
        [sys.executable, "-m", "performance.uploads.files.child", *sys.argv[1:], str(spool.fileno())],
        pass_fds=[spool.fileno()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""
