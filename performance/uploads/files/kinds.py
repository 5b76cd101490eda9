"""The kind of a file by its content, which must agree with its name."""

import zipfile
from pathlib import Path
from typing import Literal

from performance.uploads.files.archive import BROKEN
from performance.uploads.files.refusals import refusal

Kind = Literal["xlsx", "ods", "csv"]

EXTENSIONS: dict[Kind, tuple[str, ...]] = {
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "csv": (".csv", ".tsv", ".txt"),
}
# Other extensions that people try, so that the refusal can name theirs.
TRIED = (
    ".xls",
    ".xlsm",
    ".xltm",
    ".xlsb",
    ".xltx",
    ".ots",
    ".pdf",
    ".html",
    ".htm",
    ".xml",
    ".zip",
)

_WHAT: dict[Kind, str] = {
    "xlsx": "an Excel workbook",
    "ods": "an OpenDocument spreadsheet",
    "csv": "plain text",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a formatted letter (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def extension_of(name: str) -> str:
    """The extension of a file's name in small letters, such as ".xlsx"; "" for one that is not known."""
    suffix = Path(name.replace("\\", "/")).suffix.lower()
    known = {extension for extensions in EXTENSIONS.values() for extension in extensions}
    return suffix if suffix in known or suffix in TRIED else ""


def recognise(path: str, extension: str) -> Kind:
    """The kind of a file, by its first bytes. Raises FileRefused where it is no table, or its name says another."""
    with Path(path).open("rb") as file:
        head = file.read(4096)
    if not head:
        raise refusal("empty")
    if head.startswith(_OLE):
        raise _ole_refusal(Path(path).read_bytes())
    kind = _kind_of_zip(path) if head.startswith(_ZIP) else _kind_of_text(head)
    if extension in EXTENSIONS[kind]:
        return kind
    if extension in (".xlsm", ".xltm"):
        raise refusal("macros")
    if not extension:
        raise refusal("unknown_extension")
    raise refusal(
        "wrong_extension", extension=extension, what=_WHAT[kind], right=EXTENSIONS[kind][0]
    )


def _ole_refusal(content: bytes) -> Exception:
    """For the older container of Microsoft's files: the names in its directory tell what it holds."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refusal("password")
    for entry, what in (("WordDocument", "a Word document"), ("PowerPoint", "a presentation")):
        if entry.encode("utf-16-le") in content:
            return refusal("not_a_table", what=what)
    for entry in ("Workbook", "Book"):
        if entry.encode("utf-16-le") in content:
            return refusal("old_workbook", what="the old Excel format (.xls)")
    return refusal("not_a_table", what="an old Microsoft Office file")


def _kind_of_zip(path: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    mimetype = part.read(200).strip()
            else:
                mimetype = b""
    except BROKEN:
        raise refusal("damaged") from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise refusal("old_workbook", what="the binary Excel format (.xlsb)")
    if mimetype == _ODS:
        return "ods"
    if mimetype:
        raise refusal("not_a_table", what="an OpenDocument file that is not a spreadsheet")
    for start, what in (("word/", "a Word document"), ("ppt/", "a presentation")):
        if any(name.startswith(start) for name in names):
            raise refusal("not_a_table", what=what)
    if any(name.endswith(".iwa") for name in names):
        raise refusal("old_workbook", what="the format of Apple Numbers")
    raise refusal("not_a_table", what="a zip archive")


def _kind_of_text(head: bytes) -> Kind:
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise refusal("not_a_table", what=what)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise refusal("not_a_table", what="a web page")
    if start.startswith(b"<?xml"):
        raise refusal("not_a_table", what="an XML file")
    return "csv"
