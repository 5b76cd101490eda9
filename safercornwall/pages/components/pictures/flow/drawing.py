"""A flow on a wide page: boxes in columns with their links. On a narrow one the same is a list in a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.cells import CellMark
from safercornwall.pages.components.pictures.elements import (
    element,
    joined,
    link,
    percent,
    svg,
    unseen,
)
from safercornwall.pages.components.pictures.flow.data import Flow, FlowNode, with_holes
from safercornwall.pages.components.pictures.flow.layout import FlowLayout, layout_of
from safercornwall.pages.components.pictures.readings import listed
from safercornwall.pages.components.pictures.rows import picture
from safercornwall.pages.components.pictures.shapes import shape

TOP, STRETCH = 28, 1000
# The share of the width that links have between two columns.
BETWEEN = 0.03
# Up to these heights in pixels it is printed at so many per cent, to stand on one sheet of A4 with its heading.
PRINTED = ((700, 100), (930, 75), (1160, 60), (1400, 50))
SMALLEST = 42
# A box is high enough for its words where the drawing is this wide: on a tablet held upright, or on paper.
NARROWEST, BESIDE, LETTER, LINE, AROUND, MOST_LINES = 700, 18, 8, 16, 10, 4
Links = Sequence[tuple[str, str]]
Nodes = Mapping[str, FlowNode]


def flow_picture(flow: Flow) -> SafeString:
    nodes, links = with_holes(flow)
    by_key = {node.key: node for node in nodes}
    layout = layout_of(nodes, links, {node.key: _height(flow, node) for node in nodes})
    boxes = sorted(nodes, key=lambda node: (node.column, layout.middles[node.key]))
    drawn = svg(
        *_headings(flow),
        _lines(flow, by_key, layout),
        *(_box(flow, node, by_key, links, layout) for node in boxes),
        alt=flow.alt,
        role="group",
        class_="sc-pic sc-flow__drawing",
        width="100%",
        height=layout.height + TOP + 2,
    )
    size = next((size for height, size in PRINTED if layout.height <= height), SMALLEST)
    look = f"sc-flow sc-flow--printed-{size}"
    return picture(drawn, _list(flow, boxes, by_key, links), look=look)


def _headings(flow: Flow) -> Iterator[SafeString]:
    for place, column in enumerate(flow.columns):
        x = percent(_left(flow, place))
        yield element("text", column.heading, x=x, y=14, class_="sc-pic__label--strong")


def _left(flow: Flow, column: int) -> float:
    """The left edge of a column's boxes as a share of the width; the last column ends at the right edge."""
    return sum(_wide(flow, before) + BETWEEN for before in range(column))


def _wide(flow: Flow, column: int) -> float:
    room = 1 - BETWEEN * (len(flow.columns) - 1)
    return room * flow.columns[column].width / sum(each.width for each in flow.columns)


def _height(flow: Flow, node: FlowNode) -> int:
    letters = int((NARROWEST * _wide(flow, node.column) - BESIDE) / LETTER)
    words = f"{node.mark.told}    {node.text}" if node.mark else node.text
    lines = len(wrap(words, letters)) or 1
    return LINE * (lines if node.column == 0 else min(lines, MOST_LINES)) + AROUND


def _lines(flow: Flow, by_key: Nodes, layout: FlowLayout) -> SafeString:
    spots = {spot.key: spot for spot in layout.spots}
    empty = {key for key, node in by_key.items() if node.is_hole}
    empty |= {
        spot.key
        for spot in layout.spots
        if spot.links and all(empty & set(pair) for pair in spot.links)
    }
    drawn = []
    for start, end in layout.steps:
        column = spots[start].column
        x1, x2 = _left(flow, column) + _wide(flow, column), _left(flow, spots[end].column)
        missing = bool(empty & {start, end})
        drawn.append(_line(x1, layout.middles[start], x2, layout.middles[end], missing))
    for lane in (spot for spot in layout.spots if spot.links):
        x, y = _left(flow, lane.column), layout.middles[lane.key]
        right = x + _wide(flow, lane.column)
        drawn.append(_line(x, y, right, y, lane.key in empty))
    return element(
        "svg",
        *drawn,
        y=TOP,
        width="100%",
        height=layout.height,
        viewBox=f"0 0 {STRETCH} {layout.height:.0f}",
        preserveAspectRatio="none",
        overflow="visible",
    )


def _line(x1: float, y1: float, x2: float, y2: float, missing: bool) -> SafeString:
    left, right, middle = x1 * STRETCH, x2 * STRETCH, (x1 + x2) / 2 * STRETCH
    d = f"M{left:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {right:.1f} {y2:.1f}"
    return element("path", d=d, class_="sc-flow__line" + " sc-flow__line--missing" * missing)


def _box(flow: Flow, node: FlowNode, by_key: Nodes, links: Links, layout: FlowLayout) -> SafeString:
    leads = listed([by_key[end].text for start, end in links if start == node.key])
    told = unseen(f". Leads to: {leads}.") if leads else None
    words = element("div", *_content(node), told, class_="sc-flow__words")
    height = _height(flow, node)
    return element(
        "foreignObject",
        element("div", words, class_=f"sc-flow__box{_looks(node)} sc-flow__box--{node.column}"),
        x=percent(_left(flow, node.column)),
        y=layout.middles[node.key] - height / 2 + TOP,
        width=percent(_wide(flow, node.column)),
        height=height,
    )


def _list(flow: Flow, boxes: Sequence[FlowNode], by_key: Nodes, links: Links) -> SafeString:
    """From each box that nothing leads to, on to what it leads to."""
    ends = {end for _, end in links}
    shown: set[str] = set()
    first = [node for node in boxes if node.key not in ends]
    items = [_item(flow, node, by_key, links, shown) for node in first]
    return element("ul", *items, class_="sc-flow__list")


def _item(flow: Flow, node: FlowNode, by_key: Nodes, links: Links, shown: set[str]) -> SafeString:
    """A box with what it leads to; where it comes up again, without."""
    onward = [by_key[end] for start, end in links if start == node.key]
    again = bool(onward) and node.key in shown
    shown.add(node.key)
    below = [] if again else [_item(flow, one, by_key, links, shown) for one in onward]
    kind = element("span", flow.columns[node.column].heading, " ", class_="sc-flow__kind")
    entry = element(
        "div",
        None if node.is_hole else kind,
        *_content(node),
        element("span", " (as above)", class_="sc-flow__kind") if again else None,
        class_=f"sc-flow__entry sc-flow__entry--{node.column}{_looks(node)}",
    )
    sublist = element("ul", *below) if below else None
    return element("li", entry, sublist, class_="sc-flow__chip" if node.is_hole else None)


def _content(node: FlowNode) -> Iterator[SafeString]:
    if node.mark:
        yield _mark(node.mark)
        yield SafeString(" ")
    if node.href:
        yield link(node.href, node.text, class_="govuk-link sc-flow__text")
    else:
        yield element("span", node.text, class_="sc-flow__text")


def _mark(mark: CellMark) -> SafeString:
    words = joined(
        [shape(mark.look.shape), element("span", mark.told, class_="sc-cell__word"), " "]
    )
    return element("span", words, class_=f"sc-flow__mark sc-tone--{mark.look.tone}")


def _looks(node: FlowNode) -> str:
    return " sc-flow__box--hole" if node.is_hole else ""
