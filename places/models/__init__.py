from .areas import Area, AreaBoundary, AreaCode
from .indices import IndexBand, IndexComponent, IndexRow, IndexScore, PlaceIndex

__all__ = [
    "Area",
    "AreaBoundary",
    "AreaCode",
    "IndexBand",
    "IndexComponent",
    "IndexRow",
    "IndexScore",
    "PlaceIndex",
]
