"""Files that are strange rather than forbidden: most are read, some are refused, none may stop the reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.performance.uploads.making import (
    FIGURES,
    MAIN,
    ROWS,
    SHARED,
    SHEET,
    XML,
    number_cell,
    ods,
    sheet,
    table,
    table_row,
    text_cell,
    workbook,
    workbook_parts,
)

Make = Callable[[Path], object]
HEAD = "Indicator,Area,Period,Value\n"
ROW = "Drilled incidents,Truro,Q1 2011/12,{}\n"


def _text(content: str, encoding: str = "utf-8", mark: bytes = b"") -> Make:
    return lambda path: path.write_bytes(mark + content.encode(encoding, "surrogatepass"))


def _valued(*values: str) -> Make:
    return _text(HEAD + "".join(ROW.format(value) for value in values))


def _cells(cells: str, **changes: str) -> Make:
    """A sound workbook with more cells in its second row, and parts that are otherwise."""
    rows = f"{ROWS}{FIGURES.removeprefix(ROWS).replace('</row>', cells + '</row>')}"
    return lambda path: workbook(path, changes, rows=rows)


def _around(before: str = "", after: str = "") -> Make:
    return lambda path: workbook(path, {SHEET: sheet(before=before, after=after)})


def _styles(formats: str, cells: str = "") -> Make:
    styles = (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="200" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    relations = str(workbook_parts()["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/styles" Target="styles.xml"/></Relationships>',
    )
    return _cells(
        cells or '<c r="C2" s="1"><v>0.125</v></c>',
        **{"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations},
    )


def _format(code: str) -> Make:
    return _styles(f'<numFmt numFmtId="200" formatCode="{code}"/>')


def _book(old: str, new: str) -> Make:
    parts = workbook_parts()
    return lambda path: workbook(
        path, {"xl/workbook.xml": str(parts["xl/workbook.xml"]).replace(old, new)}
    )


def _strings(items: str, index: str, says: str = "1") -> Make:
    return lambda path: workbook(
        path,
        {SHARED: f'{XML}<sst xmlns="{MAIN}" count="{says}" uniqueCount="{says}">{items}</sst>'},
        rows=FIGURES.replace("</row>", f'<c r="C2" t="s"><v>{index}</v></c></row>'),
    )


def _tables(rows: str, name: str = "Figures") -> Make:
    head = table_row(text_cell("Area") + text_cell("Value"))
    return lambda path: ods(path, tables=table(head + rows, name))


def _inline(text: str) -> Make:
    return _cells(f'<c r="C2" t="inlineStr"><is><t>{text}</t></is></c>')


ODD_FILES: dict[str, Make] = {
    "injection.csv": _text(
        HEAD + "=cmd|'/C calc'!A0,Truro,Q1 2011/12,5\n@SUM(1+1),+A1,-1+1,\t=1+1\n"
    ),
    "injection_quoted.csv": _text(HEAD + '"=HYPERLINK(""http://elsewhere.example"")",Truro,x,5\n'),
    "quoted_newlines.csv": _text(HEAD + '"Drilled\r\nincidents","Tru\nro","Q1\n2011/12","5\n"\n'),
    "quoted_marks.csv": _text(HEAD + '"""Drilled"" incidents",Truro,Q1 2011/12,"""5"""\n'),
    "two_marks.csv": _text(HEAD + ROW.format(5), mark=b"\xef\xbb\xbf\xef\xbb\xbf"),
    "utf16_le.csv": _text(HEAD + ROW.format(5), "utf-16-le", b"\xff\xfe"),
    "utf16_be.csv": _text(HEAD + ROW.format(5), "utf-16-be", b"\xfe\xff"),
    "utf16_surrogate.csv": _text(HEAD + ROW.format("\ud800"), "utf-16-le", b"\xff\xfe"),
    "surrogate.csv": _text(HEAD + ROW.format("\udfff")),
    "old_mac.csv": _text((HEAD + ROW.format(5)).replace("\n", "\r")),
    "mixed_ends.csv": _text(HEAD + "a,b,c,1\r\nd,e,f,2\rg,h,i,3\n"),
    "odd_ends.csv": _text(HEAD + "a\u2028b,c\u2029d,e\x85f,5\n"),
    "right_to_left.csv": _text(HEAD + "\u202egnp.exe\u2066,\u200bTruro,\ufeffQ1 2011/12,5\n"),
    "no_numbers.csv": _valued("NaN", "-NaN", "Infinity", "-inf", "1e999999", "1e-999999", "0x10"),
    "long_number.csv": _valued("9" * 5_000, f"0.{'0' * 5_000}1", f"1e{'9' * 400}"),
    "other_digits.csv": _valued("１２３", "٣٤٥", "²³", "Ⅻ", "½", "1\u00a0000", "1 000", "𝟙𝟚"),
    "brackets.csv": _valued("(((((5", "))", "--5", "5%%%", "£$€5", "1,2,3".replace(",", ";"), "..5"),
    "dates.csv": _text(
        HEAD + "".join(f"a,Truro,{day},1\n" for day in (
            *("31/02/2011", "0000-00-00", "99999-01-01", "29 Feb 2011", "Q5 2011/12", "2011/99"),
            *("Q1 -1/0", "April to March 0", "rolling 999999999999 months to May 2011", "Q" * 900),
        ))
    ),
    "same_headings.csv": _text("Value," * 40 + "Value\n" + "1," * 40 + "1\n"),
    "no_headings.csv": _text("," * 40 + "\n" + "1," * 40 + "1\n"),
    "long_heading.csv": _text(f"{'Indicator ' * 3_000},Area,Period,Value\na,b,c,1\n"),
    "one_name_long.csv": _text(HEAD + f"{'St Piran ' * 3_000},{'Truro ' * 3_000},Q1 2011/12,1\n"),
    "percent_signs.csv": _text(HEAD + "%s%n%x,{0.__class__},${jndi:ldap://x},5\n"),
    "sql.csv": _text(HEAD + "'; DROP TABLE performance_figure; --,Truro,Q1 2011/12,5\n"),
    "markup.csv": _text(HEAD + "<script>alert(1)</script>,<img src=x onerror=alert(2)>,&amp;,5\n"),
    "tabs.tsv": _text((HEAD + ROW.format("5\\t")).replace(",", "\t")),
    "semicolons.csv": _text((HEAD + ROW.format("5")).replace(",", ";")),
    "backslashes.csv": _text(HEAD + "a\\,b\\\",Truro\\,Q1 2011/12,5\n".replace('"', "")),
    "only_signs.csv": _text(HEAD + "🂡🂢🂣,👩‍👩‍👧‍👦,\U000e0041\U000e007f,5\n"),
    "zalgo.csv": _text(HEAD + f"T{chr(0x301) * 20_000},Truro,Q1 2011/12,5\n"),
    "surrogate_spelt.xlsx": _inline("a_xD800_b_xDFFF_"),
    "control_spelt.xlsx": _inline("a_x0001_b_x001F_c_xFFFF_"),
    "not_a_letter.xlsx": _inline("a&#xFFFE;&#x1F;"),
    "surrogate_reference.xlsx": _inline("a&#xD800;"),
    "beyond_unicode.xlsx": _inline("a&#x110000;&#xFFFFFFFFFF;"),
    "cdata.xlsx": _inline("<![CDATA[<script>alert(1)</script>]]>"),
    "instruction.xlsx": _inline("<?php echo 1 ?><!-- -- -->a"),
    "errors.xlsx": _cells("".join(
        f'<c r="{column}2" t="e"><v>{error}</v></c>' for column, error in
        zip("CDEFGHI", ("#REF!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#DIV/0!"), strict=True)
    )),
    "error_of_today.xlsx": _cells('<c r="C2" t="e"><v>#SPILL!</v></c>'),
    "error_unheard_of.xlsx": _cells('<c r="C2" t="e"><v>#\u202e!</v></c>'),
    "formula_alone.xlsx": _cells('<c r="C2"><f>1/0</f></c>'),
    "formula_in_circles.xlsx": _cells(
        '<c r="C2"><f t="shared" si="0" ref="C2:XFD1048576">C2</f><v>1</v></c>'
        '<c r="D2"><f t="shared" si="0"/></c><c r="E2"><f t="array" ref="E2:E2">E2</f><v>x</v></c>'
    ),
    "formula_deep.xlsx": _cells(f'<c r="C2"><f>{"(" * 9_000}1{")" * 9_000}</f><v>1</v></c>'),
    "infinite.xlsx": _cells('<c r="C2"><v>1e999</v></c><c r="D2"><v>-1e999</v></c>'),
    "no_number.xlsx": _cells('<c r="C2"><v>NaN</v></c>'),
    "words_as_number.xlsx": _cells('<c r="C2"><v>five</v></c>'),
    "long_digits.xlsx": _cells(f'<c r="C2"><v>{"9" * 20_000}</v></c>'),
    "smallest.xlsx": _cells('<c r="C2"><v>5e-324</v></c><c r="D2"><v>-0</v></c>'),
    "far_dates.xlsx": _styles(
        '<numFmt numFmtId="200" formatCode="dd/mm/yyyy"/>',
        '<c r="C2" s="1"><v>1e10</v></c><c r="D2" s="1"><v>-5</v></c><c r="E2" s="1"><v>60</v></c>'
        '<c r="F2" s="1"><v>2958466</v></c>',
    ),
    "iso_dates.xlsx": _cells(
        '<c r="C2" t="d"><v>2011-13-45</v></c><c r="D2" t="d"><v>0000-00-00T99:99:99</v></c>'
    ),
    "booleans.xlsx": _cells('<c r="C2" t="b"><v>2</v></c><c r="D2" t="b"><v/></c>'),
    "kind_unheard_of.xlsx": _cells('<c r="C2" t="zz"><v>1</v></c>'),
    "row_below_nought.xlsx": lambda path: workbook(path, rows=FIGURES.replace('r="2"', 'r="-2"')),
    "row_of_four_billion.xlsx": lambda path: workbook(
        path, rows=FIGURES.replace('r="2"', 'r="4294967296"').replace("A2", "A4294967296")
    ),
    "out_of_order.xlsx": lambda path: workbook(
        path, rows='<row r="9"><c r="B9"><v>1</v></c><c r="A9"><v>2</v></c></row>' + FIGURES
    ),
    "same_cell_twice.xlsx": _cells('<c r="B2"><v>6</v></c><c r="B2"><v>7</v></c>'),
    "no_addresses.xlsx": lambda path: workbook(
        path, rows="<row><c><v>1</v></c><c><v>2</v></c></row>" * 3
    ),
    "style_out_of_range.xlsx": _cells('<c r="C2" s="4294967295"><v>1</v></c>'),
    "style_below_nought.xlsx": _cells('<c r="C2" s="-1"><v>1</v></c>'),
    "strings_in_circles.xlsx": _strings('<si><t>&#95;x0041_</t></si><si><r><t>a</t></r></si>', "1"),
    "string_below_nought.xlsx": _strings("<si><t>a</t></si>", "-1"),
    "string_of_four_billion.xlsx": _strings("<si><t>a</t></si>", "4294967297"),
    "strings_said_to_be_many.xlsx": _strings("<si><t>a</t></si>", "0", "4000000000"),
    "string_deep.xlsx": _strings(f"<si>{'<r>' * 5_000}<t>a</t>{'</r>' * 5_000}</si>", "0"),
    "string_phonetic.xlsx": _strings(
        '<si><t>a</t><rPh sb="0" eb="1"><t>b</t></rPh><phoneticPr fontId="9999999"/></si>', "0"
    ),
    "dimension_huge.xlsx": _around(before='<dimension ref="A1:XFD1048576"/>'),
    "dimension_reversed.xlsx": _around(before='<dimension ref="Z99:A1"/>'),
    "dimension_of_nothing.xlsx": _around(before='<dimension ref=""/>'),
    "dimension_too_long.xlsx": _around(before=f'<dimension ref="{"A" * 99}1:{"Z" * 99}9"/>'),
    "merged_all.xlsx": _around(
        after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "merged_backwards.xlsx": _around(
        after='<mergeCells><mergeCell ref="B9:A1"/><mergeCell ref="zz"/></mergeCells>'
    ),
    "merged_often.xlsx": _around(
        after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 40_000 + "</mergeCells>"
    ),
    "columns_hidden_all.xlsx": _around(before='<cols><col min="1" max="4294967295" hidden="1"/></cols>'),
    "columns_backwards.xlsx": _around(before='<cols><col min="9" max="1" hidden="1"/></cols>'),
    "name_long.xlsx": _book('name="Figures"', f'name="{"F" * 9_000}"'),
    "name_of_signs.xlsx": _book('name="Figures"', "name=\"'!:\\/?*[]&#10;\""),
    "name_of_nothing.xlsx": _book('name="Figures"', 'name=""'),
    "sheet_twice.xlsx": _book("<sheets>", '<sheets><sheet name="Figures" sheetId="1" r:id="rId1"/>'),
    "sheet_nowhere.xlsx": _book("rId1", "rId99"),
    "sheet_is_the_strings.xlsx": _book("rId1", "rId2"),
    "all_hidden.xlsx": _book('name="Figures"', 'name="Figures" state="veryHidden"'),
    "since_1904.xlsx": _book("<sheets>", '<workbookPr date1904="1"/><sheets>'),
    "names_in_circles.xlsx": _book(
        "</sheets>",
        '</sheets><definedNames><definedName name="a">b</definedName>'
        '<definedName name="b">a</definedName></definedNames>',
    ),
    "format_long.xlsx": _format("0" * 60_000),
    "format_of_brackets.xlsx": _format("[" * 5_000),
    "format_of_quotes.xlsx": _format("&quot;" * 5_001),
    "format_of_parts.xlsx": _format(";" * 5_000),
    "format_escaped.xlsx": _format("\\" * 5_001),
    "format_repeats.xlsx": _format("#,##0_);[Red](#,##0)" * 500),
    "formats_many.xlsx": _styles(
        "".join(f'<numFmt numFmtId="{n}" formatCode="0.0{n}"/>' for n in range(200, 60_200))
    ),
    "format_without_code.xlsx": _styles('<numFmt numFmtId="200"/>'),
    "format_number_of_words.xlsx": _styles('<numFmt numFmtId="two" formatCode="0"/>'),
    "styles_of_nothing.xlsx": lambda path: workbook(path, {"xl/styles.xml": ""}),
    "repeat_below_nought.ods": _tables(
        table_row(text_cell("Truro", 'table:number-columns-repeated="-3"') + number_cell(5))
    ),
    "repeat_nought.ods": _tables(
        table_row(text_cell("Truro") + number_cell(5), 'table:number-rows-repeated="0"')
    ),
    "table_in_a_cell.ods": _tables(table_row(
        "<table:table-cell>" + table(table_row(text_cell("inside")), "Inner") + "</table:table-cell>"
    )),
    "rows_in_circles.ods": _tables(
        "<table:table-row-group>" * 3_000 + table_row(text_cell("a")) + "</table:table-row-group>" * 3_000
    ),
    "value_of_words.ods": _tables(table_row(
        '<table:table-cell office:value-type="float" office:value="five"/>' + text_cell("Truro")
    )),
    "value_infinite.ods": _tables(table_row(text_cell("Truro") + number_cell(float("inf")))),
    "date_of_nothing.ods": _tables(table_row(
        text_cell("Truro") + '<table:table-cell office:value-type="date" office:date-value="0-0-0"/>'
    )),
    "time_of_words.ods": _tables(table_row(
        text_cell("Truro") + '<table:table-cell office:value-type="time" office:time-value="P-1Y"/>'
    )),
    "name_of_nothing.ods": _tables(table_row(text_cell("Truro") + number_cell(5)), ""),
    "spaces_many.ods": _tables(table_row(
        text_cell('a<text:s text:c="999999999"/>b') + number_cell(5)
    )),
}  # fmt: skip
