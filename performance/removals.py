"""The trace of a figure that was removed by hand: a last revision, which closes as it opens and so never counts."""

from __future__ import annotations

from datetime import timedelta

from performance.models import Figure

# The shortest time that both databases keep.
INSTANT = timedelta(microseconds=1)
REMOVED = "The figure was removed."


def is_removal(figure: Figure) -> bool:
    """Whether the revision says no more than who removed the figure, when and why (`reason_for_change`)."""
    return figure.known_to is not None and figure.known_to - figure.known_from == INSTANT
