"""A document of Word: what a reader, a screen reader and Word itself find in it."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from safercornwall.exports.word.contents import (
    Bullets,
    Cell,
    Chart,
    Document,
    Line,
    Passage,
    SectionHeading,
    Sideways,
    Table,
    TableRow,
    group,
)
from safercornwall.exports.word.document import write_document

CHART = Chart(
    title="Off target", alt="Bars. Fires: 47%.", kind="bars", categories=("Fires", "=1+1"),
    lines=(Line("Share", (47.5, None)),), look='0"%"',
)  # fmt: skip
TABLE = Table(
    caption="How they stand", headings=("Indicator", "Status"),
    rows=(group("Burglary"), TableRow((Cell(("Fires & <smoke>",)), Cell(lead="◆ Off track", tone="red")))),
    widths=(60, 40),
)  # fmt: skip
PIECES = (
    SectionHeading("Performance", starts_page=True),
    Passage("Worked out.", lead="Statuses:"),
    Bullets(("One", "Two")),
    TABLE,
    CHART,
    SectionHeading("Money", level=2),
    SectionHeading("By year", level=3),
)


def written(*pieces, template=None, **facts):
    contents = Document(
        **{
            "title": "Plan 2012/13",
            "subtitle": "Board pack",
            "front": ("As at 30 November 2011",),
            "author": "Safer Somewhere",
            "footer": "Plan 2012/13",
        }
        | facts,
        pieces=pieces or PIECES,
    )
    out = io.BytesIO()
    write_document(contents, template, out)
    out.seek(0)
    return out


def template_of(*paragraphs, change=lambda file: None):
    file = docx.Document()
    for words in paragraphs:
        file.add_paragraph(words)
    change(file)
    out = io.BytesIO()
    file.save(out)
    out.seek(0)
    return out


def parts_of(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(file):
    return [one.text for one in docx.Document(file).paragraphs if one.text]


def test_headings_are_word_s_own_so_that_a_screen_reader_finds_them():
    file = docx.Document(written())
    found = [(one.style.name, one.text) for one in file.paragraphs if "Heading" in one.style.name]
    assert found == [("Heading 1", "Performance"), ("Heading 2", "Money"), ("Heading 3", "By year")]


def test_the_contents_lead_to_each_heading_and_say_its_page():
    body = docx.Document(written()).element.body
    names = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(links) == 2
    assert set(links) == names
    asked = [one.text.split()[1] for one in body.iter(qn("w:instrText")) if "PAGEREF" in one.text]
    assert asked == links


def test_a_table_repeats_its_headings_on_each_page_and_has_a_name():
    (table,) = docx.Document(written()).tables
    assert [cell.text for cell in table.rows[0].cells] == ["Indicator", "Status"]
    assert table.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.find(qn("w:trPr") + "/" + qn("w:tblHeader")) is None
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption.get(qn("w:val")) == "How they stand"


def test_a_status_is_a_mark_and_a_word_and_a_ground():
    (table,) = docx.Document(written()).tables
    cell = table.rows[2].cells[1]
    assert cell.text == "◆ Off track"
    assert cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "F4CDC6"


def test_the_name_of_a_group_is_not_left_alone_at_the_end_of_a_page():
    (table,) = docx.Document(written()).tables
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [None, True, None]


def test_words_with_signs_of_xml_are_whole():
    assert docx.Document(written()).tables[0].rows[2].cells[0].text == "Fires & <smoke>"


def test_a_chart_says_in_words_what_it_shows():
    body = docx.Document(written()).element.body
    (drawing,) = body.iter(qn("wp:docPr"))
    assert drawing.get("descr") == "Bars. Fires: 47%."


def test_a_chart_keeps_its_numbers_and_nothing_stands_for_nought():
    parts = parts_of(written())
    chart = parts["word/charts/board-pack-1.xml"].decode()
    assert "<c:v>47.5</c:v>" in chart
    assert '<c:pt idx="1"><c:v>=1+1</c:v>' in chart
    assert chart.count("<c:numCache>") == 1
    assert '<c:ptCount val="2"/><c:pt idx="0"><c:v>47.5</c:v></c:pt></c:numCache>' in chart
    sheet = load_workbook(io.BytesIO(parts["word/embeddings/board-pack-1.xlsx"])).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [47.5, None]
    assert sheet["A3"].data_type == "s"


@pytest.mark.parametrize("kind", ["bars", "columns", "lines"])
def test_every_kind_of_chart_is_well_formed(kind):
    lines = (Line("A & B", (1.0, 2.0)), Line("C", (3.0, -4.0)))
    chart = Chart("T <x>", 'Says "so"', kind, ("p", "q"), lines)
    parts = parts_of(written(chart))
    file = docx.oxml.parse_xml(parts["word/charts/board-pack-1.xml"])
    assert file.tag.endswith("chartSpace")
    (drawing,) = docx.Document(written(chart)).element.body.iter(qn("wp:docPr"))
    assert drawing.get("descr") == 'Says "so"'


def test_a_wide_table_lies_on_its_side():
    file = docx.Document(
        written(SectionHeading("A"), Sideways(True), TABLE, Sideways(False), Passage("b"))
    )
    lying = [section.page_width > section.page_height for section in file.sections]
    assert lying == [False, True, False]


def test_the_pages_are_a4_and_numbered():
    section = docx.Document(written()).sections[0]
    assert round(section.page_width.cm, 1) == 21.0
    fields = [one.text.strip() for one in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_it_is_in_british_english_and_has_a_title():
    file = docx.Document(written())
    assert (file.core_properties.title, file.core_properties.language) == ("Plan 2012/13", "en-GB")


# A partnership's own template


def test_a_template_gives_its_styles_headers_and_cover():
    def change(file):
        file.styles["Heading 1"].font.name = "Gill Sans"
        file.sections[0].header.paragraphs[0].text = "Our partnership"

    file = docx.Document(written(template=template_of("Our cover", change=change)))
    assert file.styles["Heading 1"].font.name == "Gill Sans"
    assert file.sections[0].header.paragraphs[0].text == "Our partnership"
    assert file.paragraphs[0].text == "Our cover"
    assert "Performance" in [one.text for one in file.paragraphs]


def test_the_pack_comes_where_the_template_has_its_place():
    found = words_of(written(template=template_of("Before", "[Board pack]", "After")))
    assert (found[0], found[-1]) == ("Before", "After")
    assert "[Board pack]" not in found
    assert found.index("Before") < found.index("One") < found.index("After")


def test_pages_lie_on_their_side_within_a_template_too():
    pieces = (SectionHeading("A"), Sideways(True), TABLE, Sideways(False), Passage("b"))
    file = docx.Document(written(*pieces, template=template_of("Before", "[Board pack]", "After")))
    lying = [section.page_width > section.page_height for section in file.sections]
    assert lying == [False, True, False]


def test_styles_that_a_template_lacks_are_made():
    def without(file):
        for name in ("Heading 1", "Heading 2", "Heading 3", "List Bullet", "Caption", "Table Grid"):
            file.styles[name].delete()

    file = docx.Document(written(template=template_of("Cover", change=without)))
    names = [one.style.name for one in file.paragraphs]
    assert "Heading 1" in names
    assert file.tables[0].style.name == "Table Grid"


def test_a_document_goes_to_the_writing_process_and_back_unchanged(tmp_path):
    contents = Document("T", "S", ("f",), "a", "foot", (*PIECES, Sideways(True)))
    contents.write(tmp_path / "contents.json")
    assert Document.read(tmp_path / "contents.json").pieces[0] == PIECES[0]
    assert written(*Document.read(tmp_path / "contents.json").pieces).getvalue()


def test_what_xml_cannot_hold_is_left_out(tmp_path):
    Document("T\x00\x0b", "S", (), "a", "f", (Passage("a\x1fb"),)).write(tmp_path / "c.json")
    found = Document.read(tmp_path / "c.json")
    assert (found.title, found.pieces[0].text) == ("T", "ab")
