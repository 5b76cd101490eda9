"""Excel workbooks that are broken, forbidden, or without figures."""

import warnings
import zipfile

from tests.performance.uploads.bad import bad
from tests.performance.uploads.making import (
    FIGURES,
    MAIN,
    PACKAGE,
    RELATIONS,
    ROWS,
    SHARED,
    SHEET,
    sheet,
    workbook,
    workbook_parts,
)

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)


def with_parts(**names_and_texts):
    """A sound workbook with parts added or changed: `with_parts(**{"xl/a.bin": "x"})`."""
    return lambda path: workbook(path, names_and_texts)


def with_cell(cell: str, **more):
    """A sound workbook with one more cell in its second row."""
    return lambda path: workbook(path, rows=FIGURES.replace("</row>", cell + "</row>"), **more)


def related(word: str, target: str = "stuff/1.dat", mode: str = "", of: str = SHEET):
    """A sound workbook with a part under a name that says nothing, and a relationship that does."""
    folder, _, name = of.rpartition("/")
    mode = mode and f' TargetMode="{mode}"'
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r9" Type="{word}" Target="{target}"{mode}/></Relationships>'
    )
    return with_parts(**{f"{folder}/_rels/{name}.rels": relations, "xl/stuff/1.dat": "x"})


def typed(kind: str, name: str = "/xl/stuff/1.xml"):
    """A sound workbook with a part of another type."""
    types = workbook_parts()["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="{name}" ContentType="{kind}"/></Types>'
    )
    return with_parts(**{"[Content_Types].xml": types, name[1:]: "<x/>"})


def with_formula(text: str):
    return with_cell(f'<c r="C2"><f>{text}</f><v>7</v></c>')


def with_name(attributes: str, text: str = "1"):
    book = workbook_parts()["xl/workbook.xml"].replace(
        "</sheets>",
        f"</sheets><definedNames><definedName {attributes}>{text}</definedName></definedNames>",
    )
    return with_parts(**{"xl/workbook.xml": book})


def cut(share: float):
    """A sound workbook of which only the first part was saved."""

    def make(path) -> None:
        workbook(path)
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * share)])

    return make


def with_a_bit_flipped(path) -> None:
    workbook(path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content[at + 40] ^= 0x55
    path.write_bytes(bytes(content))


def with_one_part_twice(path) -> None:
    workbook(path)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, sheet(ROWS))


def only_a_chart(path) -> None:
    parts = {
        name: text.replace("worksheet", "chartsheet") for name, text in workbook_parts().items()
    }
    workbook(path, {**parts, SHEET: None, "xl/chartsheets/sheet1.xml": "<chartsheet/>"})


