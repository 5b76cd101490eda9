"""Word's own charts: the program that opens the document draws them, and their numbers can be looked at and copied.

A chart is a part of its own (ECMA-376, part 1, chapter 21.2), with the workbook that its numbers come from.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from safercornwall.exports.word.contents import Chart, Line

# Told apart in grey too: the first is darkest, and lines differ in dash and mark.
COLOURS = ("1D3D5C", "B58840", "6F777B", "00703C")
DASHES = ("solid", "dash", "sysDot", "lgDash")
MARKS = ("circle", "diamond", "square", "triangle")
FIRST_ROW = 2

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<c:roundedCorners val="0"/>'
)
_AXES = '<c:axId val="1"/><c:axId val="2"/>'
_THIN = (
    '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="B1B4B6"/></a:solidFill></a:ln></c:spPr>'
)


def chart_xml(chart: Chart, workbook: str) -> bytes:
    """The part. `workbook` is the id of its relationship to the numbers."""
    series = "".join(_series(chart, place) for place in range(len(chart.lines)))
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        if len(chart.lines) > 1
        else ""
    )
    return (
        f"{_HEAD}<c:chart>{_title(chart.title)}"
        '<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{_plot(chart, series)}{_axes(chart)}</c:plotArea>"
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{_text(900)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def chart_workbook(chart: Chart) -> bytes:
    """The numbers, a column for each series."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet.append(["", *(line.name for line in chart.lines)])
    for place, category in enumerate(chart.categories):
        sheet.append([category, *(line.values[place] for line in chart.lines)])
    for row in sheet.iter_rows(max_col=1):
        # A name like "=1+1" is no formula.
        row[0].data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plot(chart: Chart, series: str) -> str:
    if chart.kind == "lines":
        return (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}'
            f'<c:marker val="1"/>{_AXES}</c:lineChart>'
        )
    lies = chart.kind == "bars"
    stacked = not lies and len(chart.lines) > 1
    grouping = "stacked" if stacked else "clustered"
    overlap = '<c:overlap val="100"/>' if stacked else ""
    return (
        f'<c:barChart><c:barDir val="{"bar" if lies else "col"}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/>{overlap}{_AXES}</c:barChart>'
    )


def _axes(chart: Chart) -> str:
    lies = chart.kind == "bars"
    # The first category stands at the top.
    order = "maxMin" if lies else "minMax"
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if lies else "b"}"/><c:numFmt formatCode="General"'
        f' sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{_THIN}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{_least(chart)}</c:scaling>'
        f'<c:delete val="{int(lies)}"/><c:axPos val="{"b" if lies else "l"}"/>'
        f"{'' if lies else '<c:majorGridlines>' + _THIN + '</c:majorGridlines>'}"
        f'<c:numFmt formatCode="{_attribute(chart.look)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_THIN}<c:crossAx val="1"/><c:crosses val="{"max" if lies else "autoZero"}"/></c:valAx>'
    )


def _least(chart: Chart) -> str:
    """Bars begin at nought; so do lines, unless something is below it."""
    known = [value for line in chart.lines for value in line.values if value is not None]
    return "" if min(known, default=0) < 0 else '<c:min val="0"/>'


def _series(chart: Chart, place: int) -> str:
    line, letter = chart.lines[place], get_column_letter(place + 2)
    colour = COLOURS[place % len(COLOURS)]
    last = len(chart.categories) + FIRST_ROW - 1
    name = (
        f'<c:tx><c:strRef><c:f>Sheet1!${letter}$1</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escape(line.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )
    categories = (
        f"<c:cat><c:strRef><c:f>Sheet1!$A${FIRST_ROW}:$A${last}</c:f><c:strCache>"
        f'<c:ptCount val="{len(chart.categories)}"/>'
        f"{_points(escape(one) for one in chart.categories)}</c:strCache></c:strRef></c:cat>"
    )
    values = (
        f"<c:val><c:numRef><c:f>Sheet1!${letter}${FIRST_ROW}:${letter}${last}</c:f><c:numCache>"
        f"<c:formatCode>{escape(chart.look)}</c:formatCode>"
        f'<c:ptCount val="{len(line.values)}"/>{_points(_numbers(line))}</c:numCache></c:numRef></c:val>'
    )
    start = f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{name}'
    if chart.kind != "lines":
        fill = f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></c:spPr>'
        return (
            f'{start}{fill}<c:invertIfNegative val="0"/>{_labels(chart, "outEnd" if len(chart.lines) == 1 else "ctr")}'
            f"{categories}{values}</c:ser>"
        )
    dash, mark = DASHES[place % len(DASHES)], MARKS[place % len(MARKS)]
    stroke = (
        f'<c:spPr><a:ln w="25400"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:prstDash val="{dash}"/></a:ln></c:spPr>'
    )
    marker = (
        f'<c:marker><c:symbol val="{mark}"/><c:size val="7"/><c:spPr><a:solidFill>'
        f'<a:srgbClr val="{colour}"/></a:solidFill></c:spPr></c:marker>'
    )
    labels = _labels(chart, "t") if place == 0 else ""
    return f'{start}{stroke}{marker}{labels}{categories}{values}<c:smooth val="0"/></c:ser>'


def _labels(chart: Chart, where: str) -> str:
    light = chart.kind == "columns" and len(chart.lines) > 1
    return (
        f'<c:dLbls><c:numFmt formatCode="{_attribute(chart.look)}" sourceLinked="0"/>'
        f"<c:spPr><a:noFill/></c:spPr>{_text(900, light=light)}"
        f'<c:dLblPos val="{where}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )


def _text(size: int, *, light: bool = False) -> str:
    colour = "FFFFFF" if light else "0B0C0C"
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}"><a:solidFill>'
        f'<a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="Arial"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _title(words: str) -> str:
    return (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1100" b="1"/></a:pPr>'
        f'<a:r><a:rPr lang="en-GB" sz="1100" b="1"><a:latin typeface="Arial"/></a:rPr><a:t>{escape(words)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )


def _numbers(line: Line) -> Iterable[str | None]:
    return (None if value is None else repr(value) for value in line.values)


def _points(values: Iterable[str | None]) -> str:
    return "".join(
        f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>'
        for place, value in enumerate(values)
        if value is not None
    )


def _attribute(words: str) -> str:
    return escape(words, {'"': "&quot;"})


def drawing_of(relation: str, width: int, height: int, chart: Chart, number: int) -> str:
    """The place of a chart in a line of text, with its alternative text."""
    spaces = (
        f"{nsdecls('w', 'wp', 'a', 'r')}"
        ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    )
    return (
        f"<w:drawing {spaces}>"
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{int(width)}" cy="{int(height)}"/>'
        f'<wp:docPr id="{number}" name={quoteattr(chart.title)} descr={quoteattr(chart.alt)}/>'
        "<wp:cNvGraphicFramePr/>"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
