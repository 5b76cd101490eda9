"""Every list by its key: the one place that knows them all."""

from __future__ import annotations

from safercornwall.lists.acronyms import AcronymList
from safercornwall.lists.decisions import DecisionList, KeyDateList
from safercornwall.lists.evidence import EvidenceList
from safercornwall.lists.flags import FlagList
from safercornwall.lists.funding_lines import FundingLineList
from safercornwall.lists.gaps import GapList
from safercornwall.lists.indicators import IndicatorList
from safercornwall.lists.influences import InfluenceList
from safercornwall.lists.milestones import MilestoneList
from safercornwall.lists.noun_list import NounList
from safercornwall.lists.organisations import OrganisationList
from safercornwall.lists.ownership import OwnershipList
from safercornwall.lists.places import PlaceList
from safercornwall.lists.populations import PopulationList
from safercornwall.lists.priority_areas import PriorityAreaList
from safercornwall.lists.projects import ProjectList
from safercornwall.lists.reading_notes import ReadingNoteList
from safercornwall.lists.rounds import RoundList
from safercornwall.lists.strategies import StrategyList
from safercornwall.lists.themes import ThemeList
from safercornwall.lists.threats import ThreatList
from safercornwall.lists.uploads import UploadList

LISTS: dict[str, type[NounList]] = {
    kind.key: kind
    for kind in (
        *(ProjectList, MilestoneList, FundingLineList, IndicatorList),
        *(GapList, ThreatList, DecisionList, KeyDateList),
        *(ThemeList, InfluenceList, StrategyList, AcronymList, ReadingNoteList),
        *(EvidenceList, PriorityAreaList, PlaceList, PopulationList),
        *(FlagList, OrganisationList, RoundList, UploadList),
        OwnershipList,
    )
}
