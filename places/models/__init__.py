from .area_loads import AreaLoad
from .areas import Area, AreaCode
from .boundaries import AreaBoundary, ReferenceBoundary
from .indices import IndexBand, IndexComponent, IndexRow, IndexScore, PlaceIndex
from .populations import PopulationEstimate
from .sent_boundaries import SentBoundaries

__all__ = [
    "Area",
    "AreaBoundary",
    "AreaCode",
    "AreaLoad",
    "IndexBand",
    "IndexComponent",
    "IndexRow",
    "IndexScore",
    "PlaceIndex",
    "PopulationEstimate",
    "ReferenceBoundary",
    "SentBoundaries",
]
