"""What is in a backup, under its encryption: an ordinary tar archive, so that ordinary programs open it too.

manifest.json        what it is a backup of, with the count and the checksum of each table
database.…           the dump, in parts of some megabytes
end.json             the size and the SHA-256 of the dump: the last, so that it can be written as a stream
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import IO, Any, BinaryIO

from core.backups.problems import BackupProblem
from core.backups.table_sums import Sums, TableSum

PART = 8 * 1024 * 1024
FORM = 1
MANIFEST, END = "manifest.json", "end.json"
NO_BACKUP = "This is no backup of the planner, or one of a later version of it."


@dataclass(frozen=True)
class Manifest:
    """What a backup is of."""

    planner: str
    made_at: str
    # "postgresql" or "sqlite", and the version of the server and of the program that dumped it.
    vendor: str
    server: int
    program: int
    migrations: list[list[str]]
    tables: Sums
    form: int = FORM

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def counts(self) -> dict[str, int]:
        return {name: table.rows for name, table in self.tables.items()}


@dataclass(frozen=True)
class End:
    """The size and the hash of a dump."""

    size: int
    sha256: str


class Hashed:
    """Pieces of a dump on their way through, counted and hashed."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._sha, self._size = pieces, sha256(), 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._sha.update(piece)
            self._size += len(piece)
            yield piece

    @property
    def end(self) -> End:
        return End(self._size, self._sha.hexdigest())


def archive(manifest: Manifest, dump: Hashed, name: str) -> Iterator[bytes]:
    """The bytes of the archive. `name` is what the parts of the dump are called, before their number."""
    yield from _member(MANIFEST, _json(asdict(manifest)))
    for number, part in enumerate(_parts(dump), 1):
        yield from _member(f"{name}.{number:05}", part)
    yield from _member(END, _json(asdict(dump.end)))
    yield bytes(2 * tarfile.BLOCKSIZE)


class BackupContents:
    """An archive that is read as a stream: the manifest, then the dump once, then its end."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._tar = tarfile.open(fileobj=stream, mode="r|")  # noqa: SIM115
            said = self._json(MANIFEST)
            if said["form"] != FORM:
                raise BackupProblem(NO_BACKUP)
            tables = {name: TableSum(*found) for name, found in said.pop("tables").items()}
            self.manifest = Manifest(**said, tables=tables)
        except (tarfile.TarError, ValueError, KeyError, TypeError) as why:
            raise BackupProblem(NO_BACKUP) from why
        self.end: End | None = None

    def dump(self) -> Iterator[bytes]:
        """The dump, piece by piece. Raises BackupProblem at its end where it is not what was written."""
        hashed = Hashed(self._pieces())
        yield from hashed
        if self.end != hashed.end:
            raise BackupProblem("The backup is damaged: its dump is not the one that was written.")

    def _pieces(self) -> Iterator[bytes]:
        try:
            while member := self._tar.next():
                file = self._file(member)
                if member.name == END:
                    self.end = End(**json.load(file))
                    return
                while piece := file.read(1 << 20):
                    yield piece
        except (tarfile.TarError, ValueError, TypeError) as why:
            raise BackupProblem("The backup is damaged: its archive cannot be read.") from why

    def _json(self, name: str) -> Any:
        member = self._tar.next()
        if member is None or member.name != name:
            raise ValueError
        return json.load(self._file(member))

    def _file(self, member: tarfile.TarInfo) -> IO[bytes]:
        file = self._tar.extractfile(member)
        if file is None:
            raise ValueError
        return file


def _member(name: str, content: bytes) -> Iterator[bytes]:
    facts = tarfile.TarInfo(name)
    facts.size, facts.mode = len(content), 0o600
    yield facts.tobuf(tarfile.USTAR_FORMAT)
    yield content
    yield bytes(-len(content) % tarfile.BLOCKSIZE)


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    part = bytearray()
    for piece in pieces:
        part += piece
        if len(part) >= PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


def _json(said: Any) -> bytes:
    return json.dumps(said, indent=1).encode()
