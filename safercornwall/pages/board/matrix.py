"""Theme by topic: what each theme needs, in a word, a shape and a colour. Every cell leads to what is behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from priorities.models import Theme
from safercornwall.flags.registry import Flag
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.stated_changes import stated_by_theme
from safercornwall.lists.theme_topics import TOPICS, flags_by_theme
from safercornwall.pages.components.pictures.cells import MatrixCell
from safercornwall.pages.components.theme_cells import cells_of


@dataclass(frozen=True)
class ThemeLine:
    """One theme's cells, in the order of the topics."""

    theme: Theme
    cells: list[MatrixCell]

    @property
    def by_topic(self) -> list[tuple[str, MatrixCell]]:
        """The cells in brief, so that each theme takes a line of a laptop's or a tablet's first screen."""
        return [(topic, cell.in_brief) for topic, cell in zip(TOPICS, self.cells, strict=True)]


def matrix(snapshot: Snapshot, flags: Iterable[Flag]) -> list[ThemeLine]:
    """A line for each theme of the plan, in its order. What is true of every record stands in no line."""
    about = flags_by_theme(flags)
    stated = stated_by_theme(snapshot.plan)
    return [
        ThemeLine(theme, cells_of(snapshot, theme, about.get(theme, []), stated.get(theme.pk)))
        for theme in snapshot.themes
    ]
