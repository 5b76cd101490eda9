from .delivery import Dependency, Milestone, Post, ProjectUpdate
from .funding import FundingLine, ProjectSpend
from .projects import Project, ProjectIndicator, ProjectListing, ProjectScopeItem, ProjectStatus

__all__ = [
    "Dependency",
    "FundingLine",
    "Milestone",
    "Post",
    "Project",
    "ProjectIndicator",
    "ProjectListing",
    "ProjectScopeItem",
    "ProjectSpend",
    "ProjectStatus",
    "ProjectUpdate",
]
