"""What the counts of indicators by status do not say by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.lists.tiles import Tile
from performance.choices import Status
from performance.standings.standing import Standing


def noted(tiles: Iterable[Tile], standings: Iterable[Standing]) -> list[Tile]:
    """The tiles, that of no figures with how many have one that is in and gives no value to judge."""
    set_aside = sum(standing.is_set_aside for standing in standings)
    if not set_aside:
        return list(tiles)
    note = f"{set_aside} suppressed or not applicable"
    return [
        replace(tile, note=note) if tile.status == Status.NO_FIGURES else tile for tile in tiles
    ]
