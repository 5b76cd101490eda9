"""Why something that was entered by hand is not kept."""

from __future__ import annotations

from performance.models import Commentary, Figure


class FigureChanged(Exception):
    """Somebody else changed the figure since the person looked. `latest` is what stands there now, if anything."""

    def __init__(self, latest: Figure | None) -> None:
        super().__init__("Somebody has changed this figure since you looked.")
        self.latest = latest


class CommentaryChanged(Exception):
    """Somebody else wrote since the person looked. `latest` is what is said now."""

    def __init__(self, latest: Commentary | None) -> None:
        super().__init__("Somebody has written about this period since you looked.")
        self.latest = latest


class ReasonNeeded(Exception):
    """The board has seen the figure, or it is removed, and no reason was given."""
