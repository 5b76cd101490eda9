"""What is said of a theme, topic by topic, as cells: each a word, a shape and a colour, which leads to what it counts."""

from __future__ import annotations

from priorities.models import EvidenceFigure, Theme
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.theme_topics import TopicSaid, topics_of
from safercornwall.pages.components.pictures.cells import CellMark, MatrixCell


def cells_of(
    snapshot: Snapshot, theme: Theme, flags: list[Flag], stated: EvidenceFigure | None
) -> list[MatrixCell]:
    """A cell for each topic."""
    return [cell_of(said) for said in topics_of(snapshot, theme, flags, stated)]


def cell_of(said: TopicSaid) -> MatrixCell:
    marks = tuple(
        CellMark(mark.kind, mark.value, words=mark.words, brief=mark.brief) for mark in said.marks
    )
    return MatrixCell(said.subject, marks, said.href, said.nothing, said.nothing_brief)
