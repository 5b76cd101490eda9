"""A note on the tiles that count indicators by status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.lists.tiles import Tile
from performance.choices import Status
from performance.standings.standing import Standing


def with_set_aside_note(tiles: Iterable[Tile], standings: Iterable[Standing]) -> list[Tile]:
    """The tiles. The one for no figures notes how many indicators have a figure that is not judged."""
    standings = list(standings)
    set_aside = sum(standing.is_set_aside for standing in standings)
    incomplete = sum(standing.is_incomplete for standing in standings)
    notes = [f"{set_aside} suppressed or not applicable"] if set_aside else []
    notes += [f"{incomplete} incomplete"] if incomplete else []
    if not notes:
        return list(tiles)
    note = ", ".join(notes)
    return [
        replace(tile, note=note) if tile.status == Status.NO_FIGURES else tile for tile in tiles
    ]
