from .figures import Commentary, Figure, Measurement
from .indicators import Indicator, SeriesBreak
from .rounds import ClosedPeriod, Reminder
from .targets import Comparator, Target
from .uploads import (
    ColumnMapping,
    Finding,
    Job,
    StagedRow,
    Upload,
    UploadedScore,
    UploadFile,
    UploadKind,
)

__all__ = [
    "ClosedPeriod",
    "ColumnMapping",
    "Commentary",
    "Comparator",
    "Figure",
    "Finding",
    "Indicator",
    "Job",
    "Measurement",
    "Reminder",
    "SeriesBreak",
    "StagedRow",
    "Target",
    "Upload",
    "UploadFile",
    "UploadKind",
    "UploadedScore",
]
