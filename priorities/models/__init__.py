from priorities.models.gaps import DeliveryGap, DeliveryGapWording
from priorities.models.threats import Threat, ThreatWording

from .decisions import Decision, KeyDate
from .evidence import Evidence, EvidenceFigure, EvidenceTopic, PerformanceStatement
from .influences import ExternalInfluence, ExternalInfluencePoint
from .plans import Plan, PlanStatement
from .priority_areas import PriorityArea, PriorityAreaReason, ReasonFigure
from .reference import Acronym, PeopleGroup, ReadingNote, Strategy
from .themes import ScopeItem, Theme

__all__ = [
    "Acronym",
    "Decision",
    "DeliveryGap",
    "DeliveryGapWording",
    "Evidence",
    "EvidenceFigure",
    "EvidenceTopic",
    "ExternalInfluence",
    "ExternalInfluencePoint",
    "KeyDate",
    "PeopleGroup",
    "PerformanceStatement",
    "Plan",
    "PlanStatement",
    "PriorityArea",
    "PriorityAreaReason",
    "ReadingNote",
    "ReasonFigure",
    "ScopeItem",
    "Strategy",
    "Theme",
    "Threat",
    "ThreatWording",
]
