"""A made-up county of hexagons, with something of everything that a map can show."""

import math

from safercornwall.pages.components.pictures.maps.area_map import AreaMap, MapArea, MapPoint
from safercornwall.pages.components.pictures.maps.labels import MapLabel
from safercornwall.pages.components.pictures.maps.signs import ClassSign

CLASSES = ("Under 5", "5 to 9", "10 to 14", "15 to 19", "20 or more per 1,000 people")


def hexagon(longitude, latitude, size, corners=6):
    """A ring around a place; `size` in degrees of latitude."""
    stretch = math.cos(math.radians(50.3))
    turns = [2 * math.pi * n / corners + math.pi / 6 for n in range(corners)]
    ring = [
        (longitude + size * math.cos(turn) / stretch, latitude + size * math.sin(turn))
        for turn in turns
    ]
    return (*ring, ring[0])


def county(across, down, size, corners=6):
    """Areas side by side, from the west to the east."""
    for number in range(across * down):
        row, column = divmod(number, across)
        longitude = -5.5 + (column + row % 2 / 2) * size * math.sqrt(3) / math.cos(
            math.radians(50.3)
        )
        ring = hexagon(longitude, 50.2 + row * size * 1.5, size, corners)
        value = (column * 3 + row * 2) % 7
        yield MapArea(
            f"Area {number + 1}",
            (ring,),
            value if value < 5 else None,
            suppressed=value == 5,
            words=f"{value * 5} per 1,000 people",
            marked=number == 9,
        )


MAP = AreaMap(
    "burglary",
    "burglaries by made-up area",
    tuple(county(9, 4, 0.08)),
    classes=CLASSES,
)
TOWNS = AreaMap(
    "towns",
    "burglaries in towns",
    (),
    (
        MapPoint("Newquay", -5.08, 50.41, 4, words="22 per 1,000 people", href="/places/newquay/"),
        MapPoint("Truro", -5.05, 50.26, 2, words="11 per 1,000 people", href="/places/truro/"),
        MapPoint("Bodmin", -4.72, 50.47, suppressed=True),
        MapPoint("Saltash", -4.75, 50.2),
    ),
    CLASSES,
    (hexagon(-5, 50.3, 0.3, 9),),
    labels=(MapLabel("Newquay", -5.08, 50.41), MapLabel("Truro", -5.05, 50.26)),
)
OF_STATUSES = AreaMap(
    "statuses",
    "burglaries by status",
    (
        MapArea("North", (hexagon(-5, 50.5, 0.12, 9),), 1, words="On track, 4, at most 5"),
        MapArea("South", (hexagon(-5, 50.1, 0.12, 9),)),
    ),
    (
        MapPoint(
            "Newquay", -5.3, 50.41, 0, words="Off track, 22, at most 5", href="/places/newquay/"
        ),
        MapPoint("Truro", -4.7, 50.26, 2, words="No figures yet, at most 5"),
    ),
    ("Off track", "On track", "No figures yet"),
    labels=(MapLabel("Newquay", -5.3, 50.41), MapLabel("North", -5, 50.5)),
    signs=(ClassSign("red", "diamond"), ClassSign("green", "disc"), ClassSign("grey", "dash")),
    no_data="No target of its own",
)
MAP_SAMPLES = {"map": MAP, "map_points": TOWNS, "map_of_statuses": OF_STATUSES}
