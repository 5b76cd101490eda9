"""XML parts of a workbook, as they must be before any reader sees them: UTF-8, no DOCTYPE, no NUL."""

import itertools
import re
from collections.abc import Iterator

from performance.uploads.files.archive import Archive
from performance.uploads.files.refusals import refusal

_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What a reader would take for UTF-16 or UTF-32.
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0", b"\0\0")
_LONGEST_MARK = len(b"<!DOCTYPE")


def checked(archive: Archive, name: str) -> Iterator[bytes]:
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
        seen = tail + chunk
        # One letter is looked for in a tenth of the time that two take.
        if b"!" in seen and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
            raise refusal("xml_entities")
        tail = chunk[-_LONGEST_MARK:]
        yield chunk
