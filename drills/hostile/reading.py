"""Reads one hostile file as the planner does, in its confined process, and says what came of it and what it took."""

from __future__ import annotations

import resource
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from drills.hostile.generated_files import make_generated
from drills.hostile.mutated_files import make_mutated
from drills.hostile.odd_files import ODD_FILES
from performance.uploads.files import FileRefused, read_table
from tests.performance.uploads.bad_files import BAD_FILES

KEPT, GENERATED, MUTATED = "kept", "generated", "mutated"
# The first are odd, the others forbidden; each has its own name.
KEPT_FILES = [*ODD_FILES.items(), *((one.name, one.make) for one in BAD_FILES)]
# What is said of a file whose reader ended and nobody knows why: no refusal that anybody thought of.
DIED = "unreadable"


class ReadFile(NamedTuple):
    """`outcome` is "read", the code of a refusal, or of a crash its traceback. Bytes are the most that any reader yet took."""

    what: str
    number: int
    is_crash: bool
    outcome: str
    seconds: float
    bytes: int


def make(what: str, number: int, folder: Path) -> Path:
    """The file, in `folder` under a name that says what it is."""
    if what == GENERATED:
        return make_generated(number, folder)
    if what == MUTATED:
        return make_mutated(number, folder)
    name, write = KEPT_FILES[number]
    path = folder / name
    write(path)
    return path


def read(what: str, number: int) -> ReadFile:
    with TemporaryDirectory(prefix="hostile-") as folder:
        path = make(what, number, Path(folder))
        began, is_crash = perf_counter(), False
        try:
            with read_table(path, path.name) as table:
                for sheet in table.sheets:
                    for _ in table.rows(sheet):
                        pass
            outcome = "read"
        except FileRefused as refused:
            outcome, is_crash = refused.code, refused.code == DIED
        except Exception:
            outcome, is_crash = traceback.format_exc(), True
        took = perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return ReadFile(what, number, is_crash, outcome, took, most)
