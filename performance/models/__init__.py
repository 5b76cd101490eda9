from .erasures import Erasure
from .figures import Commentary, Figure, Measurement
from .indicators import Indicator, SeriesBreak
from .jobs import Job
from .rounds import ClosedPeriod, Reminder
from .staged import Finding, StagedRow, UploadedScore
from .targets import Comparator, Target
from .upload_counts import ConcurrentChangeCounts, UploadCounts
from .uploads import ColumnMapping, Upload, UploadFile, UploadKind

__all__ = [
    "ClosedPeriod",
    "ColumnMapping",
    "Commentary",
    "Comparator",
    "ConcurrentChangeCounts",
    "Erasure",
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
    "UploadCounts",
    "UploadFile",
    "UploadKind",
    "UploadedScore",
]
