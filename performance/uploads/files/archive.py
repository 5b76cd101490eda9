"""The zip archive of a workbook, and the XML parts in it.

The directory of the archive is checked before anything is unpacked, and each XML part before a reader sees it: UTF-8,
no DOCTYPE, no NUL.
"""

import itertools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from performance.uploads.files.limits import (
    MAX_PARTS,
    MAX_SHRINKAGE,
    MAX_UNPACKED_BYTES,
    SHRINKAGE_COUNTS_FROM_BYTES,
)
from performance.uploads.files.refusals import refusal

# What zipfile raises on archives that are damaged or crafted.
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
        self._parts = {_plain_name(part.filename): part for part in parts}
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


def _plain_name(name: str) -> str:
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


_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What a reader would take for UTF-16 or UTF-32.
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"\0\0")
_LONGEST_MARK = len(b"<!DOCTYPE")


def checked_xml(archive: Archive, name: str) -> Iterator[bytes]:
    """The XML of a part in pieces, each looked at before it is handed on.

    Raises FileRefused for a DOCTYPE, an encoding other than UTF-8, and NUL bytes.
    """
    chunks = archive.chunks(name)
    start = next(chunks, b"")
    if start.startswith(_OTHER_ENCODINGS):
        raise refusal("strange_encoding")
    start = start.removeprefix(_BYTE_ORDER_MARK)
    declared = _ENCODING.match(start)
    if declared and declared[1].lower() not in _UTF8:
        raise refusal("strange_encoding")
    tail = b""
    for chunk in itertools.chain((start,), chunks):
        if b"\0" in chunk:
            raise refusal("nul_bytes", where=name.rpartition("/")[2][:60])
        joined = tail + chunk
        # One letter is looked for in a tenth of the time that two take.
        if b"!" in joined and (b"<!DOCTYPE" in joined or b"<!ENTITY" in joined):
            raise refusal("xml_entities")
        tail = chunk[-_LONGEST_MARK:]
        yield chunk


_MOST_NAMES = 1_000

Started = Callable[[str, dict[str, str]], None]
Ended = Callable[[str], None]
Said = Callable[[str], None]


def walk_xml(
    chunks: Iterable[bytes], *, start: Started, end: Ended | None = None, text: Said | None = None
) -> None:
    """Calls `start` with each element and its attributes, `text` with text and `end` at its end, in order.

    Raises FileRefused where it is not well formed or has a DOCTYPE.
    """
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    plain = _PlainNames()

    def started(name: str, pairs: list[str]) -> None:
        attributes: dict[str, str] = {}
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            attributes[plain[key]] = value
        start(plain[name], attributes)

    parser.StartElementHandler = started
    if end:
        parser.EndElementHandler = lambda name: end(plain[name])
    if text:
        parser.CharacterDataHandler = text
    feed_xml(parser, chunks)


def feed_xml(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    """Parses the pieces with the parser's own handlers. Raises FileRefused as `walk` does."""

    def doctype(*_: object) -> None:
        raise refusal("xml_entities")

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise refusal("damaged") from None


class _PlainNames(dict[str, str]):
    """Names without their prefixes, worked out once each."""

    def __missing__(self, name: str) -> str:
        short = name.rpartition(":")[2]
        if len(self) < _MOST_NAMES:
            self[name] = short
        return short
