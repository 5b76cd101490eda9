from .figures import Commentary, Figure, Measurement
from .indicators import Indicator, SeriesBreak
from .targets import Comparator, Target

__all__ = [
    "Commentary",
    "Comparator",
    "Figure",
    "Indicator",
    "Measurement",
    "SeriesBreak",
    "Target",
]