BAD_WORKBOOKS = [
    bad("half.xlsx", "damaged", "only a part of it was saved", cut(0.5)),
    bad("start.xlsx", "damaged", "only a part of it was saved", cut(0.05)),
    bad("end_missing.xlsx", "damaged", "Open it in Excel", cut(0.98)),
    bad("bit_flipped.xlsx", "damaged", "The file is damaged", with_a_bit_flipped),
    bad("part_twice.xlsx", "damaged", "The file is damaged", with_one_part_twice),
    bad("half_a_sheet.xlsx", "damaged", "damaged", with_parts(**{SHEET: sheet()[:-60]})),
    bad("empty_sheet_part.xlsx", "damaged", "damaged", with_parts(**{SHEET: ""})),
    bad("sheet_missing.xlsx", "damaged", "damaged", with_parts(**{SHEET: None})),
    bad("types_missing.xlsx", "damaged", "damaged", with_parts(**{"[Content_Types].xml": None})),
    bad("relations_missing.xlsx", "damaged", "damaged", with_parts(**{"xl/_rels/workbook.xml.rels": None})),
    bad("not_xml.xlsx", "damaged", "damaged", with_parts(**{"xl/workbook.xml": "Truro & Bodmin"})),
    bad("climbs_out.xlsx", "damaged", "damaged", with_parts(**{"../../etc/passwd": "x"})),
    bad("from_the_root.xlsx", "damaged", "damaged", with_parts(**{"/etc/passwd": "x"})),
    bad("no_such_string.xlsx", "damaged", "damaged", with_cell('<c r="C2" t="s"><v>7</v></c>')),
    bad("strings_missing.xlsx", "damaged", "damaged", lambda path: workbook(
        path, {SHARED: None}, rows=FIGURES.replace("</row>", '<c r="C2" t="s"><v>0</v></c></row>'))),
    bad("no_such_cell.xlsx", "damaged", "damaged", with_cell('<c r="1C"><v>7</v></c>')),
    bad("no_such_entity.xlsx", "damaged", "damaged", with_cell('<c r="C2" t="inlineStr"><is><t>&no;</t></is></c>')),
    bad("deep.xlsx", "damaged", "damaged", with_cell(f'<c r="C2">{"<x>" * 100_000}{"</x>" * 100_000}</c>')),
    bad("macros.xlsm", "macros", "Save it as an Excel workbook without macros", workbook),
    bad("macros.xlsx", "macros", "has macros in it", with_parts(**{"xl/vbaProject.bin": "x"})),
    bad("old_macros.xlsx", "macros", "has macros", with_parts(**{"xl/macrosheets/sheet1.xml": "<x/>"})),
    bad("links.xlsx", "external_links", "takes values from other files",
        with_parts(**{"xl/externalLinks/externalLink1.xml": "<externalLink/>"})),
    bad("workbook_inside.xlsx", "files_inside", "another file inside it (other.xlsx)",
        with_parts(**{"xl/embeddings/other.xlsx": "x"})),
    bad("object_inside.xlsx", "files_inside", "oleobject1.bin", with_parts(**{"xl/embeddings/oleObject1.bin": "x"})),
    bad("zip_inside.xlsx", "files_inside", "Take out what is embedded", with_parts(**{"xl/media/more.zip": "x"})),
    bad("macros_by_relation.xlsx", "macros", "has macros",
        related("http://schemas.microsoft.com/office/2006/relationships/vbaProject", of="xl/other.xml")),
    bad("macros_by_type.xlsx", "macros", "has macros", typed("application/vnd.ms-office.vbaProject", "/xl/a.bin")),
    bad("macro_workbook.xlsx", "macros", "has macros",
        typed("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "/xl/book.xml")),
    bad("macro_sheet_by_relation.xlsx", "macros", "has macros",
        related("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet")),
    bad("macro_sheet_by_type.xlsx", "macros", "has macros", typed("application/vnd.ms-excel.intlmacrosheet+xml")),
    bad("macro_name.xlsx", "macros", "has macros", with_name('name="Auto_Open" xlm="1"')),
    bad("activex.xlsx", "macros", "has macros", related(f"{RELATIONS}/control")),
    bad("activex_by_type.xlsx", "macros", "has macros", typed("application/vnd.ms-office.activeX+xml")),
    bad("link_by_relation.xlsx", "external_links", "from other files", related(f"{RELATIONS}/externalLink")),
    bad("strict_link.xlsx", "external_links", "from other files",
        related("http://purl.oclc.org/ooxml/officeDocument/relationships/externalLink")),
    bad("link_by_type.xlsx", "external_links", "from other files", typed(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml")),
    bad("picture_from_outside.xlsx", "external_links", "from other files",
        related(f"{RELATIONS}/image", "https://elsewhere.example/a.png", "External")),
    bad("ole_by_relation.xlsx", "files_inside", "another file inside it (1.dat)", related(f"{RELATIONS}/oleObject")),
    bad("ole_by_type.xlsx", "files_inside", "another file",
        typed("application/vnd.openxmlformats-officedocument.oleObject")),
    bad("package_inside.xlsx", "files_inside", "another file inside it (1.dat)", related(f"{RELATIONS}/package")),
    bad("connection.xlsx", "data_connections", "from a database", related(f"{RELATIONS}/connections")),
    bad("connection_by_type.xlsx", "data_connections", "from a database", typed(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml")),
    bad("query.xlsx", "data_connections", "from a database", related(f"{RELATIONS}/queryTable")),
    bad("dde.xlsx", "data_connections", "another program", with_formula("cmd|'/C calc'!A0")),
    bad("dde_after_text.xlsx", "data_connections", "another program", with_formula('"a"&amp;cmd|calc!A0')),
    bad("dde_in_a_name.xlsx", "data_connections", "another program", with_name('name="a"', "Excel|Book1!R1C1")),
    bad("web.xlsx", "data_connections", "the web", with_formula('_xlfn.WEBSERVICE("http://elsewhere.example")')),
    bad("dde_prefixed.xlsx", "data_connections", "another program", with_cell(
        f'<x:c xmlns:x="{MAIN}" r="C2"><x:f>cmd|calc!A0</x:f><x:v>7</x:v></x:c>')),
    bad("entities_in_sheet.xlsx", "xml_entities", "XML entities",
        with_parts(**{SHEET: ENTITIES + sheet().partition("\n")[2]})),
    bad("entities_in_strings.xlsx", "xml_entities", "XML entities",
        with_parts(**{SHARED: ENTITIES + "<sst><si><t>&b;</t></si></sst>"})),
    bad("entity_of_a_file.xlsx", "xml_entities", "XML entities", with_parts(**{
        "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'})),
    bad("doctype_behind_comment.xlsx", "xml_entities", "XML entities", with_parts(**{
        "docProps/core.xml": f"<!-- <a> {'x' * 300_000} --><!DOCTYPE x><x/>"})),
    bad("utf16_sheet.xlsx", "strange_encoding", "an encoding", with_parts(**{SHEET: sheet().encode("utf-16")})),
    bad("utf16_unmarked.xlsx", "strange_encoding", "an encoding", with_parts(**{SHEET: sheet().encode("utf-16-le")})),
    bad("latin_sheet.xlsx", "strange_encoding", "an encoding",
        with_parts(**{SHEET: sheet().replace("UTF-8", "ISO-8859-1")})),
    bad("nul_in_sheet.xlsx", "nul_bytes", "sheet1.xml", with_parts(**{SHEET: sheet().replace("Truro", "Tru\0ro")})),
    bad("nul_in_strings.xlsx", "nul_bytes", "sharedstrings.xml", with_parts(**{SHARED: "<sst>\0</sst>"})),
    bad("nul_spelt_out.xlsx", "nul_bytes", "Figures!C2",
        with_cell('<c r="C2" t="inlineStr"><is><t>a_x0000_b</t></is></c>')),
    bad("text_too_long.xlsx", "cell_too_long", "Figures!C2",
        with_cell(f'<c r="C2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c>')),
    bad("nothing_in_it.xlsx", "nothing_in_it", "every sheet is blank", lambda path: workbook(path, rows="")),
    bad("only_colours.xlsx", "nothing_in_it", "every sheet is blank",
        lambda path: workbook(path, rows='<row r="1"><c r="A1" s="1"/></row>')),
    bad("only_headings.xlsx", "only_headings", "headings but no figures", lambda path: workbook(path, rows=ROWS)),
    bad("only_a_chart.xlsx", "nothing_in_it", "every sheet is blank", only_a_chart),
]  # fmt: skip
