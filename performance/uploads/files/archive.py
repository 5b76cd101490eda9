"""The zip that a workbook is: looked at by its directory alone, before anything in it is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator

from performance.uploads.files.limits import (
    MAX_PARTS,
    MAX_SHRINKAGE,
    MAX_UNPACKED_BYTES,
    SHRINKAGE_COUNTS_FROM_BYTES,
)
from performance.uploads.files.refusals import refusal

# What zipfile raises on archives that are damaged, or made to mislead.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)

_ENCRYPTED = 0x1
_MACROS = ("xl/vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")
_ARCHIVES = (
    *(".zip", ".7z", ".rar", ".gz", ".jar"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".docx", ".docm", ".doc", ".pptx", ".odt"),
)
_CHUNK = 1 << 18


class Archive:
    """A workbook's parts by name. Names are compared without regard to case, as spreadsheet programs do.

    Raises FileRefused when the directory is broken, encrypted, too large or holds what is not allowed.
    """

    def __init__(self, path: str) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except BROKEN:
            raise refusal("damaged") from None
        parts = [part for part in self._zip.infolist() if not part.is_dir()]
        _check_size(parts)
        self._parts = {_plain(part.filename): part for part in parts}
        if len(self._parts) < len(parts):
            # Two parts of one name: we might look at one and read the other.
            raise refusal("damaged")
        _check_names(self._parts)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """What a part holds, in pieces. Reading to the end checks its length and checksum."""
        try:
            with self._zip.open(self._parts[name.lower()]) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except BROKEN:
            raise refusal("damaged") from None


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MAX_PARTS:
        raise refusal("unpacks_too_large")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise refusal("password")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise refusal("unpacks_too_large")
    for part in parts:
        shrinkage = part.file_size / max(part.compress_size, 1)
        if part.file_size > SHRINKAGE_COUNTS_FROM_BYTES and shrinkage > MAX_SHRINKAGE:
            raise refusal("unpacks_too_large")


def _check_names(parts: dict[str, zipfile.ZipInfo]) -> None:
    for name in parts:
        if name.startswith("/") or ".." in name.split("/"):
            raise refusal("damaged")
        if name.startswith(_MACROS):
            raise refusal("macros")
        if name.startswith("xl/externallinks/"):
            raise refusal("external_links")
        if name.endswith(_ARCHIVES) or name.startswith("xl/embeddings/"):
            raise refusal("files_inside", name=name.rpartition("/")[2][:60])
