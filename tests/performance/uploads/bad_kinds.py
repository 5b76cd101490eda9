"""Files that are not what their names say, or not what is read here at all."""

from tests.performance.uploads.bad import bad
from tests.performance.uploads.making import ods, workbook, write_zip

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
HTML = b"<html><body><table><tr><td>Truro</td><td>5</td></tr></table></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CSV = b"Area,Value\r\nTruro,5\r\n"


def ole(entry: str) -> bytes:
    """An old Microsoft container with one entry in its directory."""
    return OLE + entry.encode("utf-16-le") + bytes(512)


def zip_of(*names: str):
    return lambda path: write_zip(path, dict.fromkeys(names, "x"))


def zip_with_password(path) -> None:
    """The zip's own encryption: a bit of each entry's flags, in both of its places."""
    workbook(path)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    path.write_bytes(bytes(content))


BAD_KINDS = [
    bad("no_bytes.xlsx", "empty", "The file is empty", b""),
    bad("no_bytes.csv", "empty", "The file is empty", b""),
    bad("picture.xlsx", "not_a_table", "a picture (PNG)", PNG),
    bad("picture.csv", "not_a_table", "a picture (PNG)", PNG),
    bad("photo.xlsx", "not_a_table", "a picture (JPEG)", b"\xff\xd8\xff\xe0" + bytes(100)),
    bad("logo.ods", "not_a_table", "a picture (GIF)", b"GIF89a" + bytes(100)),
    bad("report.xlsx", "not_a_table", "a PDF", b"%PDF-1.7\n" + bytes(100)),
    bad("report.pdf", "not_a_table", "a PDF", b"%PDF-1.7\n" + bytes(100)),
    bad("page.xls", "not_a_table", "a web page", HTML),
    bad("page.xlsx", "not_a_table", "a web page", b"\xef\xbb\xbf\r\n<!DOCTYPE html>" + HTML),
    bad("spreadsheet_2003.xls", "not_a_table", "an XML file", b'<?xml version="1.0"?><Workbook/>'),
    bad("letter.xlsx", "not_a_table", "RTF", b"{\\rtf1 Truro}"),
    bad("squeezed.csv", "not_a_table", "gzip", b"\x1f\x8b\x08" + bytes(100)),
    bad("database.ods", "not_a_table", "a database", b"SQLite format 3\x00" + bytes(100)),
    bad("program.csv", "not_a_table", "a program", b"\x7fELF" + bytes(100)),
    bad(
        "workbook.csv", "wrong_extension", "ends in .csv, but it holds an Excel workbook", workbook
    ),
    bad("workbook.ods", "wrong_extension", "a name that ends in .xlsx", workbook),
    bad("workbook.xls", "wrong_extension", "ends in .xls, but", workbook),
    bad("opendocument.xlsx", "wrong_extension", "holds an OpenDocument spreadsheet", ods),
    bad("text.xlsx", "wrong_extension", "holds plain text", CSV),
    bad("text.xls", "wrong_extension", "a name that ends in .csv", CSV),
    bad("workbook", "unknown_extension", "does not end in .xlsx, .ods or .csv", workbook),
    bad("workbook.xlsx.exe", "unknown_extension", "does not end in .xlsx", workbook),
    bad("workbook.docx", "unknown_extension", "does not end in .xlsx", workbook),
    bad("letter_word.xlsx", "not_a_table", "a Word document", zip_of("word/document.xml")),
    bad("slides.xlsx", "not_a_table", "a presentation", zip_of("ppt/presentation.xml")),
    bad("numbers.xlsx", "old_workbook", "Apple Numbers", zip_of("Index/Document.iwa")),
    bad("binary.xlsb", "old_workbook", ".xlsb", zip_of("xl/workbook.bin")),
    bad("archive.xlsx", "not_a_table", "a zip archive", zip_of("figures.csv")),
    bad(
        "writer.ods",
        "not_a_table",
        "not a spreadsheet",
        lambda path: ods(path, {"mimetype": "application/vnd.oasis.opendocument.text"}),
    ),
    bad("old.xls", "old_workbook", "the old Excel format (.xls)", ole("Workbook")),
    bad("older.xlsx", "old_workbook", "save it as an Excel workbook", ole("Book")),
    bad("old_letter.xlsx", "not_a_table", "a Word document", ole("WordDocument")),
    bad("old_something.xls", "not_a_table", "an old Microsoft Office file", OLE),
    bad("password.xlsx", "password", "Take the password off", ole("EncryptedPackage")),
    bad("password_zip.xlsx", "password", "Take the password off", zip_with_password),
]
