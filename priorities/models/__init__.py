"""Why: plans and their themes, with what each states, decides and refers to."""

from priorities.models.decisions import Decision, KeyDate
from priorities.models.evidence import Evidence, EvidenceFigure, EvidenceTopic, PerformanceStatement
from priorities.models.gaps import DeliveryGap, DeliveryGapWording
from priorities.models.influences import ExternalInfluence, ExternalInfluencePoint
from priorities.models.plans import Plan, PlanStatement
from priorities.models.priority_areas import PriorityArea, PriorityAreaReason, ReasonFigure
from priorities.models.proposals import ProposalAnswer
from priorities.models.reference import Acronym, PeopleGroup, ReadingNote, Strategy
from priorities.models.themes import ScopeItem, Theme
from priorities.models.threats import Threat, ThreatWording

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
    "ProposalAnswer",
    "ReadingNote",
    "ReasonFigure",
    "ScopeItem",
    "Strategy",
    "Theme",
    "Threat",
    "ThreatWording",
]
