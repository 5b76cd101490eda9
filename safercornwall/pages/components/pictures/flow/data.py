"""What a flow shows: boxes in columns, the links between them, and the holes where a link is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from safercornwall.pages.components.pictures.cells import CellMark
from safercornwall.pages.components.pictures.readings import listed


@dataclass(frozen=True)
class FlowColumn:
    """`missing` are the words of a hole in it ("No project"). `width` is its share, beside those of the others."""

    heading: str
    missing: str = ""
    width: float = 1


@dataclass(frozen=True)
class FlowNode:
    """A box. `key` is its own among all boxes, `column` its number from the left, the first is 0."""

    key: str
    column: int
    text: str
    href: str = ""
    mark: CellMark | None = None
    is_hole: bool = field(default=False, init=False)


@dataclass(frozen=True)
class Hole(FlowNode):
    """An empty box where a link is missing."""

    is_hole: bool = field(default=True, init=False)


THREAD = (
    FlowColumn("Theme", width=0.7),
    FlowColumn("Must address", "No item stated", width=1.1),
    FlowColumn("Project", "No project", width=1.4),
    FlowColumn("Funding", "No funding"),
    FlowColumn("Indicator", "No indicator"),
)
# A box of the first column needs a link with one of the second; the second may stand to the left.
THREAD_NEEDS = ((0, 1), (1, 2), (2, 3), (2, 4), (4, 2))


@dataclass(frozen=True)
class Flow:
    """Boxes in the order in which they stand. `links` are pairs of keys, each from the left to the right.

    A link may pass a column: one from a project to an indicator runs between the boxes of funding.
    """

    subject: str
    nodes: tuple[FlowNode, ...]
    links: tuple[tuple[str, str], ...]
    columns: tuple[FlowColumn, ...] = THREAD
    needs: tuple[tuple[int, int], ...] = THREAD_NEEDS

    def __post_init__(self) -> None:
        by_key = {node.key: node for node in self.nodes}
        if len(by_key) != len(self.nodes):
            raise ValueError("Two boxes have one key.")
        if any(not 0 <= node.column < len(self.columns) for node in self.nodes):
            raise ValueError("A box is in a column that there is not.")
        for start, end in self.links:
            if by_key[start].column >= by_key[end].column:
                raise ValueError("A link leads from the left to the right.")

    @property
    def alt(self) -> str:
        counts = [
            f"{column.heading}: {sum(node.column == place for node in self.nodes)}"
            for place, column in enumerate(self.columns)
        ]
        holes = [
            f"{hole.text} for {node.text}"
            if hole.column > node.column
            else f"{hole.text} leads to {node.text}"
            for hole, node in holes_of(self)
        ]
        missing = f" Missing: {listed(holes, 6)}." if holes else " Nothing is missing."
        return f"{self.subject}. {'; '.join(counts)}.{missing}"


def holes_of(flow: Flow) -> Iterator[tuple[Hole, FlowNode]]:
    """Each hole with the box that needs what is not there."""
    columns = {node.key: node.column for node in flow.nodes}
    met = {(start, columns[end]) for start, end in flow.links}
    met |= {(end, columns[start]) for start, end in flow.links}
    for node in flow.nodes:
        for column, needed in flow.needs:
            if node.column == column and (node.key, needed) not in met:
                yield Hole(f"{node.key} {needed}", needed, flow.columns[needed].missing), node


def with_holes(flow: Flow) -> tuple[Sequence[FlowNode], Sequence[tuple[str, str]]]:
    """All boxes and links, those of the holes too."""
    found = list(holes_of(flow))
    links = [
        (node.key, hole.key) if hole.column > node.column else (hole.key, node.key)
        for hole, node in found
    ]
    return (*flow.nodes, *(hole for hole, _ in found)), (*flow.links, *links)
