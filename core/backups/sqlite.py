"""SQLite's own way to copy a database while others use it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.backups.envelope import is_abandoned, locked_part
from core.backups.problems import BackupProblem

PIECE = 1 << 20
QUICKLY = 1
AS_GZIP = 31
SECONDS_FOR_A_LOCK = 20
# Folders of copies, and in each what tells others that somebody still works in it.
SCRATCH, LOCK = ".backup-", "in-use"


@contextmanager
def scratch_file(beside: Path) -> Iterator[Path]:
    """The path of a file to be made in a folder of its own, gone at the end.

    It is made beside the database: a copy of it is as well guarded there as itself. What a killed process left goes too.
    """
    for left in beside.parent.glob(f"{SCRATCH}*/{LOCK}"):
        if is_abandoned(left):
            shutil.rmtree(left.parent, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory(prefix=SCRATCH, dir=beside.parent) as folder,
        locked_part(Path(folder) / LOCK),
    ):
        yield Path(folder) / "copy.sqlite3"


@contextmanager
def opened(path: Path, *, may_write: bool = False) -> Iterator[sqlite3.Connection]:
    mode = "rwc" if may_write else "ro"
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=SECONDS_FOR_A_LOCK
        )
    except sqlite3.Error as why:
        raise BackupProblem(f"{path} cannot be opened: {why}.") from why
    with closing(connection):
        yield connection


def copy(source: Path, target: Path) -> None:
    """Put all that is in one file in place of all that is in another: the whole of it, or nothing."""
    with opened(source) as found, opened(target, may_write=True) as put:
        try:
            found.backup(put)
        except sqlite3.Error as why:
            raise BackupProblem(f"{target} cannot be written: {why}.") from why


def packed(path: Path) -> Iterator[bytes]:
    """The bytes of a file, as gzip has them."""
    packer = zlib.compressobj(QUICKLY, wbits=AS_GZIP)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield packer.compress(piece)
    yield packer.flush()


def unpack(pieces: Iterable[bytes], path: Path) -> None:
    """The other way round. Raises BackupProblem where what comes out is no sound database."""
    unpacker = zlib.decompressobj(wbits=AS_GZIP)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(unpacker.decompress(piece))
            file.write(unpacker.flush())
    except zlib.error as why:
        raise BackupProblem("The backup is damaged: its dump cannot be unpacked.") from why
    except OSError as why:
        raise BackupProblem(f"The backup cannot be unpacked: {why.strerror}.") from why
    with opened(path) as connection:
        try:
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as why:
            said = str(why)
    if said != "ok":
        raise BackupProblem(f"The backup holds no sound database: {said}.")
