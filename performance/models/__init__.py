from .digests import DigestSubscription, SentDigest
from .erasures import Erasure
from .figures import Commentary, Figure, Measurement
from .indicators import Indicator, SeriesBreak
from .jobs import Job
from .kept import KeptStanding
from .marked import MarkedCopy, MarkedCopyFile
from .rounds import ClosedPeriod, Reminder
from .small_numbers import SmallNumberThreshold
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
    "DigestSubscription",
    "Erasure",
    "Figure",
    "Finding",
    "Indicator",
    "Job",
    "KeptStanding",
    "MarkedCopy",
    "MarkedCopyFile",
    "Measurement",
    "Reminder",
    "SentDigest",
    "SeriesBreak",
    "SmallNumberThreshold",
    "StagedRow",
    "Target",
    "Upload",
    "UploadCounts",
    "UploadFile",
    "UploadKind",
    "UploadedScore",
]
