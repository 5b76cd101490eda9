"""OpenDocument spreadsheets that are broken, forbidden, too large or without figures."""

from tests.performance.uploads.bad import bad
from tests.performance.uploads.making import (
    HEADINGS,
    content,
    number_cell,
    ods,
    table,
    table_row,
    text_cell,
)

FIGURE = table_row(text_cell("Truro") + number_cell(5))


def with_rows(rows: str):
    return lambda path: ods(path, tables=table(HEADINGS + FIGURE + rows))


def with_parts(**names_and_texts):
    return lambda path: ods(path, names_and_texts)


def half(path) -> None:
    ods(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


MANIFEST = (
    '<m:manifest xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
)
LINK = '<table:table-source xlink:href="file:///other.ods"/>'

BAD_OPENDOCUMENT = [
    bad("half.ods", "damaged", "only a part of it was saved", half),
    bad("no_content.ods", "damaged", "damaged", with_parts(**{"content.xml": None})),
    bad("half_content.ods", "damaged", "damaged", with_parts(**{"content.xml": content(table(HEADINGS))[:-50]})),
    bad("password.ods", "password", "Take the password off", with_parts(**{"META-INF/manifest.xml": MANIFEST})),
    bad("macros.ods", "macros", "has macros in it", with_parts(**{"Basic/Standard/Module1.xml": "<x/>"})),
    bad("scripts.ods", "macros", "has macros in it", with_parts(**{"Scripts/python/a.py": "x"})),
    bad("entities.ods", "xml_entities", "XML entities", with_parts(
        **{"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]>' + content(table(HEADINGS)).partition("\n")[2]})),
    bad("zip_inside.ods", "files_inside", "another file inside it", with_parts(**{"Pictures/more.zip": "x"})),
    bad("linked_sheet.ods", "external_links", "other files", lambda path: ods(path, tables=table(LINK + HEADINGS + FIGURE))),
    bad("linked_formula.ods", "external_links", "other files", with_rows(table_row(
        number_cell(5, """table:formula="of:=['file:///other.ods'#$Sheet1.A1]" """)))),
    bad("linked_cache.ods", "external_links", "other files", lambda path: ods(
        path, tables=table(HEADINGS + FIGURE) + table(HEADINGS, "'file:///other.ods'#Sheet1"))),
    bad("dde.ods", "external_links", "other files",
        lambda path: ods(path, tables=table(HEADINGS + FIGURE) + '<table:dde-link/>')),
    bad("dde_prefixed.ods", "external_links", "other files",
        lambda path: ods(path, tables=table(HEADINGS + FIGURE) + '<x:dde-link xmlns:x="urn:x"/>')),
    bad("dde_formula.ods", "data_connections", "another program", with_rows(table_row(
        number_cell(5, """table:formula='of:=DDE("soffice";"a.ods";"A1")' """)))),
    bad("ole.ods", "files_inside", "another file inside",
        lambda path: ods(path, tables=table(HEADINGS + FIGURE) + '<draw:object-ole xmlns:draw="urn:draw"/>')),
    bad("wide.ods", "too_many_columns", "Figures!XFD3",
        with_rows(table_row(number_cell(1, 'table:number-columns-repeated="16384"')))),
    bad("ten_million_wide.ods", "too_many_columns", "at most 500 columns",
        with_rows(table_row('<table:table-cell table:number-columns-repeated="9999999"/>' + number_cell(1)))),
    bad("long.ods", "too_many_rows", "at most 250,000 rows",
        with_rows(table_row(number_cell(1), 'table:number-rows-repeated="1000000"'))),
    bad("far_down.ods", "too_many_rows", "Figures!A1000003",
        with_rows(table_row("<table:table-cell/>", 'table:number-rows-repeated="1000000"') + table_row(number_cell(1)))),
    bad("block.ods", "too_many_cells", "more than 2,500,000 cells", with_rows(table_row(
        number_cell(1, 'table:number-columns-repeated="400"'), 'table:number-rows-repeated="200000"'))),
    bad("far_corner.ods", "too_much_memory", "stray cells", with_rows(
        table_row("<table:table-cell/>", 'table:number-rows-repeated="200000"')
        + table_row('<table:table-cell table:number-columns-repeated="400"/>' + number_cell(1)))),
    bad("no_such_repeat.ods", "damaged", "damaged",
        with_rows(table_row(number_cell(1, 'table:number-columns-repeated="-3"')))),
    bad("nul.ods", "nul_bytes", "content.xml", with_parts(**{"content.xml": content(table(HEADINGS)).replace("Area", "\0")})),
    bad("nothing_in_it.ods", "nothing_in_it", "every sheet is blank", lambda path: ods(path, tables=table(""))),
    bad("only_headings.ods", "only_headings", "headings but no figures", lambda path: ods(path, tables=table(HEADINGS))),
]  # fmt: skip
