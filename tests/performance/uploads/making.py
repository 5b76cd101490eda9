"""Makes workbooks by hand, part by part, so that a test can say what is wrong with one of them."""

import zipfile
from collections.abc import Iterable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"

ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>Area</t></is></c><c r="B1" t="inlineStr"><is><t>Value</t></is></c></row>'
FIGURES = (
    ROWS
    + '<row r="2"><c r="A2" t="inlineStr"><is><t>Truro</t></is></c><c r="B2"><v>5</v></c></row>'
)

Parts = Mapping[str, str | bytes | None]


def sheet(rows: str = FIGURES, before: str = "", after: str = "") -> str:
    return (
        f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def workbook_parts(rows: str = FIGURES, shared: str = "") -> dict[str, str | bytes]:
    """The parts of a sound workbook of one sheet, "Figures"; `shared` are its shared strings."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Figures" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/worksheets/sheet1.xml": sheet(rows),
    }


def write_zip(path, parts: Parts, level: int = 6) -> None:
    """Writes the parts as a zip, without those that are None."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)


def workbook_of_pieces(
    path, pieces: Iterable[str], *, level: int = 1, shared: bool = False
) -> None:
    """Writes an .xlsx whose sheet, or whose shared strings, are too large to hold in memory here."""
    whole = workbook_parts()
    name, mark = ("xl/sharedStrings.xml", "</sst>") if shared else (SHEET, "</sheetData>")
    before, _, after = str(whole.pop(name)).partition(mark)
    write_zip(path, whole)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=level) as archive,
        archive.open(name, "w") as part,
    ):
        part.write(before.encode())
        for piece in pieces:
            part.write(piece.encode())
        part.write((mark + after).encode())


def workbook(path, changes: Parts | None = None, *, rows: str = FIGURES, shared: str = "") -> None:
    """Writes an .xlsx: a sound one, with the changes made to its parts (None takes one away)."""
    write_zip(path, {**workbook_parts(rows, shared), **(changes or {})})


def content(tables: str) -> str:
    """The content.xml of an OpenDocument spreadsheet with these tables."""
    names = ("office", "table", "text", "style", "dc")
    prefixes = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in names)
    own = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return (
        f'{XML}<office:document-content {prefixes} {own} xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet>'
        "</office:body></office:document-content>"
    )


def text_cell(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def number_cell(number: float, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}" {attributes}>'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def table(rows: str, name: str = "Figures") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def table_row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


HEADINGS = table_row(text_cell("Area") + text_cell("Value"))
TABLE = table(HEADINGS + table_row(text_cell("Truro") + number_cell(5)))


def ods(path, changes: Parts | None = None, *, tables: str = TABLE) -> None:
    """Writes an .ods: a sound one, with the changes made to its parts."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'{XML}<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"/>'
    parts = {
        "mimetype": kind,
        "content.xml": content(tables),
        "META-INF/manifest.xml": manifest,
    }
    write_zip(path, {**parts, **(changes or {})})
